/**
 * The fingerprints of the last days in typed arrays, in chunks by order of arrival: nothing is copied
 * when it grows, and old chunks are let go whole. An entry's place is its number of arrival, from 1.
 */
import { SAMPLE_ANCHORS } from './fingerprint.ts';
import type { Packed } from './near-duplicates-compare.ts';

const CHUNK_BITS = 13;
const CHUNK_SIZE = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_SIZE - 1;
const PARTS = 6;
/** Stands in place of the id of a post that was taken out. */
export const REMOVED = 0;

export interface Chunk {
  postId: Float64Array;
  sourceId: Int32Array;
  /** Seconds since 1970. */
  postedAt: Uint32Array;
  low: Uint32Array;
  high: Uint32Array;
  /** For each anchor, the link to the entry before that has it; 0 at the end. */
  before: Uint32Array;
  /** Where the packed fingerprint starts in `data`. */
  start: Uint32Array;
  /** Count of words, doubled; the last bit tells whether the text says "not". */
  wordCount: Uint16Array;
  /** Lengths of the parts (words, numbers, names, turns), then the counts of numbers and names. */
  parts: Uint8Array;
  /** Sums of numbers and of names. */
  sums: Uint16Array;
  data: Uint16Array;
  used: number;
  newest: number;
}

export interface Store {
  /** By number of chunk; those let go are undefined. */
  chunks: (Chunk | undefined)[];
  first: number;
  next: number;
}

export function createStore(): Store {
  return { chunks: [], first: 1, next: 1 };
}

export interface Row {
  postId: number;
  sourceId: number;
  seconds: number;
  low: number;
  high: number;
  packed: Packed;
}

/** Appends a row and answers its place. */
export function appendRow(store: Store, row: Row): number {
  const place = store.next++;
  const chunk = chunkFor(store, place);
  const at = place & CHUNK_MASK;
  chunk.postId[at] = row.postId;
  chunk.sourceId[at] = row.sourceId;
  chunk.postedAt[at] = row.seconds;
  chunk.newest = Math.max(chunk.newest, row.seconds);
  chunk.low[at] = row.low;
  chunk.high[at] = row.high;
  const { packed } = row;
  const size = packed.words + packed.numbers + packed.names + packed.turns;
  chunk.data = withRoom(chunk.data, chunk.used + size);
  chunk.data.set(packed.data.subarray(packed.at, packed.at + size), chunk.used);
  chunk.start[at] = chunk.used;
  chunk.used += size;
  chunk.wordCount[at] = packed.wordCount * 2 + (packed.negated ? 1 : 0);
  chunk.parts.set([packed.words, packed.numbers, packed.names, packed.turns, packed.numberCount, packed.nameCount], at * PARTS);
  chunk.sums.set([packed.numberSum, packed.nameSum], at * 2);
  // The last entry of a chunk gives back the room that was kept for growing.
  if (at === CHUNK_MASK) chunk.data = chunk.data.slice(0, chunk.used);
  return place;
}

export function chunkOf(store: Store, place: number): Chunk | undefined {
  return store.chunks[place >>> CHUNK_BITS];
}

export function rowOf(place: number): number {
  return place & CHUNK_MASK;
}

/** Fills `into` with a view of the packed fingerprint at a place: no copy is made. */
export function readPacked(chunk: Chunk, at: number, into: Packed): Packed {
  into.data = chunk.data;
  into.at = chunk.start[at]!;
  into.wordCount = chunk.wordCount[at]! >>> 1;
  into.negated = (chunk.wordCount[at]! & 1) === 1;
  const parts = at * PARTS;
  into.words = chunk.parts[parts]!;
  into.numbers = chunk.parts[parts + 1]!;
  into.names = chunk.parts[parts + 2]!;
  into.turns = chunk.parts[parts + 3]!;
  into.numberCount = chunk.parts[parts + 4]!;
  into.nameCount = chunk.parts[parts + 5]!;
  into.numberSum = chunk.sums[at * 2]!;
  into.nameSum = chunk.sums[at * 2 + 1]!;
  return into;
}

/** Lets go of the oldest chunks while all they hold is older than `seconds`, and answers them. */
export function dropBefore(store: Store, seconds: number): Chunk[] {
  const dropped: Chunk[] = [];
  for (let number = store.first >>> CHUNK_BITS; ; number++) {
    const chunk = store.chunks[number];
    const full = (number + 1) * CHUNK_SIZE <= store.next;
    if (chunk === undefined || !full || chunk.newest >= seconds) return dropped;
    store.chunks[number] = undefined;
    store.first = (number + 1) * CHUNK_SIZE;
    dropped.push(chunk);
  }
}

/** Bytes held in arrays. */
export function storeBytes(store: Store): number {
  let bytes = 0;
  for (const chunk of store.chunks) {
    for (const value of Object.values(chunk ?? {})) if (ArrayBuffer.isView(value)) bytes += value.byteLength;
  }
  return bytes;
}

function chunkFor(store: Store, place: number): Chunk {
  const number = place >>> CHUNK_BITS;
  const known = store.chunks[number];
  if (known) return known;
  const chunk: Chunk = {
    postId: new Float64Array(CHUNK_SIZE),
    sourceId: new Int32Array(CHUNK_SIZE),
    postedAt: new Uint32Array(CHUNK_SIZE),
    low: new Uint32Array(CHUNK_SIZE),
    high: new Uint32Array(CHUNK_SIZE),
    before: new Uint32Array(CHUNK_SIZE * SAMPLE_ANCHORS),
    start: new Uint32Array(CHUNK_SIZE),
    wordCount: new Uint16Array(CHUNK_SIZE),
    parts: new Uint8Array(CHUNK_SIZE * PARTS),
    sums: new Uint16Array(CHUNK_SIZE * 2),
    data: new Uint16Array(CHUNK_SIZE * 16),
    used: 0,
    newest: 0,
  };
  store.chunks[number] = chunk;
  return chunk;
}

function withRoom(data: Uint16Array, size: number): Uint16Array {
  if (size <= data.length) return data;
  const larger = new Uint16Array(Math.max(size, Math.ceil(data.length * 1.5)));
  larger.set(data);
  return larger;
}
