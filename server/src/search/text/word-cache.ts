/** Remembers the stems of words: a table of fixed size in which a new word takes the place of an old one. */
import { foldWord, stemWord } from './fold-word.ts';

/** A word with its term. The index notes its own number for the term on it. */
export interface Word {
  readonly term: string;
  /** The dictionary that `id` belongs to. */
  home: object | null;
  id: number;
}

/** Pairs of places: the word asked for last, and the one before it. */
const PAIRS = 1 << 16;
const LONGEST = 20;
const words: (Word | undefined)[] = Array.from({ length: PAIRS * 2 });
/** The characters of each place's word, side by side, because looking into strings all over memory is slow. */
const chars = new Uint16Array(PAIRS * 2 * LONGEST);
const lengths = new Uint8Array(PAIRS * 2);
const hashes = new Int32Array(PAIRS * 2);

/** The word that stands at `start`..`end` of a text. */
export function wordAt(text: string, start: number, end: number): Word {
  if (end - start > LONGEST) return newWord(text, start, end);
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const place = ((hash ^ (hash >>> 16)) & (PAIRS - 1)) * 2;
  if (hashes[place] === hash && isAt(place, text, start, end)) return words[place]!;
  const second = hashes[place + 1] === hash && isAt(place + 1, text, start, end) ? words[place + 1]! : null;
  movePlace(place);
  const word = second ?? newWord(text, start, end);
  words[place] = word;
  hashes[place] = hash;
  lengths[place] = end - start;
  for (let i = start, at = place * LONGEST; i < end; i++) chars[at++] = text.charCodeAt(i);
  return word;
}

/** The term of a word that stands alone. */
export function termOf(surface: string): string {
  return wordAt(surface, 0, surface.length).term;
}

function isAt(place: number, text: string, start: number, end: number): boolean {
  if (lengths[place] !== end - start) return false;
  for (let i = start, at = place * LONGEST; i < end; i++) if (chars[at++] !== text.charCodeAt(i)) return false;
  return true;
}

function movePlace(place: number): void {
  words[place + 1] = words[place];
  hashes[place + 1] = hashes[place]!;
  lengths[place + 1] = lengths[place]!;
  chars.copyWithin((place + 1) * LONGEST, place * LONGEST, (place + 1) * LONGEST);
}

const SHORTEST_SLICE = 13;

function newWord(text: string, start: number, end: number): Word {
  const term = stemWord(foldWord(text.slice(start, end)));
  // A slice of this length would keep the whole text in memory for as long as the word is remembered.
  return { term: term.length < SHORTEST_SLICE ? term : Buffer.from(term, 'utf16le').toString('utf16le'), home: null, id: -1 };
}
