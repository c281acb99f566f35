import { readFacts, saysNot, type Facts } from './fingerprint-facts.ts';
import { mix } from './fingerprint-hash.ts';
import { distinct, scratch, type HashSample } from './fingerprint-sample.ts';
import { scanWords, WORD_NUMBER, WORD_STOP, type ScannedWords } from './fingerprint-words.ts';
import { withoutSignatures } from './fingerprint-signature.ts';

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
  facts: Facts;
  /** The text says "not". */
  negated: boolean;
}

export const SAMPLE_WORDS = 24;
export const SAMPLE_ANCHORS = 6;
const MIN_WORDS = 4;
/** What comes after this many characters no longer changes the fingerprint. */
const MAX_TEXT = 24_000;

/** Fingerprint of a post. Links, mentions, hashtags, emoji and signatures do not count. */
export function fingerprint(title: string | null, text: string): Fingerprint {
  const body = withoutSignatures(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text);
  const repeated = title === null || body.slice(0, title.length + 20).includes(title);
  const words = scanWords(repeated ? body : `${title}\n${body}`);
  const hash = simhash(allWords(words));
  const content = contentWords(words);
  return {
    simhash: content.length < MIN_WORDS ? null : hash,
    wordCount: content.length,
    words: content.slice(0, SAMPLE_WORDS),
    anchors: sampleAnchors(words),
    facts: readFacts(words),
    negated: saysNot(words),
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

/** Sums of the 64 bits: eight bytes, each as two numbers of four 8-bit sums. */
const lanes = new Uint32Array(16);
const votes = new Uint32Array(64);
/** Byte → its lower and upper four bits, each bit in an 8-bit lane of its own. */
const spread = new Uint32Array(512);
for (let byte = 0; byte < 256; byte++) {
  for (let bit = 0; bit < 8; bit++) if ((byte >>> bit) & 1) spread[byte * 2 + (bit >>> 2)]! += 1 << ((bit & 3) * 8);
}

function simhash(hashes: Uint32Array): bigint {
  votes.fill(0);
  for (let n = 0; n < hashes.length; n++) {
    addBits(hashes[n]!, 0);
    addBits(mix(hashes[n]! ^ 0x9747b28c), 8);
    if (n % 255 === 254) takeLanes();
  }
  takeLanes();
  let low = 0;
  let high = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (votes[bit]! * 2 > hashes.length) low |= 1 << bit;
    if (votes[bit + 32]! * 2 > hashes.length) high |= 1 << bit;
  }
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

function addBits(hash: number, lane: number): void {
  for (let byte = 0; byte < 4; byte++) {
    const at = ((hash >>> (byte * 8)) & 0xff) * 2;
    lanes[lane + byte * 2]! += spread[at]!;
    lanes[lane + byte * 2 + 1]! += spread[at + 1]!;
  }
}

function takeLanes(): void {
  for (let bit = 0; bit < 64; bit++) votes[bit]! += (lanes[bit >>> 2]! >>> ((bit & 3) * 8)) & 0xff;
  lanes.fill(0);
}

function isContent(words: ScannedWords, n: number): boolean {
  const flags = words.flags[n]!;
  return (flags & WORD_STOP) === 0 && (words.length[n]! > 1 || (flags & WORD_NUMBER) !== 0);
}

function allWords(words: ScannedWords): Uint32Array {
  scratch.set(words.hash.subarray(0, words.count));
  return distinct(words.count);
}

function contentWords(words: ScannedWords): Uint32Array {
  let size = 0;
  for (let n = 0; n < words.count; n++) if (isContent(words, n)) scratch[size++] = words.hash[n]!;
  return distinct(size);
}

/** Pairs of long words come first: they are rarer, so that fewer strangers are compared. */
function sampleAnchors(words: ScannedWords): HashSample {
  let size = 0;
  let before = -1;
  for (let n = 0; n < words.count; n++) {
    if (!isContent(words, n)) continue;
    if (before >= 0) {
      const pair = Math.imul(words.hash[before]!, 0x9e3779b1) ^ Math.imul(words.hash[n]!, 0x85ebca6b);
      const letters = words.length[before]! + words.length[n]!;
      scratch[size++] = mix(pair) >>> (letters > 18 ? 2 : letters > 13 ? 1 : 0);
    }
    before = n;
  }
  return distinct(size).slice(0, SAMPLE_ANCHORS);
}
