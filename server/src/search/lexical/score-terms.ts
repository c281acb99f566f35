/**
 * BM25+ over posting lists. The loops here run for every posting of every word of every query, so
 * they decode in place instead of through a reader.
 */
import { grown } from '../engine/grow.ts';
import type { LexicalIndex } from '../lexical-index.ts';
import { EXPLICIT, findTerm, PACKED_OF_CODE, PostingsReader, type Segment } from './postings.ts';

const K1 = 1.2;
const B = 0.75;
/** BM25+ (Lv and Zhai 2011): a word that is there counts for something however long the text. */
const FLOOR = 0.25;
/** A word of the title counts as this many of the text. */
const TITLE_WEIGHT = 2;

const FREQUENCY: Float64Array = Float64Array.from({ length: 256 }, (_, packed) => (packed & 15) + TITLE_WEIGHT * (packed >> 4));

/** Where one query adds up: by ordinal, with a list of those that were touched. */
export interface Tally {
  allowed: Uint8Array;
  scores: Float32Array;
  /** Which words of the query the post holds, a bit each. */
  found: Uint32Array;
  touched: Int32Array;
  count: number;
  /** For the words of one family; all 0 between them. */
  frequency: Float32Array;
}

const spare: Tally = {
  allowed: new Uint8Array(0),
  scores: new Float32Array(0),
  found: new Uint32Array(0),
  touched: new Int32Array(0),
  count: 0,
  frequency: new Float32Array(0),
};

/**
 * An empty tally, valid until the next is started. Its arrays are used again and again: new ones of
 * 16 bytes a post for every search cost more, in memory to be cleared and collected, than many searches do.
 */
export function startTally(allowed: Uint8Array): Tally {
  for (let i = 0; i < spare.count; i++) {
    spare.scores[spare.touched[i]!] = 0;
    spare.found[spare.touched[i]!] = 0;
  }
  spare.scores = grown(spare.scores, allowed.length);
  spare.found = grown(spare.found, allowed.length);
  spare.touched = grown(spare.touched, allowed.length);
  spare.frequency = grown(spare.frequency, allowed.length);
  spare.allowed = allowed;
  spare.count = 0;
  return spare;
}

export interface TermScore {
  weight: number;
  /** Bits of `found` that this term sets. */
  bits: number;
}

/** How telling a term is that `holders` of `size` posts hold. */
export function rarity(holders: number, size: number): number {
  const n = Math.min(Math.max(holders, 0), size);
  return Math.log(1 + (size - n + 0.5) / (n + 0.5));
}

/** Adds the scores of one term. */
export function scoreTerm(index: LexicalIndex, tally: Tally, termId: number, { weight, bits }: TermScore): void {
  const scale = { weight: weight * rarity(index.dictionary.counts[termId]!, index.size), bits, perWord: (K1 * B) / index.averageLength };
  for (const segment of index.segments) {
    const list = findTerm(segment, termId);
    if (list >= 0) scoreList(index, tally, { segment, list }, scale);
  }
  const head = index.head;
  for (let entry = head.lastEntry(termId); entry !== 0; entry = head.previous[entry]!) {
    const slot = head.slots[entry]!;
    const ordinal = index.ordinalOf[slot]!;
    if (ordinal < 0 || tally.allowed[ordinal] !== 1) continue;
    addScore(tally, ordinal, bits, scale.weight * saturate(FREQUENCY[head.packed[entry]!]!, index.lengthOf[slot]! * scale.perWord));
  }
}

interface Scale extends TermScore {
  perWord: number;
}

function saturate(frequency: number, lengthPart: number): number {
  return (frequency * (K1 + 1)) / (frequency + K1 * (1 - B) + lengthPart) + FLOOR;
}

function addScore(tally: Tally, ordinal: number, bits: number, score: number): void {
  if (tally.scores[ordinal] === 0) tally.touched[tally.count++] = ordinal;
  tally.scores[ordinal]! += score;
  tally.found[ordinal]! |= bits;
}

function scoreList(index: LexicalIndex, tally: Tally, { segment, list }: { segment: Segment; list: number }, { weight, bits, perWord }: Scale): void {
  const bytes = segment.postings;
  const { ordinalOf, lengthOf } = index;
  const { allowed } = tally;
  const end = segment.offsets[list + 1]!;
  let slot = segment.first;
  for (let at = segment.offsets[list]!; at < end;) {
    const byte = bytes[at++]!;
    let distance = (byte >> 2) & 31;
    if (byte & 128) {
      for (let shift = 5, more = 128; more; shift += 7) {
        more = bytes[at]! & 128;
        distance |= (bytes[at++]! & 127) << shift;
      }
    }
    const code = byte & 3;
    const packed = code === EXPLICIT ? bytes[at++]! : PACKED_OF_CODE[code]!;
    slot += distance;
    const ordinal = ordinalOf[slot]!;
    if (ordinal < 0 || allowed[ordinal] !== 1) continue;
    addScore(tally, ordinal, bits, weight * saturate(FREQUENCY[packed]!, lengthOf[slot]! * perWord));
  }
}

/** Other words of the same family, each with how near it is (0..1). */
export interface Relative {
  termId: number;
  nearness: number;
}

/** A family counts no more than the word itself, however rare its members are. */
interface FamilyScore extends TermScore {
  mostRarity: number;
}

/** Adds a family's score where the word itself (`bits`) was not found: its members count together as one word. */
export function scoreRelatives(index: LexicalIndex, tally: Tally, relatives: readonly Relative[], { weight, bits, mostRarity }: FamilyScore): void {
  const { frequency } = tally;
  const ordinals: number[] = [];
  let holders = 0;
  for (const { termId, nearness } of relatives) {
    holders += index.dictionary.counts[termId]!;
    forEachPosting(index, termId, (ordinal, packed) => {
      if (tally.allowed[ordinal] !== 1 || (tally.found[ordinal]! & bits) !== 0) return;
      if (frequency[ordinal] === 0) ordinals.push(ordinal);
      frequency[ordinal]! += nearness * FREQUENCY[packed]!;
    });
  }
  const scale = weight * Math.min(rarity(holders, index.size), mostRarity);
  const perWord = (K1 * B) / index.averageLength;
  for (const ordinal of ordinals) {
    addScore(tally, ordinal, 0, scale * (saturate(frequency[ordinal]!, index.lengthOfPost(ordinal) * perWord) - FLOOR));
    frequency[ordinal] = 0;
  }
}

/** Visits the living posts that hold the term. */
export function forEachPosting(index: LexicalIndex, termId: number, visit: (ordinal: number, packed: number, slot: number) => void): void {
  for (const segment of index.segments) {
    const list = findTerm(segment, termId);
    if (list < 0) continue;
    const reader = new PostingsReader(segment, list);
    while (reader.next()) {
      const ordinal = index.ordinalOf[reader.slot]!;
      if (ordinal >= 0) visit(ordinal, reader.packed, reader.slot);
    }
  }
  const head = index.head;
  for (let entry = head.lastEntry(termId); entry !== 0; entry = head.previous[entry]!) {
    const ordinal = index.ordinalOf[head.slots[entry]!]!;
    if (ordinal >= 0) visit(ordinal, head.packed[entry]!, head.slots[entry]!);
  }
}

/** Whether any of the allowed posts holds the term. */
export function isHeld(index: LexicalIndex, termId: number, allowed: Uint8Array): boolean {
  for (const segment of index.segments) {
    const list = findTerm(segment, termId);
    if (list < 0) continue;
    const reader = new PostingsReader(segment, list);
    while (reader.next()) {
      const ordinal = index.ordinalOf[reader.slot]!;
      if (ordinal >= 0 && allowed[ordinal] === 1) return true;
    }
  }
  const head = index.head;
  for (let entry = head.lastEntry(termId); entry !== 0; entry = head.previous[entry]!) {
    const ordinal = index.ordinalOf[head.slots[entry]!]!;
    if (ordinal >= 0 && allowed[ordinal] === 1) return true;
  }
  return false;
}
