/**
 * The inverted index: which posts hold which terms, how often, and where. Exact, in memory, in bytes.
 * Posts are named by their ordinals in the PostTable; inside, every version of a post has a slot, and
 * slots only grow, so that lists can be appended to. `tidy` merges and sweeps in the background.
 */
import { grown } from './engine/grow.ts';
import { mergeSegments } from './lexical/merge-segments.ts';
import { PostingsHead } from './lexical/postings-head.ts';
import type { Segment } from './lexical/postings.ts';
import { TermDictionary, type DictionaryData } from './lexical/term-dictionary.ts';
import { visitTerms, WORD, type VisitTerm } from './text/visit-terms.ts';
import type { Word } from './text/word-cache.ts';

const GONE = -1;
const LONGEST_TEXT = 100_000;
/** Different terms of one post: a book has fewer, only made-up words have more, and every one of them is looked over for slips. */
const MOST_TERMS = 20_000;
/** Between the words of the title and those of the text, so that no phrase spans both. */
const FIELD_GAP = 8;
const LONGEST_LEAD = 250;
const MOST_LENGTH = 65_535;
const DEAD_SHARE = 0.25;
const FEWEST_DEAD = 4096;

export interface IndexedText {
  title: string;
  text: string;
  /** Found by `tag:` only. */
  tags: readonly string[];
}

export interface LexicalData {
  dictionary: DictionaryData;
  ordinalOf: Int32Array;
  lengthOf: Uint16Array;
  segments: Segment[];
}

/** What the term of a tag begins with, and no word does. */
export const TAG = '\u0001';

/** The term under which a tag is filed. */
export function tagTerm(tag: string): string {
  return `${TAG}${tag.slice(0, 256).normalize('NFKC').toLowerCase().replaceAll('ё', 'е').trim().slice(0, 64)}`;
}

export class LexicalIndex {
  dictionary = new TermDictionary();
  segments: readonly Segment[] = [];
  head = new PostingsHead(0);
  /** Slot → ordinal of the post, or -1 when this version of it is gone. */
  ordinalOf: Int32Array = new Int32Array(1024);
  /** Slot → words in it. */
  lengthOf: Uint16Array = new Uint16Array(1024);
  #slotOf = new Int32Array(1024).fill(GONE);
  #alive = 0;
  #words = 0;

  static from(data: LexicalData): LexicalIndex {
    const index = new LexicalIndex();
    index.dictionary = TermDictionary.from(data.dictionary);
    index.segments = data.segments;
    index.ordinalOf = data.ordinalOf;
    index.lengthOf = data.lengthOf;
    index.head = new PostingsHead(data.ordinalOf.length);
    for (let slot = 0; slot < data.ordinalOf.length; slot++) if (data.ordinalOf[slot] !== GONE) index.#bind(data.ordinalOf[slot]!, slot);
    return index;
  }

  /** What a snapshot keeps. The head is closed first; segments are shared, because they never change. */
  data(): LexicalData {
    this.#closeHead();
    const slots = this.head.end;
    return {
      dictionary: this.dictionary.data(),
      ordinalOf: this.ordinalOf.slice(0, slots),
      lengthOf: this.lengthOf.slice(0, slots),
      segments: [...this.segments],
    };
  }

  get size(): number {
    return this.#alive;
  }

  /** Words in a post, on average. */
  get averageLength(): number {
    return this.#alive === 0 ? 1 : Math.max(1, this.#words / this.#alive);
  }

  has(ordinal: number): boolean {
    return ordinal < this.#slotOf.length && this.#slotOf[ordinal] !== GONE;
  }

  lengthOfPost(ordinal: number): number {
    return this.lengthOf[this.#slotOf[ordinal]!]!;
  }

  /** Indexes the post, in place of what it was before. */
  put(ordinal: number, post: IndexedText): void {
    this.remove(ordinal);
    if (this.head.isFull) this.#closeHead();
    const slot = this.head.end++;
    let words = 0;
    let terms = 0;
    let titleEnd = Infinity;
    const visit: VisitTerm = (word, { position, start, role }) => {
      if (role === WORD) words++;
      if (terms < MOST_TERMS && this.#addTerm(this.#termId(word), slot, position, start < titleEnd)) terms++;
    };
    const textStart = post.title === '' ? 0 : visitTerms(post.title.slice(0, LONGEST_TEXT), visit) + FIELD_GAP;
    titleEnd = post.title === '' ? leadEnd(post.text) : 0;
    visitTerms(post.text.slice(0, LONGEST_TEXT), visit, textStart);
    for (const tag of post.tags) this.#addTerm(this.dictionary.add(tagTerm(tag)), slot, 0, false);
    this.ordinalOf = grown(this.ordinalOf, slot + 1);
    this.lengthOf = grown(this.lengthOf, slot + 1);
    this.lengthOf[slot] = Math.min(words, MOST_LENGTH);
    this.#bind(ordinal, slot);
  }

  remove(ordinal: number): void {
    if (!this.has(ordinal)) return;
    const slot = this.#slotOf[ordinal]!;
    this.#slotOf[ordinal] = GONE;
    this.ordinalOf[slot] = GONE;
    this.#alive--;
    this.#words -= this.lengthOf[slot]!;
  }

  /** One piece of background work in slices: merges segments that have become many, sweeps out the dead when they are many. Returns whether there was any. */
  *tidy(): Generator<void, boolean> {
    const dead = this.head.end - this.#alive;
    if (dead > FEWEST_DEAD && dead > this.head.end * DEAD_SHARE) {
      yield* this.#sweep();
      return true;
    }
    const from = mergeFrom(this.segments);
    if (from < 0) return false;
    const segments = this.segments.slice(from);
    const merged = yield* mergeSegments({
      segments,
      moveSlot: (slot) => (this.ordinalOf[slot] === GONE ? GONE : slot),
      dropped: (termId) => this.dictionary.counts[termId]!--,
      first: segments[0]!.first,
      end: segments.at(-1)!.end,
    });
    this.segments = [...this.segments.slice(0, from), merged, ...this.segments.slice(from + segments.length)];
    return true;
  }

  /** Gives the living new slots without holes. What arrives meanwhile lies behind and is moved along at the end. */
  *#sweep(): Generator<void> {
    this.#closeHead();
    const segments = this.segments;
    const swept = this.head.first;
    const newSlot = new Int32Array(swept).fill(GONE);
    let kept = 0;
    for (let slot = 0; slot < swept; slot++) if (this.ordinalOf[slot] !== GONE) newSlot[slot] = kept++;
    const merged = yield* mergeSegments({
      segments,
      moveSlot: (slot) => newSlot[slot]!,
      dropped: (termId) => this.dictionary.counts[termId]!--,
      first: 0,
      end: kept,
    });
    this.#closeHead();
    const later = this.segments.slice(segments.length).map((s) => ({ ...s, first: s.first - swept + kept, end: s.end - swept + kept }));
    this.#moveSlots(newSlot, kept);
    this.segments = [merged, ...later];
    this.#dropUnusedTerms();
  }

  #moveSlots(newSlot: Int32Array, kept: number): void {
    const slots = this.head.end;
    const ordinalOf = new Int32Array(kept + slots - newSlot.length);
    const lengthOf = new Uint16Array(ordinalOf.length);
    this.#slotOf.fill(GONE);
    this.#alive = 0;
    this.#words = 0;
    const old = { ordinalOf: this.ordinalOf, lengthOf: this.lengthOf };
    for (let slot = 0; slot < slots; slot++) {
      const to = slot < newSlot.length ? newSlot[slot]! : slot - newSlot.length + kept;
      if (to === GONE) continue;
      ordinalOf[to] = old.ordinalOf[slot]!;
      lengthOf[to] = old.lengthOf[slot]!;
    }
    this.ordinalOf = ordinalOf;
    this.lengthOf = lengthOf;
    this.head = new PostingsHead(ordinalOf.length);
    for (let slot = 0; slot < ordinalOf.length; slot++) if (ordinalOf[slot] !== GONE) this.#bind(ordinalOf[slot]!, slot);
  }

  /** Terms that no document holds any more would otherwise pile up for ever. */
  #dropUnusedTerms(): void {
    const old = this.dictionary;
    const dictionary = new TermDictionary();
    const newId = new Int32Array(old.size).fill(GONE);
    for (let id = 0; id < old.size; id++) {
      if (old.counts[id]! <= 0) continue;
      newId[id] = dictionary.add(old.text(id));
      dictionary.counts[newId[id]!] = old.counts[id]!;
    }
    this.dictionary = dictionary;
    this.segments = this.segments.map((segment) => ({ ...segment, termIds: segment.termIds.map((id) => newId[id]!) }));
  }

  #termId(word: Word): number {
    if (word.home !== this.dictionary) {
      word.home = this.dictionary;
      word.id = this.dictionary.add(word.term);
    }
    return word.id;
  }

  /** Whether it is the first of the term there. */
  #addTerm(id: number, slot: number, position: number, inTitle: boolean): boolean {
    const isNew = this.head.add(id, slot, position, inTitle);
    if (isNew) this.dictionary.counts[id]!++;
    return isNew;
  }

  #bind(ordinal: number, slot: number): void {
    if (ordinal >= this.#slotOf.length) {
      const before = this.#slotOf.length;
      this.#slotOf = grown(this.#slotOf, ordinal + 1);
      this.#slotOf.fill(GONE, before);
    }
    this.#slotOf[ordinal] = slot;
    this.ordinalOf[slot] = ordinal;
    this.#alive++;
    this.#words += this.lengthOf[slot]!;
  }

  #closeHead(): void {
    if (this.head.end === this.head.first) return;
    this.segments = [...this.segments, this.head.close()];
    this.head = new PostingsHead(this.head.end);
  }
}

/** Where the first sentence ends: in a post without a title it is what the list shows as one. */
function leadEnd(text: string): number {
  const end = text.slice(0, LONGEST_LEAD).search(/[.!?…](?=\s)|\n/);
  return end < 0 ? Math.min(text.length, LONGEST_LEAD) : end + 1;
}

/** Where the run of segments to merge begins: as far back as each is not larger than all behind it. -1 when all is well. */
function mergeFrom(segments: readonly Segment[]): number {
  let from = segments.length - 1;
  let behind = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    const size = segments[i]!.end - segments[i]!.first;
    if (behind > 0 && size > behind) break;
    from = i;
    behind += size;
  }
  return segments.length - from >= 4 ? from : -1;
}
