/**
 * Reads a text into hashed words for fingerprints: one pass over the characters, no strings made per
 * word. Links, mentions, hashtags and emoji are passed over; Chinese and Japanese become pairs of characters.
 */
import { DIGIT, endsSentence, isApostrophe, isMinus, kindAt, LETTER, MARK, SPACE, WIDE } from './fingerprint-characters.ts';
import { looksLikeName } from './fingerprint-names.ts';
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

const SEED = 0x811c9dc5;

/** Scans at most `MAX_WORDS` words. The answer is valid until the next call. */
export function scanWords(text: string): ScannedWords {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; capitals then cannot be told by position.
  const original = lower.length === text.length ? text : lower;
  const out = scratch;
  out.count = 0;
  out.firstLine = 0;
  const size = lower.length;
  let at = 0;
  let sentenceStart = true;
  while (at < size && out.count < MAX_WORDS) {
    const code = lower.charCodeAt(at);
    const kind = kindAt(lower, at);
    if (kind === LETTER || kind === DIGIT) {
      const end = kind === DIGIT ? readNumber(lower, at, out) : readWord(lower, original, at, sentenceStart, out);
      const link = mayBeLink(lower, end) ? endOfLink(lower, at) : at;
      if (link > at) out.count--;
      at = link > at ? link : end;
      sentenceStart = false;
    } else if (kind === WIDE) {
      at = readWide(lower, at, out);
      sentenceStart = false;
    } else {
      if (endsSentence(code)) sentenceStart = true;
      if (code === 0x0a && out.firstLine === 0) out.firstLine = out.count;
      at = isTagSign(code) && !isWordAt(lower, at - 1) ? skipTag(lower, at + 1) : at + 1;
    }
  }
  return out;
}

/** The hash that a scanned word has; for lists of known words. */
export function hashWord(word: string): number {
  let hash = SEED;
  for (let at = 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at));
  return mix(hash);
}

/** FNV-1a, a letter at a time. "ё" is often written "е". */
function step(hash: number, code: number): number {
  return Math.imul(hash ^ (code === 0x451 ? 0x435 : code), 0x01000193);
}

const stopHashes = new Set<number>();
for (const language of ['ru', 'uk', 'en']) for (const word of stopWords(language)) stopHashes.add(hashWord(word));

function readWord(lower: string, original: string, start: number, first: boolean, out: ScannedWords): number {
  let value = SEED;
  let at = start;
  for (; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const kind = kindAt(lower, at);
    if (kind === LETTER || kind === DIGIT) value = step(value, code);
    // "don't" is one word; accents written apart belong to it too.
    else if (kind !== MARK && !(isApostrophe(code) && isWordAt(lower, at + 1))) break;
  }
  const hash = mix(value);
  let flags = stopHashes.has(hash) ? WORD_STOP : 0;
  if (first) flags |= WORD_FIRST;
  if (lower.charCodeAt(start) < 0x250) flags |= WORD_LATIN;
  if (original.charCodeAt(start) !== lower.charCodeAt(start)) {
    flags |= WORD_CAPITAL;
    if (looksLikeName(lower, original, start, at)) flags |= WORD_NAME;
  }
  push(out, hash, at - start, flags);
  return at;
}

/** "64,000", "64 000" and "64000" are one number; "2:1" and "1.5" keep their parts; a minus counts. */
function readNumber(lower: string, start: number, out: ScannedWords): number {
  const before = start === 0 ? 0x20 : lower.charCodeAt(start - 1);
  const signed = isMinus(before) && (start < 2 || kindAt(lower, start - 2) === SPACE) && lower.charCodeAt(start - 2) !== 0x29;
  let hash = signed ? step(SEED, 0x2d) : SEED;
  let at = start;
  for (; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const kind = kindAt(lower, at);
    if (kind === DIGIT || kind === LETTER) hash = step(hash, code);
    else if (kindAt(lower, at + 1) !== DIGIT || !joinsDigits(lower, start, at)) break;
    else if (!isThousands(lower, start, at)) hash = step(hash, code === 0x2c ? 0x2e : code);
  }
  push(out, mix(hash), at - start, WORD_NUMBER);
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
  for (let i = at - 1; i >= start && kindAt(text, i) === DIGIT; i--) before++;
  let after = 0;
  while (after < 4 && kindAt(text, at + 1 + after) === DIGIT) after++;
  return before >= 1 && before <= 3 && after === 3;
}

function readWide(lower: string, start: number, out: ScannedWords): number {
  let at = start;
  do {
    const a = lower.charCodeAt(at);
    const b = kindAt(lower, at + 1) === WIDE ? lower.charCodeAt(at + 1) : 0;
    if (b !== 0 || at === start) {
      push(out, mix(step(step(SEED, a), b)), 2, 0);
    }
    at++;
  } while (kindAt(lower, at) === WIDE && out.count < MAX_WORDS);
  return at;
}

function push(out: ScannedWords, hash: number, length: number, flags: number): void {
  const at = out.count;
  if (at >= MAX_WORDS) return;
  out.hash[at] = hash;
  out.length[at] = Math.min(length, 255);
  out.flags[at] = flags;
  out.count = at + 1;
}

/** A word that ends with ":", ".", "/" or "-" right before another character. */
function mayBeLink(lower: string, end: number): boolean {
  const code = lower.charCodeAt(end);
  return (code === 0x3a || code === 0x2e || code === 0x2f || code === 0x2d) && lower.charCodeAt(end + 1) > 0x20;
}

/** Where a link that starts here ends ("https://…", "www.…", "t.me/…", "name.example/…"); else `at`. */
function endOfLink(lower: string, at: number): number {
  let end = at;
  while (end < lower.length && end < at + 64 && isHostCharacter(lower.charCodeAt(end))) end++;
  const code = lower.charCodeAt(end);
  const scheme = code === 0x3a && lower.charCodeAt(end + 1) === 0x2f && lower.charCodeAt(end + 2) === 0x2f;
  const path = code === 0x2f && lower.slice(at, end).includes('.') && kindAt(lower, at) === LETTER;
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
  return at >= 0 && kindAt(text, at) !== SPACE;
}

/** "#" and "@". */
function isTagSign(code: number): boolean {
  return code === 0x23 || code === 0x40;
}

/** The finisher of MurmurHash3: spreads a hash evenly over all 32 bits. */
export function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
