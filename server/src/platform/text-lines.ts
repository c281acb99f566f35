/** Texts of outsiders as one line, and cutting them. */
import { cleanText } from '../contract/clean-text.ts';

/** One line: control and invisible characters gone, white space collapsed; at most `limit` characters read. */
export function cleanLine(text: string | null | undefined, limit: number): string | null {
  if (text === null || text === undefined) return null;
  // Cut first, with room for white space, so that a title of a million characters costs nothing.
  const line = cleanText(cutHard(text, limit * 8))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u2060\ufeff\u00ad]/g, '')
    .trim();
  return line === '' ? null : cutAtWord(line, limit);
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
