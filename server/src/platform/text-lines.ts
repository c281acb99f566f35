/** Texts of outsiders as one line, and cutting them. */
import { cleanText } from '../contract/clean-text.ts';

/** Marks without width, and those that turn the direction of what follows: `txt.exe` could be made to look like `exe.txt`. */
const invisible = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g;

/** White space in one or many, but for the no-break space inside a number: "5 208" is to stay together. */
const spaces = /(?!(?<=\d)[\u00a0\u202f]\d)[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** One line: control and invisible characters gone, white space collapsed; at most `limit` characters read. */
export function cleanLine(text: string | null | undefined, limit: number): string | null {
  if (text === null || text === undefined) return null;
  // Cut first, with room for white space, so that a title of a million characters costs nothing.
  const line = cleanText(cutHard(text, limit * 8))
    .replace(spaces, ' ')
    .replace(invisible, '')
    .trim();
  return line === '' ? null : cutAtWord(line, limit);
}

/** The same of a text that is clean already; single spaces, which is most of them, are left where they are. */
export function inOneLine(text: string): string {
  return text.replace(/(?!(?<=\d)[\u00a0\u202f]\d)(?:[^\S ]\s*| \s+)/g, ' ').trim();
}

/** At most `limit` UTF-16 units, cut between words where possible and marked with "…". */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = cutHard(text, limit - 1);
  const space = head.lastIndexOf(' ');
  const whole = space > limit / 2 ? head.slice(0, space) : head;
  return `${whole.replace(/[\s.,;:!?\u2013\u2014-]+$/, '')}…`;
}

/** At most `limit` UTF-16 units, never in the middle of a surrogate pair. */
export function cutHard(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
