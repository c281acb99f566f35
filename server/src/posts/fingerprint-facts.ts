/** Reads what must agree between two copies of a text: numbers, names, words that turn the meaning. */
import { sampleOf, type HashSample } from './fingerprint-sample.ts';
import { negationWords, numberOfWord, turnOfWord } from './fingerprint-turns.ts';
import { WORD_CAPITAL, WORD_FIRST, WORD_LATIN, WORD_NAME, WORD_NUMBER, WORD_STOP, type ScannedWords } from './fingerprint-words.ts';

export interface Facts {
  numbers: HashSample;
  names: HashSample;
  turns: HashSample;
  /** All numbers of the text, and all certain names: how many, and the sum of their hashes. */
  numberCount: number;
  numberSum: number;
  nameCount: number;
  nameSum: number;
}

export const SAMPLE_FACTS = 16;

const numbers: number[] = [];
const names: number[] = [];
const turns: number[] = [];
const CERTAIN = 0x10000;

/** The facts of a scanned text. */
export function readFacts(words: ScannedWords): Facts {
  numbers.length = 0;
  names.length = 0;
  turns.length = 0;
  const latinIsForeign = !isMostlyLatin(words);
  readFactsOf(words, 0, words.firstLine, latinIsForeign);
  readFactsOf(words, words.firstLine, words.count, latinIsForeign);
  const certain = names.filter(isCertain);
  return {
    numbers: sampleOf(numbers, SAMPLE_FACTS),
    names: sampleOfNames(),
    turns: sampleOf(turns, SAMPLE_FACTS),
    numberCount: numbers.length,
    numberSum: sum(numbers),
    nameCount: certain.length,
    nameSum: sum(certain),
  };
}

/** One part of a text: the first line may be a headline with capitals of its own. */
function readFactsOf(words: ScannedWords, from: number, to: number, latinIsForeign: boolean): void {
  const capitalsTell = !isTitleCase(words, from, to);
  for (let n = from; n < to; n++) {
    const hash = words.hash[n]!;
    const flags = words.flags[n]!;
    if ((flags & WORD_NUMBER) !== 0) {
      numbers.push(hash);
      continue;
    }
    if (capitalsTell && isCapital(flags, words.length[n]!)) {
      const certain = (flags & (WORD_FIRST | WORD_NAME)) !== WORD_FIRST || (latinIsForeign && (flags & WORD_LATIN) !== 0) || startsFullName(words, n, to);
      names.push(certain ? (hash | CERTAIN) >>> 0 : (hash & ~CERTAIN) >>> 0);
    }
    const number = numberOfWord.get(hash);
    if (number !== undefined) numbers.push(number);
    const turn = turnOfWord.get(hash);
    if (turn !== undefined) turns.push(turn);
  }
}

/** "Ada Marsh says …": the capital that follows shows that the first one counts. */
function startsFullName(words: ScannedWords, n: number, to: number): boolean {
  return n + 1 < to && (words.flags[n + 1]! & (WORD_CAPITAL | WORD_FIRST)) === WORD_CAPITAL;
}

function isCertain(hash: number): boolean {
  return (hash & CERTAIN) !== 0;
}

function sum(hashes: readonly number[]): number {
  let total = 0;
  for (const hash of hashes) total = (total + hash) >>> 0;
  return total;
}

function isMostlyLatin(words: ScannedWords): boolean {
  let latin = 0;
  for (let n = 0; n < words.count; n++) if ((words.flags[n]! & WORD_LATIN) !== 0) latin++;
  return latin * 2 > words.count;
}

/** True when the text says "not". */
export function saysNot(words: ScannedWords): boolean {
  for (let n = 0; n < words.count; n++) if ((words.flags[n]! & WORD_STOP) !== 0 && negationWords.has(words.hash[n]!)) return true;
  return false;
}

/** A name that is certain once needs no second entry from the start of a sentence. */
function sampleOfNames(): HashSample {
  // Both forms of a name are near each other in this order, so a part of it is enough.
  const sorted = sampleOf(names, SAMPLE_FACTS * 4);
  const kept = sorted.filter((hash) => isCertain(hash) || !sorted.includes((hash | CERTAIN) >>> 0));
  return kept.slice(0, SAMPLE_FACTS);
}

function isCapital(flags: number, length: number): boolean {
  return (flags & WORD_CAPITAL) !== 0 && (flags & WORD_STOP) === 0 && length > 1;
}

/** Where most words have a capital ("All Words Like This"), capitals do not mark names. */
function isTitleCase(words: ScannedWords, from: number, to: number): boolean {
  let capital = 0;
  let all = 0;
  for (let n = from; n < to; n++) {
    if ((words.flags[n]! & (WORD_FIRST | WORD_STOP | WORD_NUMBER)) !== 0) continue;
    all++;
    if ((words.flags[n]! & WORD_CAPITAL) !== 0) capital++;
  }
  return all > 3 && capital > all * 0.7;
}
