/**
 * The newest documents of the index, still open for more: flat arrays in which the postings of a term
 * hang in a chain, the newest first. Closed into a segment when it is full.
 */
import { grown } from '../engine/grow.ts';
import { MOST_COUNTED, positionCount, SegmentWriter, type Segment } from './postings.ts';

const FULL_DOCUMENTS = 2048;
const FULL_POSITIONS = 600_000;

export class PostingsHead {
  readonly first: number;
  end: number;
  /** Entries are numbered from 1; 0 ends a chain. */
  slots = new Int32Array(4096);
  packed = new Uint8Array(4096);
  previous = new Int32Array(4096);
  #lastPosition = new Int32Array(4096);
  #entries = 0;
  #positions = new Int32Array(8192);
  #previousPosition = new Int32Array(8192);
  #positionCount = 0;
  #lastEntry = new Int32Array(4096);
  #termIds: number[] = [];
  readonly #read: number[] = [];

  constructor(first: number) {
    this.first = first;
    this.end = first;
  }

  get isFull(): boolean {
    return this.end - this.first >= FULL_DOCUMENTS || this.#positionCount >= FULL_POSITIONS;
  }

  /** The newest entry of a term, or 0. */
  lastEntry(termId: number): number {
    return this.#lastEntry[termId] ?? 0;
  }

  /** Adds one occurrence in the newest document, `slot`. Returns whether it is the first of the term there. */
  add(termId: number, slot: number, position: number, inTitle: boolean): boolean {
    if (this.#lastEntry.length <= termId) this.#lastEntry = grown(this.#lastEntry, termId + 1);
    let entry = this.#lastEntry[termId]!;
    const isNew = entry === 0 || this.slots[entry] !== slot;
    if (isNew) {
      if (entry === 0) this.#termIds.push(termId);
      entry = this.#addEntry(slot, entry);
      this.#lastEntry[termId] = entry;
    }
    const packed = this.packed[entry]!;
    const count = inTitle ? packed >> 4 : packed & 15;
    // A joined word can have the stem of its parts: it stands with the first of them and comes after the last one.
    const isBehind = position < this.#positions[this.#lastPosition[entry]!]!;
    if (count === MOST_COUNTED || isBehind) return isNew;
    this.packed[entry] = packed + (inTitle ? 16 : 1);
    this.#addPosition(entry, position);
    return isNew;
  }

  /** The positions of an entry, ascending, in an array that the next call writes over. */
  positionsOf(entry: number): readonly number[] {
    const positions = this.#read;
    let at = positionCount(this.packed[entry]!);
    positions.length = at;
    for (let place = this.#lastPosition[entry]!; place !== 0; place = this.#previousPosition[place]!) positions[--at] = this.#positions[place]!;
    return positions;
  }

  close(): Segment {
    const writer = new SegmentWriter(this.first);
    const chain: number[] = [];
    for (const termId of Int32Array.from(this.#termIds).sort()) {
      writer.startList(termId);
      chain.length = 0;
      for (let entry = this.#lastEntry[termId]!; entry !== 0; entry = this.previous[entry]!) chain.push(entry);
      for (let i = chain.length - 1; i >= 0; i--) writer.add(this.slots[chain[i]!]!, this.packed[chain[i]!]!, this.positionsOf(chain[i]!));
    }
    return writer.finish(this.end);
  }

  #addEntry(slot: number, previous: number): number {
    const entry = ++this.#entries;
    if (this.slots.length <= entry) this.#growEntries(entry + 1);
    this.slots[entry] = slot;
    this.previous[entry] = previous;
    return entry;
  }

  #growEntries(length: number): void {
    this.slots = grown(this.slots, length);
    this.packed = grown(this.packed, length);
    this.previous = grown(this.previous, length);
    this.#lastPosition = grown(this.#lastPosition, length);
  }

  #addPosition(entry: number, position: number): void {
    const at = ++this.#positionCount;
    if (this.#positions.length <= at) {
      this.#positions = grown(this.#positions, at + 1);
      this.#previousPosition = grown(this.#previousPosition, at + 1);
    }
    this.#positions[at] = position;
    this.#previousPosition[at] = this.#lastPosition[entry]!;
    this.#lastPosition[entry] = at;
  }
}
