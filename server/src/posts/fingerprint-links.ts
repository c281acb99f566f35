/** Finds where links, mentions and hashtags end, so that they can be passed over. */
import { kindAt, LETTER, SPACE } from './fingerprint-characters.ts';

const MAX_HOST = 64;

/** Where a link that starts at a place ends ("https://…", "www.…", "t.me/…", "name.example/…"); else the place itself. */
export function endOfLink(lower: string, at: number): number {
  let end = at;
  while (end < lower.length && end < at + MAX_HOST && isHostCharacter(lower.charCodeAt(end))) end++;
  const isLink = lower.startsWith('://', end) || (end - at > 6 && lower.startsWith('www.', at)) || isHostWithPath(lower, at, end);
  if (!isLink) return at;
  while (end < lower.length && !isSpace(lower.charCodeAt(end))) end++;
  return end;
}

/** Whether a word that ends here, with ":", ".", "/" or "-" right before another character, can be the start of a link. */
export function mayBeLink(lower: string, end: number): boolean {
  const code = lower.charCodeAt(end);
  return (code === 0x3a || code === 0x2e || code === 0x2f || code === 0x2d) && !isSpace(lower.charCodeAt(end + 1));
}

/** Where a "#tag" or "@name" ends whose sign stands before `start`. */
export function endOfTag(text: string, start: number): number {
  let at = start;
  while (at < text.length && (kindAt(text, at) !== SPACE || text.charCodeAt(at) === 0x5f)) at++;
  return at;
}

/** "#" and "@". */
export function isTagSign(code: number): boolean {
  return code === 0x23 || code === 0x40;
}

function isHostWithPath(lower: string, at: number, end: number): boolean {
  return lower.charCodeAt(end) === 0x2f && kindAt(lower, at) === LETTER && lower.slice(at, end).includes('.');
}

function isHostCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d;
}

function isSpace(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || Number.isNaN(code);
}
