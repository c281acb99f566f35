/**
 * Vectors in short forms side by side: one bit a dimension to pass over most of them, one byte a
 * dimension to rank the rest, four bits more to put the best of those in order. All describe the
 * difference from the mean, which is what tells the vectors of one model apart. 384 dimensions take
 * 628 bytes. Rows are named by the caller.
 */
import { grown } from '../engine/grow.ts';
import { chanceFloor, LEAST_SAMPLE } from './chance-floor.ts';

const ROW_BITS = 12;
const ROWS = 1 << ROW_BITS;
/** Until there are this many, the vectors themselves are kept and compared: their mean says nothing yet. */
export const SAMPLE = 2048;
/** Words of bits come in sixes, see `distance`. */
const WORDS_AT_ONCE = 6;
/** Rows that the bits let through to the bytes, for one that is wanted; and at least. */
const SHORTLIST_FACTOR = 20;
const SHORTLIST_LEAST = 800;
/** Rows that the bytes let through to all twelve bits, for one that is wanted. */
const FINAL_FACTOR = 3;
/** Rows that tell what is near by chance. */
const CHANCE_SAMPLE = 600;
/** 2^32 by the golden ratio: its multiples lie evenly and follow no other rhythm. */
const SCATTER = 0x9e3779b1;
/** The largest value of twelve bits; a byte holds the upper eight of them. */
const MOST = 2047;

export interface CodeBlock {
  bits: Uint32Array;
  bytes: Int8Array;
  /** The lower four bits, two dimensions a byte. */
  nibbles: Uint8Array;
  scales: Float32Array;
}

export interface CodeData {
  dimension: number;
  present: Uint8Array;
  /** Null while the vectors themselves are kept, in the order of the rows that are present. */
  mean: Float32Array | null;
  raw: Float32Array;
  blocks: CodeBlock[];
}

export interface RowHit {
  row: number;
  similarity: number;
}

export class VectorCodes {
  readonly dimension: number;
  size = 0;
  #present: Uint8Array = new Uint8Array(ROWS);
  #mean: Float32Array | null = null;
  #raw = new Map<number, Float32Array>();
  #blocks: (CodeBlock | undefined)[] = [];
  /** Used by each search again: new ones for every search are half a megabyte to be collected. */
  #spareRows = new Int32Array(0);
  #spareDistances = new Uint16Array(0);
  readonly #words: number;
  readonly #pairs: number;

  constructor(dimension: number) {
    this.dimension = dimension;
    this.#pairs = Math.ceil(dimension / 2);
    this.#words = Math.ceil(dimension / 32 / WORDS_AT_ONCE) * WORDS_AT_ONCE;
  }

  static from(data: CodeData): VectorCodes {
    const codes = new VectorCodes(data.dimension);
    codes.#present = data.present;
    codes.#mean = data.mean;
    for (let row = 0; row < data.present.length; row++) {
      if (data.present[row] === 0) continue;
      if (data.mean === null) codes.#raw.set(row, data.raw.slice(codes.size * data.dimension, (codes.size + 1) * data.dimension));
      codes.size++;
    }
    codes.#blocks = data.blocks;
    return codes;
  }

  data(): CodeData {
    const present = this.#present.slice();
    const rows = [...this.#raw.keys()].sort((a, b) => a - b);
    const raw = new Float32Array(rows.length * this.dimension);
    for (const [i, row] of rows.entries()) raw.set(this.#raw.get(row)!, i * this.dimension);
    return { dimension: this.dimension, present, mean: this.#mean, raw, blocks: Array.from(this.#blocks, (block) => block ?? this.#emptyBlock()) };
  }

  has(row: number): boolean {
    return this.#present[row] === 1;
  }

  set(row: number, vector: Float32Array): void {
    this.#present = grown(this.#present, row + 1);
    if (this.#present[row] === 0) this.size++;
    this.#present[row] = 1;
    if (this.#mean !== null) this.#encode(row, vector, this.#mean);
    else {
      this.#raw.set(row, Float32Array.from(vector));
      if (this.#raw.size >= SAMPLE) this.#shorten();
    }
  }

  delete(row: number): void {
    if (!this.has(row)) return;
    this.#present[row] = 0;
    this.#raw.delete(row);
    this.size--;
  }

  /** The nearest rows whose flag is 1, the nearest first. */
  search(vector: Float32Array, flags: Uint8Array, limit: number): RowHit[] {
    if (this.#mean === null) return nearest(this.#searchRaw(vector, flags), limit);
    const hits = this.#searchCodes(vector, this.#mean, flags, Math.max(limit * SHORTLIST_FACTOR, SHORTLIST_LEAST));
    return nearest(this.#sharpen(vector, nearest(hits, limit * FINAL_FACTOR)), limit);
  }

  /** The similarity that flagged rows reach by chance, measured on some of them; on all rows where they are too few to tell. */
  floor(vector: Float32Array, flags: Uint8Array): number {
    let rows = this.#flaggedRows(flags);
    const flagged = rows.length;
    if (flagged < LEAST_SAMPLE) rows = this.#flaggedRows(this.#present);
    // Not every hundredth: feeds that take turns would give the posts of one of them.
    const sampled =
      rows.length <= CHANCE_SAMPLE ? rows : Int32Array.from({ length: CHANCE_SAMPLE }, (_, i) => rows[(Math.imul(i, SCATTER) >>> 0) % rows.length]!);
    const bases = this.#mean === null ? null : this.#bases(vector, this.#mean);
    const similarities = Array.from(sampled, (row) => (bases === null ? dot(vector, this.#raw.get(row)!) : this.#codeSimilarity(vector, row, bases)));
    return chanceFloor(similarities, flagged);
  }

  /** What all rows share of their similarity to a vector: that to the mean, and what a byte leaves out. */
  #bases(vector: Float32Array, mean: Float32Array): { base: number; middle: number } {
    // A byte stands for the middle of the sixteen values that share it.
    return { base: dot(vector, mean), middle: vector.reduce((sum, value) => sum + value, 0) / 2 };
  }

  #codeSimilarity(vector: Float32Array, row: number, { base, middle }: { base: number; middle: number }): number {
    const block = this.#blocks[row >> ROW_BITS]!;
    return base + block.scales[row % ROWS]! * 16 * (dotBytes(vector, block.bytes, (row % ROWS) * this.dimension) + middle);
  }

  /** The same rows, measured to the last bit that is known. */
  #sharpen(vector: Float32Array, hits: readonly RowHit[]): RowHit[] {
    return hits.map(({ row, similarity }) => {
      const { nibbles, scales } = this.#blocks[row >> ROW_BITS]!;
      const at = (row % ROWS) * this.#pairs;
      let rest = 0;
      for (let d = 0; d < vector.length; d++) rest += vector[d]! * (((nibbles[at + (d >> 1)]! >> ((d & 1) * 4)) & 15) - 8);
      return { row, similarity: similarity + scales[row % ROWS]! * rest };
    });
  }

  #searchRaw(vector: Float32Array, flags: Uint8Array): RowHit[] {
    const hits: RowHit[] = [];
    for (const [row, own] of this.#raw) if (flags[row] === 1) hits.push({ row, similarity: dot(vector, own) });
    return hits;
  }

  #searchCodes(vector: Float32Array, mean: Float32Array, flags: Uint8Array, shortlist: number): RowHit[] {
    const { rows, distances, counts } = this.#measure(this.#bitsOf(vector, mean), flags);
    let bound = 0;
    for (let seen = counts[0]!; seen < shortlist && bound < counts.length - 1; seen += counts[bound]!) bound++;
    const bases = this.#bases(vector, mean);
    const hits: RowHit[] = [];
    for (let i = 0; i < rows.length; i++) {
      if (distances[i]! <= bound) hits.push({ row: rows[i]!, similarity: this.#codeSimilarity(vector, rows[i]!, bases) });
    }
    return hits;
  }

  /** How many bits of each flagged row differ from the query's, and how often each number of bits occurs. */
  #measure(query: Uint32Array, flags: Uint8Array): { rows: Int32Array; distances: Uint16Array; counts: Uint32Array } {
    const rows = this.#flaggedRows(flags);
    const distances = (this.#spareDistances = grown(this.#spareDistances, rows.length));
    const counts = new Uint32Array(this.#words * 32 + 1);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const distance = differingBits(this.#blocks[row >> ROW_BITS]!.bits, (row % ROWS) * this.#words, query);
      distances[i] = distance;
      counts[distance]!++;
    }
    return { rows, distances, counts };
  }

  /** Valid until asked for again. */
  #flaggedRows(flags: Uint8Array): Int32Array {
    const present = this.#present;
    const end = Math.min(flags.length, present.length);
    const rows = (this.#spareRows = grown(this.#spareRows, end));
    let n = 0;
    // No branches: the flags follow no order that a processor could guess.
    for (let row = 0; row < end; row++) {
      rows[n] = row;
      n += flags[row]! & present[row]!;
    }
    return rows.subarray(0, n);
  }

  #bitsOf(vector: Float32Array, mean: Float32Array): Uint32Array {
    const bits = new Uint32Array(this.#words);
    for (let d = 0; d < this.dimension; d++) if (vector[d]! > mean[d]!) bits[d >> 5]! |= 1 << (d & 31);
    return bits;
  }

  #encode(row: number, vector: Float32Array, mean: Float32Array): void {
    const block = (this.#blocks[row >> ROW_BITS] ??= this.#emptyBlock());
    const at = row % ROWS;
    let most = 1e-9;
    for (let d = 0; d < this.dimension; d++) most = Math.max(most, Math.abs(vector[d]! - mean[d]!));
    block.nibbles.fill(0, at * this.#pairs, (at + 1) * this.#pairs);
    for (let d = 0; d < this.dimension; d++) {
      const value = Math.round(((vector[d]! - mean[d]!) * MOST) / most);
      block.bytes[at * this.dimension + d] = value >> 4;
      block.nibbles[at * this.#pairs + (d >> 1)]! |= (value & 15) << ((d & 1) * 4);
    }
    block.scales[at] = most / MOST;
    block.bits.set(this.#bitsOf(vector, mean), at * this.#words);
  }

  #emptyBlock(): CodeBlock {
    return {
      bits: new Uint32Array(ROWS * this.#words),
      bytes: new Int8Array(ROWS * this.dimension),
      nibbles: new Uint8Array(ROWS * this.#pairs),
      scales: new Float32Array(ROWS),
    };
  }

  #shorten(): void {
    const mean = new Float32Array(this.dimension);
    for (const vector of this.#raw.values()) for (let d = 0; d < this.dimension; d++) mean[d]! += vector[d]! / this.#raw.size;
    this.#mean = mean;
    for (const [row, vector] of this.#raw) this.#encode(row, vector, mean);
    this.#raw = new Map();
  }
}

function nearest(hits: RowHit[], limit: number): RowHit[] {
  return hits.sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, limit);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

/** Four sums beside each other: none waits for the addition before it, which takes half the time. */
function dotBytes(a: Float32Array, b: Int8Array, offset: number): number {
  const fours = a.length & ~3;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let d = 0; d < fours; d += 4) {
    const at = offset + d;
    first += a[d]! * b[at]!;
    second += a[d + 1]! * b[at + 1]!;
    third += a[d + 2]! * b[at + 2]!;
    fourth += a[d + 3]! * b[at + 3]!;
  }
  for (let d = fours; d < a.length; d++) first += a[d]! * b[offset + d]!;
  return first + second + third + fourth;
}

/** Counts in fields of two, four, then eight bits: six words are added up before the fields are, which saves half the work. */
function differingBits(bits: Uint32Array, offset: number, query: Uint32Array): number {
  let total = 0;
  for (let w = 0; w < query.length; w += WORDS_AT_ONCE) {
    const at = offset + w;
    const left = nibbles(bits[at]! ^ query[w]!) + nibbles(bits[at + 1]! ^ query[w + 1]!) + nibbles(bits[at + 2]! ^ query[w + 2]!);
    const right = nibbles(bits[at + 3]! ^ query[w + 3]!) + nibbles(bits[at + 4]! ^ query[w + 4]!) + nibbles(bits[at + 5]! ^ query[w + 5]!);
    const sum = (left & 0x0f0f0f0f) + ((left >>> 4) & 0x0f0f0f0f) + (right & 0x0f0f0f0f) + ((right >>> 4) & 0x0f0f0f0f);
    total += Math.imul(sum, 0x01010101) >>> 24;
  }
  return total;
}

/** The number of bits in each group of four. */
function nibbles(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}
