/** Remembers what was found out about words: a table of fixed size in which a new word takes the place of an old one. */

const LONGEST = 20;

/**
 * Looked up by the characters of a text, so that no string is made for a word that is known. Places come in
 * pairs: the word asked for last, and the one before it.
 */
export class WordTable<T> {
  readonly #mask: number;
  readonly #study: (text: string, start: number, end: number) => T;
  readonly #known: (T | undefined)[];
  /** The characters of each place's word, side by side, because looking into strings all over memory is slow. */
  readonly #chars: Uint16Array;
  readonly #lengths: Uint8Array;
  readonly #hashes: Int32Array;

  /** `pairs` is a power of two. What `study` gives must hold no slice of the text: that would keep all of it in memory. */
  constructor(pairs: number, study: (text: string, start: number, end: number) => T) {
    this.#mask = pairs - 1;
    this.#study = study;
    this.#known = Array.from({ length: pairs * 2 });
    this.#chars = new Uint16Array(pairs * 2 * LONGEST);
    this.#lengths = new Uint8Array(pairs * 2);
    this.#hashes = new Int32Array(pairs * 2);
  }

  /** What is known of the word that stands at `start`..`end`; very long ones are studied each time. */
  at(text: string, start: number, end: number): T {
    if (end - start > LONGEST) return this.#study(text, start, end);
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    const place = ((hash ^ (hash >>> 16)) & this.#mask) * 2;
    if (this.#hashes[place] === hash && this.#isAt(place, text, start, end)) return this.#known[place]!;
    const second = this.#hashes[place + 1] === hash && this.#isAt(place + 1, text, start, end) ? this.#known[place + 1]! : null;
    this.#move(place);
    const known = second ?? this.#study(text, start, end);
    this.#known[place] = known;
    this.#hashes[place] = hash;
    this.#lengths[place] = end - start;
    for (let i = start, at = place * LONGEST; i < end; i++) this.#chars[at++] = text.charCodeAt(i);
    return known;
  }

  #isAt(place: number, text: string, start: number, end: number): boolean {
    if (this.#lengths[place] !== end - start) return false;
    for (let i = start, at = place * LONGEST; i < end; i++) if (this.#chars[at++] !== text.charCodeAt(i)) return false;
    return true;
  }

  #move(place: number): void {
    this.#known[place + 1] = this.#known[place];
    this.#hashes[place + 1] = this.#hashes[place]!;
    this.#lengths[place + 1] = this.#lengths[place]!;
    this.#chars.copyWithin((place + 1) * LONGEST, place * LONGEST, (place + 1) * LONGEST);
  }
}

const SHORTEST_SLICE = 13;

/** A copy where it could be a slice that keeps a longer text in memory. */
export function unsliced(word: string): string {
  return word.length < SHORTEST_SLICE ? word : Buffer.from(word, 'utf16le').toString('utf16le');
}
