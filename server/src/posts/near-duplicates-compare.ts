/** Decides from two packed fingerprints whether one text is a copy of the other. */
import { SAMPLE_FACTS } from './fingerprint-facts.ts';
import type { HashSample } from './fingerprint-sample.ts';
import { SAMPLE_WORDS, type Fingerprint } from './fingerprint.ts';

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
  negated: boolean;
  /** Counts (to 255) and 16-bit sums of all numbers and of all certain names. */
  numberCount: number;
  numberSum: number;
  nameCount: number;
  nameSum: number;
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
  const { numberCount, numberSum, nameCount, nameSum } = print.facts;
  return {
    data,
    at: 0,
    words: print.words.length,
    numbers: numbers.length,
    names: names.length,
    turns: turns.length,
    wordCount: print.wordCount,
    negated: print.negated,
    numberCount: Math.min(numberCount, 255),
    numberSum: numberSum >>> 16,
    nameCount: Math.min(nameCount, 255),
    nameSum: nameSum >>> 16,
  };
}

export function emptyPacked(): Packed {
  return {
    data: new Uint16Array(0),
    at: 0,
    words: 0,
    numbers: 0,
    names: 0,
    turns: 0,
    wordCount: 0,
    negated: false,
    numberCount: 0,
    numberSum: 0,
    nameCount: 0,
    nameSum: 0,
  };
}

const shared = { both: 0, onlyA: 0, onlyB: 0, sureA: 0, sureB: 0 };

/** Shortest text, in content words, that may be taken for a part of a longer one. */
const MIN_PART = 6;
/** From this ratio of lengths on, two texts are versions of one length; below, one is a part of the other. */
const SAME_LENGTH = 0.8;
/** Up to this many content words, one "not" makes another text. */
const SHORT = 15;

export function compare(a: Packed, b: Packed): Likeness {
  point(left, a.data, a.at, a.words);
  point(right, b.data, b.at, b.words);
  count(SAMPLE_WORDS, 0);
  const { both, onlyA, onlyB } = shared;
  const overlap = both + onlyA + onlyB === 0 ? 0 : both / (both + onlyA + onlyB);
  const small = Math.min(a.wordCount, b.wordCount);
  const ratio = small / Math.max(a.wordCount, b.wordCount, 1);
  const onlySmall = a.wordCount <= b.wordCount ? onlyA : onlyB;
  const contained = both + onlySmall === 0 ? 0 : both / (both + onlySmall);
  const enough = isEnough({ both, contained, small, ratio });
  const facts = enough && !(small <= SHORT && ratio >= SAME_LENGTH && a.negated !== b.negated) ? compareFacts(a, b, ratio) : DIFFERENT;
  const identical = facts.identical && onlyA + onlyB === 0 && a.wordCount === b.wordCount;
  return { overlap, copy: enough && facts.agree, identical };
}

function isEnough(of: { both: number; contained: number; small: number; ratio: number }): boolean {
  const missing = (1 - of.contained) * of.small;
  // In a short text three other words are a large share; beyond that they must be few.
  if (of.ratio >= 0.65) return of.contained >= 0.8 || (missing <= 3.5 && of.contained >= 0.62 && of.both >= 4);
  return of.small >= MIN_PART && of.ratio >= 0.15 && of.both >= 5 && (of.contained >= 0.85 || (missing <= 2.5 && of.contained >= 0.75));
}

const DIFFERENT = { agree: false, identical: false };

function compareFacts(a: Packed, b: Packed, ratio: number): { agree: boolean; identical: boolean } {
  const sameLength = ratio >= SAME_LENGTH;
  if (sameLength && isExchanged(a, b)) return DIFFERENT;
  let atA = a.at + a.words;
  let atB = b.at + b.words;
  for (const part of ['numbers', 'names', 'turns'] as const) {
    point(left, a.data, atA, a[part]);
    point(right, b.data, atB, b[part]);
    count(SAMPLE_FACTS, part === 'names' ? 1 : 0);
    if (isConflict(sameLength, a.wordCount <= b.wordCount)) return DIFFERENT;
    atA += a[part];
    atB += b[part];
  }
  const asMany = a.numberCount === b.numberCount && a.nameCount === b.nameCount;
  return { agree: true, identical: asMany && !isExchanged(a, b) && a.negated === b.negated };
}

/** As many numbers or names, but not the same: one was changed, even where the samples do not show it. */
function isExchanged(a: Packed, b: Packed): boolean {
  return (a.numberCount === b.numberCount && a.numberSum !== b.numberSum) || (a.nameCount === b.nameCount && a.nameSum !== b.nameSum);
}

/** Versions of one length may each lack something, but not both; a part has nothing that the whole has not. */
function isConflict(sameLength: boolean, smallIsA: boolean): boolean {
  if (sameLength) return shared.sureA > 0 && shared.sureB > 0;
  return (smallIsA ? shared.sureA : shared.sureB) > 0;
}

/** The two samples that `count` compares; kept, since it runs for every candidate of a look-up. */
interface Part {
  data: Uint16Array;
  at: number;
  size: number;
}
const left: Part = { data: new Uint16Array(0), at: 0, size: 0 };
const right: Part = { data: new Uint16Array(0), at: 0, size: 0 };

function point(part: Part, data: Uint16Array, at: number, size: number): void {
  part.data = data;
  part.at = at;
  part.size = size;
}

/** Above every member. */
const END = 0x20000;

/**
 * Counts the members of `left` and `right` over the range that both cover: a sample of `full` size says
 * nothing about hashes above its last one. With `flagBits` 1 the last bit marks certain members and is
 * not compared.
 */
function count(full: number, flagBits: number): void {
  shared.both = shared.onlyA = shared.onlyB = shared.sureA = shared.sureB = 0;
  const limit = Math.min(lastOf(left, full), lastOf(right, full)) >>> flagBits;
  let i = 0;
  let j = 0;
  for (;;) {
    const x = i < left.size ? left.data[left.at + i]! : END;
    const y = j < right.size ? right.data[right.at + j]! : END;
    const a = x >>> flagBits;
    const b = y >>> flagBits;
    if (Math.min(a, b) > limit) break;
    if (a === b) shared.both++;
    else if (a < b) {
      shared.onlyA++;
      if (isSure(x, flagBits)) shared.sureA++;
    } else {
      shared.onlyB++;
      if (isSure(y, flagBits)) shared.sureB++;
    }
    if (a <= b) i++;
    if (b <= a) j++;
  }
}

/** The last hash that a full sample speaks for; a sample with room left speaks for all. */
function lastOf(part: Part, full: number): number {
  return part.size >= full ? part.data[part.at + part.size - 1]! : 0xffff;
}

function isSure(value: number, flagBits: number): boolean {
  return flagBits === 0 || (value & 1) === 1;
}
