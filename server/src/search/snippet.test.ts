import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { highlight, makeSnippet, makeUntitledSnippet, withoutHeadline } from './snippet.ts';

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

it('shows what stands before a hit at the end, no more than a page shows of it', () => {
  const { text: snippet } = makeSnippet(`${filler.repeat(30)}The ferry sails at noon.\n#harbour`, termsOf('harbour'));
  expect(snippet).toMatch(/^….*The gulls were quiet.* The ferry sails at noon\. #harbour$/);
  expect(snippet.length).toBeGreaterThan(80);
  expect(snippet.indexOf('#harbour')).toBeLessThan(110);
});

it('marks all forms of a word, and joins marks that overlap', () => {
  const text = 'паромы, парома и CVE-2026-77';
  expect(highlight(text, termsOf('паромы')).map(([start, end]) => text.slice(start, end))).toEqual(['паромы', 'парома']);
  expect(highlight(text, termsOf('cve-2026-77')).map(([start, end]) => text.slice(start, end))).toEqual(['CVE-2026-77']);
});

it('keeps marks inside the text, in order and apart, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.string({ unit: 'grapheme', maxLength: 20 }), (text, query) => {
      const whole = `${text} ${query} ${text}`;
      const { text: snippet, highlights } = text.length % 2 === 0 ? makeSnippet(whole, termsOf(query)) : makeUntitledSnippet(whole, '', termsOf(query));
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

describe('a post without a title', () => {
  const hitsOf = ({ text, highlights }: ReturnType<typeof makeSnippet>) => highlights.map(([start, end]) => text.slice(start, end));

  it('keeps the end of its first line, which stands for one', () => {
    const snippet = makeUntitledSnippet('The ferry is late \n\n Wait at   pier 3\nor walk to the ferry', '', termsOf('ferry'));
    expect(snippet.text).toBe('The ferry is late\nWait at pier 3 or walk to the ferry');
    expect(hitsOf(snippet)).toEqual(['ferry', 'ferry']);
  });

  it('shows its first line before a passage from further on, also before one from behind its link', () => {
    const text = `Night news. ${filler.repeat(20)}\nThe ferry sank.`;
    const snippet = makeUntitledSnippet(text, '', termsOf('ferry'));
    expect(snippet.text).toMatch(/^Night news\.\n….*The ferry sank\.$/);
    expect(hitsOf(snippet)).toEqual(['ferry']);
    const linked = makeUntitledSnippet(text, `${filler.repeat(20)} A lighthouse. ${filler.repeat(20)}`, termsOf('lighthouse'));
    expect(linked.text).toMatch(/^Night news\.\n….*A lighthouse\..*…$/);
    expect(hitsOf(linked)).toEqual(['lighthouse']);
  });

  it('cuts a first line that is too long for a headline at a word', () => {
    const [line] = makeUntitledSnippet(`${'gulls '.repeat(100)}ferry ${'waves '.repeat(60)}`, '', termsOf('ferry')).text.split('\n');
    expect(line).toMatch(/^(gulls )+gulls…$/);
    expect(line!.length).toBeLessThanOrEqual(151);
  });

  it('is no longer than its text, and empty when that is', () => {
    expect(makeUntitledSnippet('Short.', '', termsOf('zebra'))).toEqual({ text: 'Short.', highlights: [] });
    expect(makeUntitledSnippet(' ', '', termsOf('zebra'))).toEqual({ text: '', highlights: [] });
  });
});
