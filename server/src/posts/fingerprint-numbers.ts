/** Reads numbers as one word however they are written: "64,000", "64 000" and "64000"; "2:1" and "1.5" keep their parts. */
import { DIGIT, isMinus, kindAt, LETTER, SPACE } from './fingerprint-characters.ts';
import { HASH_START, hashStep, mix } from './fingerprint-hash.ts';

const DOT = 0x2e;
const COMMA = 0x2c;
const CLOSING_BRACKET = 0x29;
/** Space, no-break space, narrow no-break space. */
const spaces = [0x20, 0xa0, 0x202f];
const groupSeparators = new Set([...spaces, COMMA, DOT, 0x27]);
/** What may stand inside a number: . , : / and the dashes. */
const joiners = new Set([DOT, COMMA, 0x3a, 0x2f, 0x2d, 0x2212, 0x2013]);

/** The hash and the end of the number that starts at a place. Letters behind it ("64k", "5G") belong to it. */
export function readNumber(text: string, start: number): { hash: number; end: number } {
  let hash = hasMinus(text, start) ? hashStep(HASH_START, 0x2d) : HASH_START;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = kindAt(text, at);
    if (kind === DIGIT || kind === LETTER) {
      hash = hashStep(hash, code);
      continue;
    }
    if (kindAt(text, at + 1) !== DIGIT) break;
    if (groupSeparators.has(code) && partsGroups(text, start, at)) continue;
    if (!joiners.has(code)) break;
    hash = hashStep(hash, code === COMMA ? DOT : code);
  }
  return { hash: mix(hash), end: at };
}

/** A minus of its own, not the hyphen or the dash of a range. */
function hasMinus(text: string, start: number): boolean {
  if (start === 0 || !isMinus(text.charCodeAt(start - 1))) return false;
  return start === 1 || (kindAt(text, start - 2) === SPACE && text.charCodeAt(start - 2) !== CLOSING_BRACKET);
}

/** True with one to three digits before and exactly three after. */
function partsGroups(text: string, start: number, at: number): boolean {
  let before = 0;
  for (let i = at - 1; i >= start && before < 4 && kindAt(text, i) === DIGIT; i--) before++;
  let after = 0;
  while (after < 4 && kindAt(text, at + 1 + after) === DIGIT) after++;
  return before >= 1 && before <= 3 && after === 3;
}
