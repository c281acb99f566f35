import { describe, expect, it } from 'vitest';
import type { Block } from './contract-types.ts';
import { splitHeadline, splitMarked, withoutHeadline } from './headline.ts';

const p = (text: string): Block => ({ t: 'p', c: [{ t: 'text', text }] });

describe('marks', () => {
  const pieces = (text: string, word: string) => {
    const ranges = [...text.matchAll(new RegExp(word, 'g'))].map((match) => [match.index, match.index + word.length] as const);
    const { headline, rest, inHeadline, inRest } = splitMarked(text, ranges);
    return { headline: inHeadline.map(([from, to]) => headline.slice(from, to)), rest: inRest.map(([from, to]) => rest.slice(from, to)) };
  };

  it('stay on their words on both sides of the cut', () => {
    expect(pieces('A ferry is late.\nThe ferry waits.', 'ferry')).toEqual({ headline: ['ferry'], rest: ['ferry'] });
    expect(pieces(`${'ferry word '.repeat(30)}`, 'ferry')).toEqual({ headline: Array(14).fill('ferry'), rest: Array(16).fill('ferry') });
    expect(pieces('Night news.\n…and the ferry sank', 'ferry')).toEqual({ headline: [], rest: ['ferry'] });
    expect(pieces('ferry', 'ferry')).toEqual({ headline: ['ferry'], rest: [] });
  });
});

describe('the headline of a post without a title', () => {
  it('is its first sentence, and the text goes on after it', () => {
    expect(splitHeadline('The ferry is late. Wait at pier 3. Or walk.')).toEqual({ headline: 'The ferry is late.', rest: 'Wait at pier 3. Or walk.' });
    expect(splitHeadline('Паром задерживается! Ждём.')).toEqual({ headline: 'Паром задерживается!', rest: 'Ждём.' });
  });

  it('does not end at an initial, an abbreviation or a number', () => {
    expect(splitHeadline('В г. Портово выступил Дж. Смит, т. е. мэр. Подробности позже.').headline).toBe('В г. Портово выступил Дж. Смит, т. е. мэр.');
    expect(splitHeadline('It rose 2.5 per cent, e.g. in May. More soon.').headline).toBe('It rose 2.5 per cent, e.g. in May.');
  });

  it('ends at a word where the sentence is too long for a headline', () => {
    const { headline, rest } = splitHeadline('word '.repeat(80));
    expect(headline).toMatch(/word…$/);
    expect(headline.length).toBeLessThanOrEqual(151);
    expect(rest).toMatch(/^…word/);
  });
});

describe('the body under such a headline', () => {
  it('does not say it again, through emphasis, links and line ends', () => {
    const blocks: Block[] = [
      {
        t: 'p',
        c: [
          { t: 'b', c: [{ t: 'text', text: 'The ferry ' }] },
          { t: 'text', text: 'is late.' },
          { t: 'br' },
          { t: 'br' },
          { t: 'text', text: ' Wait at pier 3.' },
        ],
      },
    ];
    expect(withoutHeadline(blocks, 'The ferry is late.')).toEqual([p('Wait at pier 3.')]);
  });

  it('is empty when the headline was all', () => {
    expect(withoutHeadline([p('The ferry is late.')], 'The ferry is late.')).toEqual([]);
  });

  it('goes on where a long sentence was cut', () => {
    expect(withoutHeadline([p('One two three four.')], 'One two…')).toEqual([p('…three four.')]);
  });

  it("drops dots that are the writer's own", () => {
    expect(withoutHeadline([p('Wait… It goes on.')], 'Wait…')).toEqual([p('It goes on.')]);
  });

  it('stays whole when it begins with something else', () => {
    const blocks = [p('Another text.')];
    expect(withoutHeadline(blocks, 'The ferry is late.')).toBe(blocks);
  });
});
