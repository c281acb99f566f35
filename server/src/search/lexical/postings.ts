/**
 * Posting lists in bytes. One posting: a byte with the low 5 bits of the distance to the slot before
 * (bits 2-6), a sign that more of it follows in 7-bit bytes (bit 7), and a code for how often the term
 * stands in text and title (bits 0-1); code 3 is followed by a byte `text | title << 4`.
 * Positions lie apart, as distances in 7-bit bytes, because only phrases need them.
 */
import { grown } from '../engine/grow.ts';

/** `text | title << 4` of codes 0, 1 and 2. */
export const PACKED_OF_CODE: Uint8Array = Uint8Array.of(0x01, 0x02, 0x11);
export const EXPLICIT = 3;
const CODE_OF_PACKED: Uint8Array = Uint8Array.from({ length: 256 }, (_, packed) => {
  const code = PACKED_OF_CODE.indexOf(packed);
  return code < 0 ? EXPLICIT : code;
});
export const MOST_COUNTED = 15;

/** Slots `first`..`end` - 1, written once and never changed. */
export interface Segment {
  first: number;
  end: number;
  /** Ascending. The list of `termIds[i]` is `postings[offsets[i]..offsets[i + 1]]`, its positions likewise. */
  termIds: Int32Array;
  offsets: Uint32Array;
  positionOffsets: Uint32Array;
  postings: Uint8Array;
  positions: Uint8Array;
}

/** Where a term's list is in the segment, or -1. */
export function findTerm(segment: Segment, termId: number): number {
  let low = 0;
  let high = segment.termIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const id = segment.termIds[middle]!;
    if (id === termId) return middle;
    if (id < termId) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** How many positions belong to a posting. */
export function positionCount(packed: number): number {
  return (packed & 15) + (packed >> 4);
}

/** Walks over one list: `while (reader.next()) ...`. */
export class PostingsReader {
  slot: number;
  packed = 0;
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(segment: Segment, list: number) {
    this.slot = segment.first;
    this.#bytes = segment.postings;
    this.#at = segment.offsets[list]!;
    this.#end = segment.offsets[list + 1]!;
  }

  next(): boolean {
    if (this.#at >= this.#end) return false;
    const byte = this.#bytes[this.#at++]!;
    let distance = (byte >> 2) & 31;
    if (byte & 128) {
      for (let shift = 5, more = 128; more; shift += 7) {
        more = this.#bytes[this.#at]! & 128;
        distance |= (this.#bytes[this.#at++]! & 127) << shift;
      }
    }
    const code = byte & 3;
    this.slot += distance;
    this.packed = code === EXPLICIT ? this.#bytes[this.#at++]! : PACKED_OF_CODE[code]!;
    return true;
  }
}

/** Walks over the positions of one list, posting by posting. */
export class PositionsReader {
  readonly #bytes: Uint8Array;
  readonly #read: number[] = [];
  #at: number;

  constructor(segment: Segment, list: number) {
    this.#bytes = segment.positions;
    this.#at = segment.positionOffsets[list]!;
  }

  skip(count: number): void {
    for (let left = count; left > 0;) if ((this.#bytes[this.#at++]! & 128) === 0) left--;
  }

  /** The next `count` positions, in an array that the next call writes over. */
  read(count: number): readonly number[] {
    const into = this.#read;
    into.length = count;
    let position = 0;
    for (let i = 0; i < count; i++) {
      let distance = 0;
      for (let shift = 0, more = 128; more; shift += 7) {
        more = this.#bytes[this.#at]! & 128;
        distance |= (this.#bytes[this.#at++]! & 127) << shift;
      }
      position += distance;
      into[i] = position;
    }
    return into;
  }
}

/** Writes a segment list by list: `startList`, then `add` for its slots in ascending order. */
export class SegmentWriter {
  readonly #first: number;
  #termIds = new Int32Array(1024);
  #offsets = new Uint32Array(1025);
  #positionOffsets = new Uint32Array(1025);
  #postings = new Uint8Array(65_536);
  #positions = new Uint8Array(65_536);
  #lists = 0;
  #end = 0;
  #positionsEnd = 0;
  #slot = 0;

  constructor(first: number) {
    this.#first = first;
  }

  startList(termId: number): void {
    this.#termIds = grown(this.#termIds, this.#lists + 1);
    this.#offsets = grown(this.#offsets, this.#lists + 2);
    this.#positionOffsets = grown(this.#positionOffsets, this.#lists + 2);
    this.#termIds[this.#lists++] = termId;
    this.#slot = this.#first;
    this.#mark();
  }

  add(slot: number, packed: number, positions: readonly number[]): void {
    if (this.#postings.length < this.#end + 8) this.#postings = grown(this.#postings, this.#end + 8);
    let distance = slot - this.#slot;
    this.#slot = slot;
    const code = CODE_OF_PACKED[packed]!;
    this.#postings[this.#end++] = code | ((distance & 31) << 2) | (distance > 31 ? 128 : 0);
    for (distance >>>= 5; distance > 0; distance >>>= 7) this.#postings[this.#end++] = (distance & 127) | (distance > 127 ? 128 : 0);
    if (code === EXPLICIT) this.#postings[this.#end++] = packed;
    this.#addPositions(positions);
    this.#mark();
  }

  finish(end: number): Segment {
    return {
      first: this.#first,
      end,
      termIds: this.#termIds.slice(0, this.#lists),
      offsets: this.#offsets.slice(0, this.#lists + 1),
      positionOffsets: this.#positionOffsets.slice(0, this.#lists + 1),
      postings: this.#postings.slice(0, this.#end),
      positions: this.#positions.slice(0, this.#positionsEnd),
    };
  }

  #addPositions(positions: readonly number[]): void {
    const most = this.#positionsEnd + positions.length * 4;
    if (this.#positions.length < most) this.#positions = grown(this.#positions, most);
    let last = 0;
    for (const position of positions) {
      let distance = position - last;
      last = position;
      for (; distance > 127; distance >>>= 7) this.#positions[this.#positionsEnd++] = (distance & 127) | 128;
      this.#positions[this.#positionsEnd++] = distance;
    }
  }

  #mark(): void {
    this.#offsets[this.#lists] = this.#end;
    this.#positionOffsets[this.#lists] = this.#positionsEnd;
  }
}
