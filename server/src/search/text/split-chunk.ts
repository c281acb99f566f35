/** A run of characters without spaces that holds joiners ("CVE-2026-1234", "O'Brien", "node.js", "1,5"), taken apart into words and the whole. */

export interface Part {
  /** What to fold and stem: the characters without apostrophes that vanish, numbers with "." as the decimal point. */
  text: string;
  /** Offsets in the chunk. */
  start: number;
  end: number;
}

const CLITICS = new Set(['t', 'd', 'm', 're', 'll', 've']);
const APOSTROPHE = /['’ʼ]/;
const SHORTEST_NUMBER_CODE = 6;

/** `whole` is the chunk written as one word, or null where that says nothing more than its parts. */
export function splitChunk(chunk: string): { parts: Part[]; whole: string | null } {
  const parts = cutParts(chunk).map((part) => ({ ...part, text: normaliseNumber(part.text) }));
  return { parts, whole: parts.length > 1 ? joinParts(chunk, parts) : null };
}

function cutParts(chunk: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  let text = '';
  for (let i = 0; i <= chunk.length; i++) {
    const char = chunk[i] ?? '-';
    if (!isJoiner(char) || (i < chunk.length && isInNumber(chunk, i))) {
      text += char;
      continue;
    }
    if (APOSTROPHE.test(char)) {
      const tail = tailAfter(chunk, i);
      if (vanishes(tail)) continue;
      if (tail.toLowerCase() === 's') {
        if (text !== '') parts.push({ text, start, end: i });
        i += 1;
        start = i + 1;
        text = '';
        continue;
      }
    }
    if (text !== '') parts.push({ text, start, end: i });
    start = i + 1;
    text = '';
  }
  return parts;
}

/** "don't", "п'ять": the apostrophe is part of the spelling; in "l'Oréal" it stands between two words. */
function vanishes(tail: string): boolean {
  return CLITICS.has(tail.toLowerCase()) || /^[\u0400-\u04FF]/.test(tail);
}

function tailAfter(chunk: string, at: number): string {
  let end = at + 1;
  while (end < chunk.length && !isJoiner(chunk[end]!)) end++;
  return chunk.slice(at + 1, end);
}

function isJoiner(char: string): boolean {
  return "-‐‑'’ʼ._,\u00A0\u202F\u2009".includes(char);
}

function isInNumber(chunk: string, at: number): boolean {
  return '.,\u00A0\u202F\u2009'.includes(chunk[at]!) && isDigit(chunk[at - 1]) && isDigit(chunk[at + 1]);
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function normaliseNumber(text: string): string {
  const digits = text.replace(/[\u00A0\u202F\u2009]/g, '');
  if (!digits.includes(',')) return digits;
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? digits.replaceAll(',', '') : digits.replaceAll(',', '.');
}

function joinParts(chunk: string, parts: readonly Part[]): string | null {
  const joined = parts.map((part) => part.text);
  if (joined.every((text) => /^\d+$/.test(text)) && joined.join('').length < SHORTEST_NUMBER_CODE) return null;
  const isAddress = chunk.includes('.') && joined.some((text) => text.length > 1);
  return isAddress ? chunk.replace(/[‐‑]/g, '-') : joined.join('');
}
