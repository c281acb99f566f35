/** Day, month and year out of the words and numbers of a date. */
import { monthOf } from './date-words.ts';

export interface Day {
  year: number;
  /** 0-11 */
  month: number;
  day: number;
}

// Small words around the parts of a date, in the languages of date-words.ts.
const fillers = new Set('t at on um uhr de del di des den der do em en le the of a as am kl г года р st nd rd th e o h ч ore'.split(' '));

interface Parts {
  numbers: string[];
  month: number | null;
  /** What stands between the first two numbers. */
  divider: string;
  words: number;
}

/** Null when a part is missing or a word cannot belong to a date. */
export function readDay(text: string, now: Date): Day | null {
  const parts: Parts = { numbers: [], month: null, divider: '', words: 0 };
  for (const token of text.match(/\d+|\p{L}+|[/.-]/gu) ?? []) {
    if (/^\d/.test(token)) parts.numbers.push(token);
    else if (!/^\p{L}/u.test(token)) parts.divider ||= parts.numbers.length === 1 ? token : '';
    else if (!addWord(parts, token)) return null;
  }
  return parts.month === null ? numericDay(parts, now) : namedDay(parts.numbers, parts.month, now);
}

/** A first word that nobody knows is a weekday; later ones are months, fillers or unknown zones. */
function addWord(parts: Parts, word: string): boolean {
  const { numbers, words } = parts;
  const month = monthOf(word);
  parts.words++;
  if (month !== null) {
    // "mar., 01 dec." is a Tuesday in December: a month named later wins over a first word.
    if (parts.month === null || words === 1) parts.month = month;
    return true;
  }
  if (words + numbers.length === 0 || fillers.has(word)) return true;
  return numbers.length >= 2 && /^[a-z]{2,5}$/.test(word) && !/^(.)\1+$/.test(word);
}

function namedDay(numbers: readonly string[], month: number, now: Date): Day | null {
  const [first = '', second] = numbers;
  if (numbers.length > 2) return null;
  if (second === undefined) return first.length === 4 ? { year: Number(first), month, day: 1 } : null;
  if (first.length > 2) return { year: Number(first), month, day: Number(second) };
  return second.length === 3 ? null : { year: fullYear(second, now), month, day: Number(first) };
}

/** Slashes put the month first, dots the day, unless that cannot be. */
function numericDay({ numbers, divider }: Parts, now: Date): Day | null {
  if (numbers.length !== 3) return null;
  const [a = '', b = '', c = ''] = numbers;
  if (a.length === 4) return { year: Number(a), month: Number(b) - 1, day: Number(c) };
  const monthFirst = (divider === '/' && Number(a) <= 12) || Number(b) > 12;
  const [day, month] = monthFirst ? [b, a] : [a, b];
  return { year: fullYear(c, now), month: Number(month) - 1, day: Number(day) };
}

/** Two digits: within the coming twenty years, else in the past. */
export function fullYear(text: string, now: Date): number {
  const year = Number(text);
  if (text.length > 2) return year;
  const century = Math.floor(now.getUTCFullYear() / 100) * 100;
  return century + year > now.getUTCFullYear() + 20 ? century - 100 + year : century + year;
}
