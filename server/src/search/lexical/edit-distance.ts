/** How many slips lie between two words: a letter too many, missing, wrong, or two swapped (optimal string alignment). */
import type { TermDictionary } from './term-dictionary.ts';

const MOST = 66;
const rows = [new Uint8Array(MOST), new Uint8Array(MOST), new Uint8Array(MOST)] as const;

/** The distance of `term` from the term `termId`, or `bound` + 1 when it is more than `bound`. */
export function boundedDistance(dictionary: TermDictionary, termId: number, term: string, bound: number): number {
  const n = dictionary.length(termId);
  if (n >= MOST || term.length >= MOST) return bound + 1;
  let [before, last, row] = rows;
  for (let j = 0; j <= n; j++) last[j] = j;
  for (let i = 1; i <= term.length; i++) {
    const char = term.charCodeAt(i - 1);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= n; j++) {
      const other = dictionary.charAt(termId, j - 1);
      const cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (char === other ? 0 : 1));
      const swapped = i > 1 && j > 1 && char === dictionary.charAt(termId, j - 2) && term.charCodeAt(i - 2) === other;
      row[j] = swapped ? Math.min(cost, before[j - 2]! + 1) : cost;
      least = Math.min(least, row[j]!);
    }
    if (least > bound) return bound + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[n]!, bound + 1);
}
