import { numberOfWord, turnOfWord } from './fingerprint-turns.ts';
import { scanWords, WORD_ACRONYM, WORD_CAPITAL, WORD_FIRST, WORD_NUMBER, WORD_STOP, type ScannedWords } from './fingerprint-words.ts';
import { withoutSignatures } from './fingerprint-signature.ts';

/** The smallest hashes of a set, ascending: two such samples tell how much the whole sets overlap. */
export type HashSample = Uint32Array;

export interface Fingerprint {
  /** 64-bit simhash over distinct words, signed as PostgreSQL's int8; null when the text is too short to compare. */
  simhash: bigint | null;
  /** Distinct content words: without function words and one-letter words. */
  wordCount: number;
  /** Sample of the content words, at most `SAMPLE_WORDS`. */
  words: HashSample;
  /** Sample of pairs of neighbouring content words, at most `SAMPLE_ANCHORS`: finds copies that were cut or got a comment. */
  anchors: HashSample;
  /**
   * What must agree between copies: numbers, names, words that turn the meaning. In `names`, bit 16
   * tells a certain name from a word that only starts a sentence with its capital.
   */
  facts: { numbers: HashSample; names: HashSample; turns: HashSample };
}

export const SAMPLE_WORDS = 32;
export const SAMPLE_ANCHORS = 4;
export const SAMPLE_FACTS = 16;
const MIN_WORDS = 4;
/** What comes after this many characters no longer changes the fingerprint. */
const MAX_TEXT = 24_000;

/** Fingerprint of a post. Links, mentions, hashtags, emoji and signatures do not count. */
export function fingerprint(title: string | null, text: string): Fingerprint {
  const body = withoutSignatures(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text);
  const repeated = title === null || body.slice(0, title.length + 20).includes(title);
  const words = scanWords(repeated ? body : `${title}\n${body}`);
  const content = contentWords(words);
  const tooShort = content.length < MIN_WORDS;
  return {
    simhash: tooShort ? null : simhash(words),
    wordCount: content.length,
    words: content.slice(0, SAMPLE_WORDS),
    anchors: sampleAnchors(words),
    facts: readFacts(words),
  };
}

/** Differing bits of two simhashes, 0 to 64. */
export function hammingDistance(a: bigint, b: bigint): number {
  const different = BigInt.asUintN(64, a ^ b);
  return countBits(Number(different & 0xffffffffn)) + countBits(Number(different >> 32n));
}

export function countBits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const votes = new Int32Array(64);
const seen = new Set<number>();

function simhash(words: ScannedWords): bigint {
  votes.fill(0);
  seen.clear();
  for (let n = 0; n < words.count; n++) {
    const low = words.low[n]!;
    if (seen.has(low)) continue;
    seen.add(low);
    const high = words.high[n]!;
    for (let bit = 0; bit < 32; bit++) {
      votes[bit]! += ((low >>> bit) & 1) * 2 - 1;
      votes[bit + 32]! += ((high >>> bit) & 1) * 2 - 1;
    }
  }
  let low = 0;
  let high = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (votes[bit]! > 0) low |= 1 << bit;
    if (votes[bit + 32]! > 0) high |= 1 << bit;
  }
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

function isContent(words: ScannedWords, n: number): boolean {
  const flags = words.flags[n]!;
  return (flags & WORD_STOP) === 0 && (words.length[n]! > 1 || (flags & WORD_NUMBER) !== 0);
}

function contentWords(words: ScannedWords): Uint32Array {
  seen.clear();
  for (let n = 0; n < words.count; n++) if (isContent(words, n)) seen.add(words.low[n]!);
  return Uint32Array.from(seen).sort();
}

function sampleAnchors(words: ScannedWords): HashSample {
  seen.clear();
  let before = 0;
  for (let n = 0; n < words.count; n++) {
    if (!isContent(words, n)) continue;
    const hash = words.low[n]!;
    if (before !== 0) seen.add((Math.imul(before, 0x9e3779b1) ^ Math.imul(hash, 0x85ebca6b)) >>> 0);
    before = hash;
  }
  return sample(seen, SAMPLE_ANCHORS);
}

const numbers = new Set<number>();
const names = new Set<number>();
const turns = new Set<number>();

function readFacts(words: ScannedWords): Fingerprint['facts'] {
  numbers.clear();
  names.clear();
  turns.clear();
  const capitalsTell = !isTitleCase(words);
  for (let n = 0; n < words.count; n++) {
    const hash = words.low[n]!;
    const flags = words.flags[n]!;
    if ((flags & WORD_NUMBER) !== 0) numbers.add(hash);
    else {
      if (capitalsTell && isCapital(flags, words.length[n]!)) addName(hash, isCertainName(flags));
      const number = numberOfWord.get(hash);
      if (number !== undefined) numbers.add(number);
      const turn = turnOfWord.get(hash);
      if (turn !== undefined) turns.add(turn);
    }
  }
  return { numbers: sample(numbers, SAMPLE_FACTS), names: sample(names, SAMPLE_FACTS), turns: sample(turns, SAMPLE_FACTS) };
}

const CERTAIN = 0x10000;

function addName(hash: number, certain: boolean): void {
  const plain = (hash & ~CERTAIN) >>> 0;
  if (certain) names.delete(plain);
  else if (names.has((plain | CERTAIN) >>> 0)) return;
  names.add(certain ? (plain | CERTAIN) >>> 0 : plain);
}

function isCapital(flags: number, length: number): boolean {
  return (flags & WORD_CAPITAL) !== 0 && (flags & WORD_STOP) === 0 && length > 1;
}

function isCertainName(flags: number): boolean {
  return (flags & WORD_ACRONYM) !== 0 || (flags & WORD_FIRST) === 0;
}

/** Where most words have a capital ("All Words Like This"), capitals do not mark names. */
function isTitleCase(words: ScannedWords): boolean {
  let capital = 0;
  let all = 0;
  for (let n = 0; n < words.count; n++) {
    if ((words.flags[n]! & (WORD_FIRST | WORD_STOP | WORD_NUMBER)) !== 0) continue;
    all++;
    if ((words.flags[n]! & WORD_CAPITAL) !== 0) capital++;
  }
  return all > 3 && capital > all * 0.7;
}

function sample(hashes: ReadonlySet<number>, limit: number): HashSample {
  const sorted = Uint32Array.from(hashes).sort();
  return sorted.length > limit ? sorted.slice(0, limit) : sorted;
}
