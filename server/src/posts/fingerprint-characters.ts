/** What a character is, for the readers of words: one look-up in a table instead of a regular expression. */

export const SPACE = 0;
export const LETTER = 1;
export const DIGIT = 2;
/** Chinese and Japanese: written without spaces. */
export const WIDE = 3;
/** Accents written apart. */
export const MARK = 4;

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

/** Kind of the character at a place; beyond the text it is a space. */
export function kindAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? classes[text.charCodeAt(at)]! : SPACE;
}

/** A letter or a digit, also one of those beyond the first plane (bold letters, rare ideographs). */
export function isWordCharacter(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  if (kind !== SPACE) return kind !== MARK;
  const code = text.charCodeAt(at);
  if (!(code >= 0xd800 && code <= 0xdfff)) return false;
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(code < 0xdc00 ? at : at - 1) ?? code));
}

export function isMinus(code: number): boolean {
  return code === 0x2d || code === 0x2212 || code === 0x2013;
}

export function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019 || code === 0x02bc;
}

/** Line end . ! ? … : and bullets: a capital after them is no sign of a name. */
export function endsSentence(code: number): boolean {
  return code === 0x0a || code === 0x2e || code === 0x21 || code === 0x3f || code === 0x2026 || code === 0x3a || code === 0x2022;
}
