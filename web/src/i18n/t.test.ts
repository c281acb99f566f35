import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import ru from './ru.json' with { type: 'json' };
import { pickLanguage, plural, setTable, t } from './t.ts';

describe('texts of the interface', () => {
  it('exist in both languages, with the same gaps to fill', () => {
    const gaps = (text: unknown): string[] => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect([key, gaps(ru[key])]).toEqual([key, gaps(en[key])]);
      expect([key, typeof ru[key]]).toEqual([key, typeof en[key]]);
    }
  });

  it('have every plural form that Russian needs', () => {
    for (const [key, forms] of Object.entries(ru))
      if (typeof forms !== 'string') expect([key, Object.keys(forms).sort()]).toEqual([key, ['few', 'many', 'one', 'other']]);
  });

  it('group numbers as the language does', () => {
    setTable('ru', ru);
    expect(plural('list.sources', 1234).replace(/[\u00a0\u202f]/g, ' ')).toBe('1 234 источника');
    setTable('en', en);
    expect(plural('list.sources', 1234).replace(/\u00a0/g, ' ')).toBe('1,234 sources');
    expect(t('story.first', { name: 'Breakwater' })).toBe('First to report: Breakwater');
  });

  it('follow the account, else the browser, else English', () => {
    expect(pickLanguage('ru', ['en-US'])).toBe('ru');
    expect(pickLanguage(null, ['de-DE', 'ru-RU', 'en'])).toBe('ru');
    expect(pickLanguage(undefined, ['de-DE'])).toBe('en');
  });
});
