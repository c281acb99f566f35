/**
 * Reads a text into hashed words for fingerprints: one pass over the characters, no strings made per
 * word. Links, mentions, hashtags and emoji are passed over; Chinese and Japanese become pairs of characters.
 */
import { stopWords } from './language-stop-words.ts';

export const WORD_STOP = 1;
export const WORD_NUMBER = 2;
/** Starts with a capital letter. */
export const WORD_CAPITAL = 4;
/** First word of a sentence, where a capital says nothing. */
export const WORD_FIRST = 8;
/** Two capitals or more: an abbreviation such as "UN". */
export const WORD_ACRONYM = 16;

export const MAX_WORDS = 4000;

/** Two independent 32-bit hashes, a length and flags for each word; the arrays are used again by the next scan. */
export interface ScannedWords {
  count: number;
  low: Uint32Array;
  high: Uint32Array;
  length: Uint8Array;
  flags: Uint8Array;
}

const scratch: ScannedWords = {
  count: 0,
  low: new Uint32Array(MAX_WORDS),
  high: new Uint32Array(MAX_WORDS),
  length: new Uint8Array(MAX_WORDS),
  flags: new Uint8Array(MAX_WORDS),
};

const SPACE = 0;
const LETTER = 1;
const DIGIT = 2;
const WIDE = 3;
const MARK = 4;
const classes = new Uint8Array(0x10000);
for (let code = 0; code < 0x10000; code++) classes[code] = classOf(code);

function classOf(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return SPACE;
  const char = String.fromCharCode(code);
  if (/\p{Nd}/u.test(char)) return DIGIT;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) return WIDE;
  if (/\p{M}/u.test(char)) return MARK;
  return /\p{L}/u.test(char) ? LETTER : SPACE;
}

const HASH_LOW = 0x811c9dc5;
const HASH_HIGH = 0x9747b28c;

/** Scans at most `MAX_WORDS` words. The answer is valid until the next call. */
export function scanWords(text: string): ScannedWords {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; capitals then cannot be told by position.
  const original = lower.length === text.length ? text : lower;
  const out = scratch;
  out.count = 0;
  const size = lower.length;
  let at = 0;
  let sentenceStart = true;
  while (at < size && out.count < MAX_WORDS) {
    const code = lower.charCodeAt(at);
    const kind = classes[code] ?? SPACE;
    if (kind === LETTER || kind === DIGIT) {
      const link = endOfLink(lower, at);
      if (link > at) {
        at = link;
        continue;
      }
      at = kind === DIGIT ? readNumber(lower, at, out) : readWord(lower, original, at, sentenceStart, out);
      sentenceStart = false;
    } else if (kind === WIDE) {
      at = readWide(lower, at, out);
      sentenceStart = false;
    } else {
      if (endsSentence(code)) sentenceStart = true;
      at = isTagSign(code) && !isWordAt(lower, at - 1) ? skipTag(lower, at + 1) : at + 1;
    }
  }
  return out;
}

/** 32 bits of the word, as `low` of a scanned word has them; for lists of known words. */
export function hashWord(word: string): number {
  let low = HASH_LOW;
  for (let at = 0; at < word.length; at++) low = Math.imul(low ^ foldLetter(word.charCodeAt(at)), 0x01000193);
  return mix(low);
}

const stopHashes = new Set<number>();
for (const language of ['ru', 'uk', 'en']) for (const word of stopWords(language)) stopHashes.add(hashWord(word));

function readWord(lower: string, original: string, start: number, first: boolean, out: ScannedWords): number {
  let low = HASH_LOW;
  let high = HASH_HIGH;
  let at = start;
  let capitals = 0;
  for (; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const kind = classes[code] ?? SPACE;
    if (kind === MARK) continue;
    // "Covid19" and "don't" are one word each.
    if (kind !== LETTER && kind !== DIGIT && !(isApostrophe(code) && isWordAt(lower, at + 1))) break;
    if (kind === SPACE) continue;
    const letter = foldLetter(code);
    low = Math.imul(low ^ letter, 0x01000193);
    high = Math.imul(high ^ letter, 0x5bd1e995);
    high ^= high >>> 15;
    if (original.charCodeAt(at) !== code) capitals++;
  }
  const hash = mix(low);
  let flags = stopHashes.has(hash) ? WORD_STOP : 0;
  if (first) flags |= WORD_FIRST;
  if (capitals > 0 && original.charCodeAt(start) !== lower.charCodeAt(start)) flags |= WORD_CAPITAL;
  if (capitals > 1) flags |= WORD_ACRONYM;
  push(out, hash, high, at - start, flags);
  return at;
}

/** "64,000", "64 000" and "64000" are one number; "2:1" and "1.5" keep their parts; a minus counts. */
function readNumber(lower: string, start: number, out: ScannedWords): number {
  const before = start === 0 ? 0x20 : lower.charCodeAt(start - 1);
  const signed = isMinus(before) && (start < 2 || classes[lower.charCodeAt(start - 2)] === SPACE) && lower.charCodeAt(start - 2) !== 0x29;
  let low = signed ? Math.imul(HASH_LOW ^ 0x2d, 0x01000193) : HASH_LOW;
  let high = signed ? HASH_HIGH ^ 0x2d : HASH_HIGH;
  let at = start;
  for (; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    let part = code;
    if (classes[code] !== DIGIT && classes[code] !== LETTER) {
      if (classes[lower.charCodeAt(at + 1)] !== DIGIT || !joinsDigits(lower, start, at)) break;
      if (isThousands(lower, start, at)) continue;
      part = code === 0x2c ? 0x2e : code;
    }
    const letter = foldLetter(part);
    low = Math.imul(low ^ letter, 0x01000193);
    high = Math.imul(high ^ letter, 0x5bd1e995);
    high ^= high >>> 15;
  }
  push(out, mix(low), high, at - start, WORD_NUMBER);
  return at;
}

function joinsDigits(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2e || code === 0x2c || code === 0x3a || code === 0x2f || isMinus(code)) return true;
  return (code === 0x20 || code === 0xa0 || code === 0x202f) && isThousands(text, start, at);
}

/** True for a separator with one to three digits before it and exactly three after. */
function isThousands(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 0x20 && code !== 0xa0 && code !== 0x202f && code !== 0x2c && code !== 0x2e && code !== 0x27) return false;
  let before = 0;
  for (let i = at - 1; i >= start && classes[text.charCodeAt(i)] === DIGIT; i--) before++;
  let after = 0;
  while (after < 4 && classes[text.charCodeAt(at + 1 + after)] === DIGIT) after++;
  return before >= 1 && before <= 3 && after === 3;
}

function readWide(lower: string, start: number, out: ScannedWords): number {
  let at = start;
  do {
    const a = lower.charCodeAt(at);
    const b = classes[lower.charCodeAt(at + 1)] === WIDE ? lower.charCodeAt(at + 1) : 0;
    if (b !== 0 || at === start) {
      push(out, mix(Math.imul(HASH_LOW ^ a, 0x01000193) ^ b), Math.imul(HASH_HIGH ^ b, 0x5bd1e995) ^ a, 2, 0);
    }
    at++;
  } while (classes[lower.charCodeAt(at)] === WIDE && out.count < MAX_WORDS);
  return at;
}

function push(out: ScannedWords, low: number, high: number, length: number, flags: number): void {
  const at = out.count;
  if (at >= MAX_WORDS) return;
  out.low[at] = low;
  out.high[at] = mix(high);
  out.length[at] = Math.min(length, 255);
  out.flags[at] = flags;
  out.count = at + 1;
}

/** Where a link that starts here ends ("https://…", "www.…", "t.me/…", "name.example/…"); else `at`. */
function endOfLink(lower: string, at: number): number {
  let end = at;
  while (end < lower.length && end < at + 64 && isHostCharacter(lower.charCodeAt(end))) end++;
  const code = lower.charCodeAt(end);
  const scheme = code === 0x3a && lower.charCodeAt(end + 1) === 0x2f && lower.charCodeAt(end + 2) === 0x2f;
  const path = code === 0x2f && lower.slice(at, end).includes('.') && classes[lower.charCodeAt(at)] === LETTER;
  if (!scheme && !path && !(end - at > 6 && lower.startsWith('www.', at))) return at;
  while (end < lower.length && lower.charCodeAt(end) > 0x20 && lower.charCodeAt(end) !== 0xa0) end++;
  return end;
}

function isHostCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d;
}

function skipTag(text: string, start: number): number {
  let at = start;
  while (at < text.length && (isWordAt(text, at) || text.charCodeAt(at) === 0x5f)) at++;
  return at;
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && (classes[text.charCodeAt(at)] ?? SPACE) !== SPACE;
}

/** "#" and "@". */
function isTagSign(code: number): boolean {
  return code === 0x23 || code === 0x40;
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019 || code === 0x02bc;
}

function isMinus(code: number): boolean {
  return code === 0x2d || code === 0x2212 || code === 0x2013;
}

/** Line end . ! ? … : and bullets: a capital after them is no sign of a name. */
function endsSentence(code: number): boolean {
  return code === 0x0a || code === 0x2e || code === 0x21 || code === 0x3f || code === 0x2026 || code === 0x3a || code === 0x2022;
}

/** "ё" is often written "е". */
function foldLetter(code: number): number {
  return code === 0x451 ? 0x435 : code;
}

/** The finisher of MurmurHash3: spreads FNV's weak low bits over all 32. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
