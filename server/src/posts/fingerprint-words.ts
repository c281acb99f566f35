/**
 * Reads a text into hashed words for fingerprints: one pass over the characters, no strings made per
 * word. Links, mentions, hashtags and emoji are passed over; Chinese and Japanese become pairs of characters.
 */
import { DIGIT, endsSentence, isApostrophe, kindAt, LETTER, MARK, SPACE, WIDE } from './fingerprint-characters.ts';
import { HASH_START, hashStep, hashWord, mix } from './fingerprint-hash.ts';
import { endOfLink, endOfTag, isTagSign, mayBeLink } from './fingerprint-links.ts';
import { looksLikeName } from './fingerprint-names.ts';
import { readNumber } from './fingerprint-numbers.ts';
import { stopWords } from './language-stop-words.ts';

export const WORD_STOP = 1;
export const WORD_NUMBER = 2;
/** Starts with a capital letter. */
export const WORD_CAPITAL = 4;
/** First word of a sentence, where a capital says nothing. */
export const WORD_FIRST = 8;
/** A name wherever it stands: an abbreviation, a title in quotation marks, a surname by its ending. */
export const WORD_NAME = 16;
export const WORD_LATIN = 32;

export const MAX_WORDS = 4000;

/** A hash, a length and flags for each word; the arrays are used again by the next scan. */
export interface ScannedWords {
  count: number;
  /** Words in the first line. */
  firstLine: number;
  hash: Uint32Array;
  length: Uint8Array;
  flags: Uint8Array;
}

const scratch: ScannedWords = {
  count: 0,
  firstLine: 0,
  hash: new Uint32Array(MAX_WORDS),
  length: new Uint8Array(MAX_WORDS),
  flags: new Uint8Array(MAX_WORDS),
};

interface Scanner {
  lower: string;
  /** The text with its capitals, of the same length. */
  original: string;
  at: number;
  sentenceStart: boolean;
  out: ScannedWords;
}

/** Scans at most `MAX_WORDS` words. The answer is valid until the next call. */
export function scanWords(text: string): ScannedWords {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; capitals then cannot be told by position.
  const original = lower.length === text.length ? text : lower;
  const scanner: Scanner = { lower, original, at: 0, sentenceStart: true, out: scratch };
  scratch.count = 0;
  scratch.firstLine = 0;
  while (scanner.at < lower.length && scratch.count < MAX_WORDS) {
    const kind = kindAt(lower, scanner.at);
    if (kind === LETTER || kind === DIGIT) readWordOrLink(scanner, kind);
    else if (kind === WIDE) readWide(scanner);
    else readOther(scanner);
  }
  return scratch;
}

function readWordOrLink(scanner: Scanner, kind: number): void {
  const { lower, out, at } = scanner;
  const count = out.count;
  const end = kind === DIGIT ? pushNumber(scanner) : pushWord(scanner);
  const link = mayBeLink(lower, end) ? endOfLink(lower, at) : at;
  if (link > at) out.count = count;
  scanner.at = link > at ? link : end;
  scanner.sentenceStart = false;
}

function readOther(scanner: Scanner): void {
  const { lower, out, at } = scanner;
  const code = lower.charCodeAt(at);
  if (endsSentence(code)) scanner.sentenceStart = true;
  if (code === LINE_END && out.firstLine === 0) out.firstLine = out.count;
  const isTag = isTagSign(code) && kindAt(lower, at - 1) === SPACE;
  scanner.at = isTag ? endOfTag(lower, at + 1) : at + 1;
}

const LINE_END = 0x0a;
/** Letters below are Latin. */
const LATIN_END = 0x250;

const stopHashes = new Set<number>();
for (const language of ['ru', 'uk', 'en']) for (const word of stopWords(language)) stopHashes.add(hashWord(word));

function pushWord(scanner: Scanner): number {
  const { lower, original, at: start, out } = scanner;
  let value = HASH_START;
  let at = start;
  for (; at < lower.length; at++) {
    const kind = kindAt(lower, at);
    if (kind === LETTER || kind === DIGIT) value = hashStep(value, lower.charCodeAt(at));
    // "don't" is one word; accents written apart belong to it too.
    else if (kind !== MARK && !(isApostrophe(lower.charCodeAt(at)) && kindAt(lower, at + 1) !== SPACE)) break;
  }
  const hash = mix(value);
  let flags = stopHashes.has(hash) ? WORD_STOP : 0;
  if (scanner.sentenceStart) flags |= WORD_FIRST;
  if (lower.charCodeAt(start) < LATIN_END) flags |= WORD_LATIN;
  if (original.charCodeAt(start) !== lower.charCodeAt(start)) {
    flags |= WORD_CAPITAL;
    if (looksLikeName(lower, original, start, at)) flags |= WORD_NAME;
  }
  push(out, hash, at - start, flags);
  return at;
}

function pushNumber({ lower, at, out }: Scanner): number {
  const { hash, end } = readNumber(lower, at);
  push(out, hash, end - at, WORD_NUMBER);
  return end;
}

function readWide(scanner: Scanner): void {
  const { lower, at: start, out } = scanner;
  let at = start;
  do {
    const next = kindAt(lower, at + 1) === WIDE ? lower.charCodeAt(at + 1) : 0;
    // The last character has no pair of its own, unless it stands alone.
    if (next !== 0 || at === start) push(out, mix(hashStep(hashStep(HASH_START, lower.charCodeAt(at)), next)), 2, 0);
    at++;
  } while (kindAt(lower, at) === WIDE && out.count < MAX_WORDS);
  scanner.at = at;
  scanner.sentenceStart = false;
}

function push(out: ScannedWords, hash: number, length: number, flags: number): void {
  const at = out.count;
  if (at >= MAX_WORDS) return;
  out.hash[at] = hash;
  out.length[at] = Math.min(length, 255);
  out.flags[at] = flags;
  out.count = at + 1;
}
