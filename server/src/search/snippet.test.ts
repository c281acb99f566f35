import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { highlight, makeSnippet, withoutHeadline } from './snippet.ts';

const termsOf = (text: string) => new Set(analyse(text).map((term) => term.term));
const filler = 'The gulls were quiet over the pier all morning. ';

it('shows the passage that holds the most of what was looked for', () => {
  const text = `A ferry came. ${filler.repeat(30)}The ferry and its captain met the pilot near the lighthouse. ${filler.repeat(30)}`;
  const { text: snippet, highlights } = makeSnippet(text, termsOf('ferry captain lighthouse'));
  expect(highlights.map(([start, end]) => snippet.slice(start, end))).toEqual(['ferry', 'captain', 'lighthouse']);
  expect(snippet.length).toBeLessThan(310);
  expect(snippet.startsWith('…') && snippet.endsWith('…')).toBe(true);
});

it('begins at the beginning when nothing is found, and does not cut a short text', () => {
  expect(makeSnippet(filler.repeat(20), termsOf('zebra')).text).toMatch(/^The gulls .*…$/);
  expect(makeSnippet('Short.\n\nAnd   sweet.', termsOf('zebra'))).toEqual({ text: 'Short. And sweet.', highlights: [] });
});

it('shows what stands before a hit at the end', () => {
  const { text: snippet } = makeSnippet(`${filler.repeat(30)}The ferry sails at noon.\n#harbour`, termsOf('harbour'));
  expect(snippet).toMatch(/^….*The gulls were quiet.* The ferry sails at noon\. #harbour$/);
  expect(snippet.length).toBeGreaterThan(200);
});

it('marks all forms of a word, and joins marks that overlap', () => {
  const text = 'паромы, парома и CVE-2026-77';
  expect(highlight(text, termsOf('паромы')).map(([start, end]) => text.slice(start, end))).toEqual(['паромы', 'парома']);
  expect(highlight(text, termsOf('cve-2026-77')).map(([start, end]) => text.slice(start, end))).toEqual(['CVE-2026-77']);
});

it('keeps marks inside the text, in order and apart, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.string({ unit: 'grapheme', maxLength: 20 }), (text, query) => {
      const { text: snippet, highlights } = makeSnippet(`${text} ${query} ${text}`, termsOf(query));
      expect(snippet.isWellFormed() || !text.isWellFormed() || !query.isWellFormed()).toBe(true);
      let last = 0;
      for (const [start, end] of highlights) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(snippet.length);
    }),
    { numRuns: 200 },
  );
});

it('goes on after a headline that the text begins with, whatever stands between', () => {
  expect(withoutHeadline('Ночью цена упала: ниже нуля.\n\nРедкость для узла.', 'Ночью цена упала, ниже нуля')).toBe('Редкость для узла.');
  expect(withoutHeadline('The ferry sails. It is new.', 'The ferry sails')).toBe('It is new.');
  expect(withoutHeadline('The ferry sailed.', 'The ferry sails')).toBe('The ferry sailed.');
  expect(withoutHeadline('The ferry sails.', 'The ferry sails')).toBe('The ferry sails.');
  expect(withoutHeadline('The ferry sails.', null)).toBe('The ferry sails.');
});
