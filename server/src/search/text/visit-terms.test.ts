import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, WORD } from '../analyse.ts';
import { visitTerms } from './visit-terms.ts';

/** "term" for words, "term~" for several written as one, "term!" for sharper forms. */
function terms(text: string): string[] {
  return analyse(text).map(({ term, role }) => term + ['', '~', '!'][role]!);
}

describe('words', () => {
  it('meet their forms in Russian and English', () => {
    for (const forms of ['правительство правительства правительством', 'выборы выборов выборах', 'running runs run', 'cities city', 'ёлка елка ЁЛКИ']) {
      expect(new Set(terms(forms)).size, forms).toBe(1);
    }
  });

  it('meet their forms in Ukrainian and Belarusian', () => {
    for (const forms of ['українська української українську', 'Київ Київ', 'беларускі беларускіх']) expect(new Set(terms(forms)).size, forms).toBe(1);
  });

  it('are one however they are written: case, width, accents, invisible characters, fancy letters', () => {
    for (const [a, b] of [
      ['CAFÉ', 'cafe'],
      ['ﬁnance', 'finance'],
      ['Ｔａｒｎ', 'tarn'],
      ['те\u00ADле\u200Bфон', 'телефон'],
      ['𝐁𝐨𝐥𝐝', 'bold'],
      ['Straße', 'strasse'],
      ['и\u0306', 'й'],
    ]) {
      expect(terms(a!), a).toEqual(terms(b!));
    }
    expect(terms('война')).not.toEqual(terms('воина'));
  });

  it('keep apostrophes that are spelling and part those that are not', () => {
    expect(terms("don't")).toEqual(terms('dont'));
    expect(terms("Holm's")).toEqual(terms('Holm'));
    expect(terms("п'ять")).toEqual(['пят']);
    expect(terms("O'Brien")).toEqual(['o', 'brien', 'obrien~']);
  });
});

describe('numbers and codes', () => {
  it('write one number one way', () => {
    expect(terms('1,5 1.5')).toEqual(['1.5', '1.5']);
    expect(terms('1,000,000')).toEqual(['1000000']);
    expect(terms('1\u00A0000\u00A0000')).toEqual(['1000000']);
    expect(terms('в 2024 100 человек')).toContain('2024');
  });

  it('are found whole and in parts', () => {
    expect(terms('CVE-2026-1234')).toEqual(['cve', '2026', '1234', 'cve20261234~']);
    expect(terms('GPT-4o')).toEqual(['gpt', '4o', 'gpt4o~']);
    expect(terms('gpt4o')).toEqual(['gpt4o']);
    expect(terms('64k')).toEqual(['64k']);
    expect(terms('C++ and C#')).toEqual(['c', 'c++!', 'and', 'c', 'c#!']);
  });

  it('keep names, tags and hosts', () => {
    expect(terms('@tarn_news #Погода')).toEqual(['tarn', 'news', 'tarnnew~', '@tarn_news!', 'погод', '#погода!']);
    expect(terms('see https://www.tarn.example/a/b?c=1, then')).toEqual(['see', 'tarn', 'exampl', 'tarn.example~', 'then']);
    expect(terms('mail me@tarn.example')).not.toContain('@tarn.example!');
    expect(terms('node.js')).toContain('node.js~');
    expect(terms('end.Next')).toEqual(terms('end Next'));
  });
});

it('cuts scripts without spaces into pairs of characters', () => {
  expect(terms('東京都')).toEqual(['東京', '京都']);
  expect(terms('東')).toEqual(['東']);
  expect(terms('日本go')).toEqual(['日本', 'go']);
  expect(terms('𠀋𠀌𠀍')).toEqual(['𠀋𠀌', '𠀌𠀍']);
});

it('gives every word the next position and places that are in the text, whatever the text', () => {
  const odd = fc.string({ unit: fc.constantFrom(..."аЯё1b-'’.,_@#+ \n\u00A0\u0301東ー𠀋\uD800http://www.".split('')), maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 100 })), (text) => {
      let next = 0;
      const end = visitTerms(text, ({ term }, place) => {
        expect(term).not.toBe('');
        expect(place.start).toBeGreaterThanOrEqual(0);
        expect(place.end).toBeLessThanOrEqual(text.length + 2);
        expect(place.end).toBeGreaterThan(place.start);
        if (place.role === WORD) expect(place.position).toBe(next++);
      });
      expect(end).toBe(next);
    }),
    { numRuns: 300 },
  );
});

it('reads texts made to be slow to their end', () => {
  for (const unit of ["a'", 'a-', 'a.', '1,', '1\u00A0', 'ё\u0301', '東', 'http://', '@', '-', 'а.б.']) {
    let last = 0;
    visitTerms(`${unit.repeat(100_000)} end`, (_term, place) => (last = place.end));
    expect(last, JSON.stringify(unit)).toBe(unit.length * 100_000 + 4);
  }
});
