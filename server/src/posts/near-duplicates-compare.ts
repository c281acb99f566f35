/** Decides from two packed fingerprints whether one text is a copy of the other. */
import type { Fingerprint, HashSample } from './fingerprint.ts';
import { SAMPLE_FACTS, SAMPLE_WORDS } from './fingerprint.ts';

/**
 * A fingerprint in 16-bit numbers: [words…, numbers…, names…, turns…], each part ascending. The upper
 * half of each hash is kept, so order survives; a name keeps in its last bit whether it is certain.
 */
export interface Packed {
  data: Uint16Array;
  /** Where the first part starts, and the lengths of the four parts. */
  at: number;
  words: number;
  numbers: number;
  names: number;
  turns: number;
  wordCount: number;
}

export interface Likeness {
  /** Share of the words of both that both have, estimated; 0 to 1. */
  overlap: number;
  copy: boolean;
  /** All words and all facts agree, as far as the samples show. */
  identical: boolean;
}

export function pack(print: Fingerprint): Packed {
  const { numbers, names, turns } = print.facts;
  const data = new Uint16Array(print.words.length + numbers.length + names.length + turns.length);
  let at = 0;
  for (const part of [print.words, numbers, names, turns] satisfies HashSample[]) for (const hash of part) data[at++] = hash >>> 16;
  return { data, at: 0, words: print.words.length, numbers: numbers.length, names: names.length, turns: turns.length, wordCount: print.wordCount };
}

const shared = { both: 0, onlyA: 0, onlyB: 0, sureA: 0, sureB: 0 };

/** Shortest text, in content words, that may be taken for a part of a longer one. */
const MIN_PART = 9;
const SAME_LENGTH = 0.8;

export function compare(a: Packed, b: Packed): Likeness {
  count(a.data, a.at, a.words, b.data, b.at, b.words, SAMPLE_WORDS, 0);
  const { both, onlyA, onlyB } = shared;
  const overlap = both + onlyA + onlyB === 0 ? 0 : both / (both + onlyA + onlyB);
  const aIsSmaller = a.wordCount <= b.wordCount;
  const small = Math.min(a.wordCount, b.wordCount);
  const ratio = small / Math.max(a.wordCount, b.wordCount, 1);
  const onlySmall = aIsSmaller ? onlyA : onlyB;
  const contained = both + onlySmall === 0 ? 0 : both / (both + onlySmall);
  const enough = isEnough({ both, contained, small, ratio, missing: (1 - contained) * small });
  const facts = enough ? compareFacts(a, b, ratio) : DIFFERENT;
  const identical = facts.identical && onlyA + onlyB === 0 && a.wordCount === b.wordCount;
  return { overlap, copy: enough && facts.agree, identical };
}

function isEnough(of: { both: number; contained: number; small: number; ratio: number; missing: number }): boolean {
  if (of.ratio >= SAME_LENGTH - 0.15) {
    // In a short text three other words are a large share; beyond that they must be few.
    return of.contained >= 0.8 || (of.missing <= 3.5 && of.contained >= 0.62 && of.both >= 4);
  }
  return of.small >= MIN_PART && of.ratio >= 0.15 && of.contained >= 0.85 && of.both >= 5;
}

const DIFFERENT = { agree: false, identical: false };

function compareFacts(a: Packed, b: Packed, ratio: number): { agree: boolean; identical: boolean } {
  let identical = true;
  let agree = true;
  const parts = [
    [a.at + a.words, a.numbers, b.at + b.words, b.numbers, 0],
    [a.at + a.words + a.numbers, a.names, b.at + b.words + b.numbers, b.names, 1],
    [a.at + a.words + a.numbers + a.names, a.turns, b.at + b.words + b.numbers + b.names, b.turns, 0],
  ] as const;
  const smallIsA = a.wordCount <= b.wordCount;
  for (const [atA, sizeA, atB, sizeB, flagBits] of parts) {
    count(a.data, atA, sizeA, b.data, atB, sizeB, SAMPLE_FACTS, flagBits);
    if (shared.onlyA + shared.onlyB > 0) identical = false;
    const conflict = ratio >= SAME_LENGTH ? shared.sureA > 0 && shared.sureB > 0 : (smallIsA ? shared.sureA : shared.sureB) > 0;
    if (conflict) agree = false;
  }
  return { agree, identical };
}

/**
 * Counts the members of two samples over the range that both cover: a full sample says nothing about
 * hashes above its last one. With `flagBits` 1 the last bit marks certain members and is not compared.
 */
function count(a: Uint16Array, atA: number, sizeA: number, b: Uint16Array, atB: number, sizeB: number, full: number, flagBits: number): void {
  let both = 0;
  let onlyA = 0;
  let onlyB = 0;
  let sureA = 0;
  let sureB = 0;
  let i = 0;
  let j = 0;
  while (i < sizeA || j < sizeB) {
    if ((i >= sizeA && sizeA >= full) || (j >= sizeB && sizeB >= full)) break;
    const x = i < sizeA ? a[atA + i]! : 0x10000;
    const y = j < sizeB ? b[atB + j]! : 0x10000;
    const order = (x >>> flagBits) - (y >>> flagBits);
    if (order === 0) {
      both++;
      i++;
      j++;
    } else if (order < 0) {
      onlyA++;
      if (flagBits === 0 || (x & 1) === 1) sureA++;
      i++;
    } else {
      onlyB++;
      if (flagBits === 0 || (y & 1) === 1) sureB++;
      j++;
    }
  }
  shared.both = both;
  shared.onlyA = onlyA;
  shared.onlyB = onlyB;
  shared.sureA = sureA;
  shared.sureB = sureB;
}
