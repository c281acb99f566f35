/** Terms that a query may have meant besides the one it wrote: of the same family, misspelt, unfinished, in the wrong keyboard layout. */
import { TAG } from '../lexical-index.ts';
import { boundedDistance } from './edit-distance.ts';
import type { Relative } from './score-terms.ts';
import { letterBits, type TermDictionary } from './term-dictionary.ts';

const FAMILY_PREFIX = 4;
const FAMILY_SHARE = 0.55;
const MOST_RELATIVES = 24;
const TAG_CODE = TAG.charCodeAt(0);
const LETTERS = /^\p{L}+$/u;

/** Words with the same beginning over most of their length ("экономика", "экономический"): stems part what one root joins. */
export function relativesOf(dictionary: TermDictionary, term: string): Relative[] {
  if (term.length < FAMILY_PREFIX || !LETTERS.test(term)) return [];
  const relatives: Relative[] = [];
  for (const termId of dictionary.candidates(term)) {
    const shared = dictionary.commonPrefix(termId, term);
    const longest = Math.max(term.length, dictionary.length(termId));
    if (shared < FAMILY_PREFIX || shared < longest * FAMILY_SHARE || shared === longest || dictionary.counts[termId]! <= 0) continue;
    if (LETTERS.test(dictionary.text(termId))) relatives.push({ termId, nearness: (shared / longest) ** 2 });
  }
  return relatives.sort((a, b) => b.nearness - a.nearness || dictionary.counts[b.termId]! - dictionary.counts[a.termId]!).slice(0, MOST_RELATIVES);
}

/** Terms that begin with `prefix`, the most used first. */
export function termsWithPrefix(dictionary: TermDictionary, prefix: string, most: number): number[] {
  const found: number[] = [];
  for (const termId of dictionary.candidates(prefix)) {
    if (dictionary.counts[termId]! > 0 && dictionary.commonPrefix(termId, prefix) === prefix.length) found.push(termId);
  }
  return byUse(dictionary, found).slice(0, most);
}

/** Terms that hold `part` somewhere inside, the most used first. */
export function termsContaining(dictionary: TermDictionary, part: string, most: number): number[] {
  const bits = letterBits(part);
  const found: number[] = [];
  for (let termId = 0; termId < dictionary.size; termId++) {
    if ((dictionary.letters[termId]! & bits) >>> 0 !== bits || dictionary.counts[termId]! <= 0 || dictionary.charAt(termId, 0) === TAG_CODE) continue;
    if (dictionary.text(termId).includes(part)) found.push(termId);
  }
  return byUse(dictionary, found).slice(0, most);
}

/** Terms a slip or two away, the nearest first, then those with the same first letter, then the most used. */
export function misspellingsOf(dictionary: TermDictionary, term: string, most: number): number[] {
  if (term.length < 4 || !LETTERS.test(term)) return [];
  const slips = term.length < 7 ? 1 : 2;
  const bits = letterBits(term);
  const found: { termId: number; cost: number }[] = [];
  for (let termId = 0; termId < dictionary.size; termId++) {
    if (Math.abs(dictionary.length(termId) - term.length) > slips || bitCount(dictionary.letters[termId]! ^ bits) > 2 * slips) continue;
    if (dictionary.counts[termId]! <= 0 || dictionary.charAt(termId, 0) === TAG_CODE) continue;
    const distance = boundedDistance(dictionary, termId, term, slips);
    if (distance > 0 && distance <= slips) found.push({ termId, cost: distance + (dictionary.charAt(termId, 0) === term.charCodeAt(0) ? 0 : 0.5) });
  }
  return found
    .sort((a, b) => a.cost - b.cost || dictionary.counts[b.termId]! - dictionary.counts[a.termId]!)
    .slice(0, most)
    .map((entry) => entry.termId);
}

const LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN_KEYS = 'йцукенгшщзхъфывапролджэячсмитьбюё';

/** The same keys in the other layout: "ghbdtn" is "привет". Null when the text is not written with one of them. */
export function inOtherLayout(text: string): string | null {
  const [from, to] = /[a-z]/.test(text) ? [LATIN_KEYS, RUSSIAN_KEYS] : [RUSSIAN_KEYS, LATIN_KEYS];
  let other = '';
  for (const char of text) {
    const key = from.indexOf(char);
    if (key < 0) return null;
    other += to[key]!;
  }
  return other;
}

function byUse(dictionary: TermDictionary, termIds: number[]): number[] {
  return termIds.sort((a, b) => dictionary.counts[b]! - dictionary.counts[a]!);
}

function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
