import { describe, expect, it } from 'vitest';
import { isForeign, languagesOf } from './own-languages.ts';

const sources = (...languages: (string | null)[]) => languages.map((language) => ({ language }));

describe('the label of a language', () => {
  it('is only for posts that are foreign to the interface and to most of what is followed', () => {
    const followed = languagesOf(sources('en', 'en', 'ru', 'en', 'de', 'en', null));
    expect([...followed]).toEqual(['en']);
    expect(isForeign('en', 'ru', followed)).toBe(false);
    expect(isForeign('ru', 'ru', followed)).toBe(false);
    expect(isForeign('de', 'ru', followed)).toBe(true);
  });

  it('is left out where the language is not known', () => {
    expect(isForeign(null, 'ru', languagesOf([]))).toBe(false);
  });
});
