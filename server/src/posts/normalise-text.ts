/** Cleaning and cutting of strings for `normalise`: what PostgreSQL refuses, lengths, snippets, counts. */
import { cutAtWord, inOneLine } from '#platform/text-lines';
import { cleanText } from '../contract/clean-text.ts';
import { isWordCharacter, kindAt, SPACE, WIDE } from './fingerprint-characters.ts';

export { cleanLine, cutHard } from '#platform/text-lines';

/** The same value with every string in it cleaned; keys are left as they are. */
export function cleanStrings<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map((item) => cleanStrings(item as unknown)) as T;
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = cleanStrings(inner as unknown);
  return copy as T;
}

/**
 * The start of the text as one line of at most `limit` characters; a title that the text repeats at
 * its start is left out, since lists show both together. Without a title the end of the first line
 * is kept: that line stands for the title.
 */
export function makeSnippet(text: string, title: string | null, limit: number): string {
  const start = text.slice(0, limit * 8 + (title?.length ?? 0)).trim();
  const line =
    title === null
      ? start
          .split(/\n([^]*)/, 2)
          .map(inOneLine)
          .filter(Boolean)
          .join('\n')
      : inOneLine(start);
  const repeated = title === null ? 0 : repeatedTitleLength(line, title);
  const rest = repeated === 0 ? line : line.slice(repeated).replace(/^[\s.,;:!?|"'”’»)\]\u2022\u2013\u2014-]+/, '');
  return cutAtWord(rest, limit);
}

/** How many characters of `line` repeat `title`, compared by letters and digits only; 0 when it does not. */
function repeatedTitleLength(line: string, title: string): number {
  const wanted = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  if (wanted === '') return 0;
  let seen = 0;
  let end = 0;
  for (const char of line) {
    end += char.length;
    const lower = char.toLowerCase();
    if (!/[\p{L}\p{N}]/u.test(lower)) continue;
    if (!wanted.startsWith(lower, seen)) return 0;
    seen += lower.length;
    if (seen >= wanted.length) break;
  }
  if (seen < wanted.length) return 0;
  // The title must end where a word ends: "Cat" is not repeated by "Category".
  return /^[\p{L}\p{N}]/u.test(line.slice(end, end + 2)) ? 0 : end;
}

/** Words for the reading time; in scripts without spaces two characters count as one word. */
export function countWords(text: string): number {
  let words = 0;
  for (let at = 0; at < text.length; at++) {
    const from = at;
    let wide = false;
    for (; at < text.length; at++) {
      const kind = kindAt(text, at);
      if (kind === WIDE) wide = true;
      else if (kind === SPACE && !isWordCharacter(text, at)) break;
    }
    if (at > from) words += wide ? Math.ceil((at - from) / 2) : 1;
  }
  return words;
}

/** White space collapsed into single spaces, none at the ends. */
export function collapse(text: string): string {
  // Single spaces, which is most of them, are left where they are.
  return text.replace(/[^\S ]\s*| \s+/g, ' ').trim();
}
