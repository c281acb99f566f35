/** What a UTF-16 unit is to the tokeniser: a table look-up, because it is asked for every character of every post. */

export const OTHER = 0;
export const LETTER = 1;
export const DIGIT = 2;
/** Scripts written without spaces: cut into overlapping pairs of characters. */
export const DENSE = 3;
/** Belongs to the character before it, or is invisible: goes on with the word, never begins one. */
export const MARK = 4;
/** Joins two parts of one word when it stands between them: - ' . _ , and their relatives. */
export const JOINER = 5;

const DENSE_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const JOINERS = "-‐‑'’ʼ._,";
const INVISIBLE = '\u00AD\u200B\u200C\u200D\u2060\uFEFF\uFE0E\uFE0F';

function classOf(code: number): number {
  const char = String.fromCharCode(code);
  if (JOINERS.includes(char)) return JOINER;
  if (INVISIBLE.includes(char)) return MARK;
  if (code >= 0xd800 && code <= 0xdfff) return classOfHalf(code);
  if (DENSE_SCRIPT.test(char)) return /\p{M}/u.test(char) ? MARK : DENSE;
  if (/\p{L}/u.test(char)) return LETTER;
  if (/\p{Nd}/u.test(char)) return DIGIT;
  return /\p{M}/u.test(char) ? MARK : OTHER;
}

/** Of a pair of units the first decides: mathematical letters (people write names in them), rare ideographs; the rest is emoji and signs. */
function classOfHalf(code: number): number {
  if (code >= 0xdc00) return MARK;
  if (code === 0xd835) return LETTER;
  return code >= 0xd840 && code <= 0xd888 ? DENSE : OTHER;
}

export const charClass: Uint8Array = Uint8Array.from({ length: 65_536 }, (_, code) => classOf(code));
