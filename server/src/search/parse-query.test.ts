import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoment } from './parse-moment.ts';
import { parseQuery } from './parse-query.ts';

const now = new Date('2026-11-20T12:00:00Z');
const seconds = (written: string) => Date.parse(written) / 1000;
const parse = (query: string) => parseQuery(query, { now, zone: 'UTC' });

describe('the query language', () => {
  it('keeps words in their order and takes phrases out', () => {
    expect(parse('ferry "new line"  «старый порт» tickets')).toMatchObject({ text: 'ferry tickets', phrases: ['new line', 'старый порт'] });
  });

  it('takes exclusions of words and phrases, and leaves other hyphens alone', () => {
    expect(parse('ferry -winter -"old boat" well-known - --x')).toMatchObject({
      text: 'ferry well-known - --x',
      notWords: ['winter'],
      notPhrases: ['old boat'],
    });
  });

  it('takes quotation marks in a sentence, or around one word, and a sign before a number for what they are', () => {
    expect(parse('Council of Tarnholm calls "new line" of ferries a success')).toMatchObject({
      phrases: [],
      text: 'Council of Tarnholm calls new line of ferries a success',
    });
    expect(parse('«Чайка» in Tarnholm')).toMatchObject({ phrases: [], text: 'Чайка in Tarnholm' });
    expect(parse('frost of -22°C, "well"-known')).toMatchObject({ notWords: [], text: 'frost of -22°C, well -known' });
    expect(parse('"one two three four five six seven eight"').phrases).toHaveLength(1);
  });

  it('understands every filter in English and Russian', () => {
    expect(parse('from:@tarn source:"Harbour news" -from:@noise tag:#ferry -tag:ads lang:en after:7d before:2026-11-19 has:photo has:link')).toMatchObject({
      text: '',
      sources: ['@tarn', 'Harbour news'],
      notSources: ['@noise'],
      tags: ['ferry'],
      notTags: ['ads'],
      languages: ['en'],
      after: seconds('2026-11-13T12:00:00Z'),
      before: seconds('2026-11-19T00:00:00Z'),
      has: ['photo', 'link'],
    });
    expect(parse('от:@tarn источник:рынок тег:паром язык:русский после:01.11.2026 до:вчера есть:видео')).toMatchObject({
      text: '',
      sources: ['@tarn', 'рынок'],
      tags: ['паром'],
      languages: ['ru'],
      after: seconds('2026-11-01'),
      before: seconds('2026-11-19'),
      has: ['video'],
    });
  });

  it('takes folders by name', () => {
    expect(parse('папка:Энергия folder:"Night news" -folder:ads wind')).toMatchObject({
      text: 'wind',
      folders: ['Энергия', 'Night news'],
      notFolders: ['ads'],
    });
  });

  it('leaves out languages and media, and passes over a filter that cannot be turned round', () => {
    expect(parse('ferry -lang:en -язык:русский -has:photo -есть:видео')).toMatchObject({
      text: 'ferry',
      notLanguages: ['en', 'ru'],
      hasNot: ['photo', 'video'],
      notWords: [],
      notUnderstood: [],
    });
    expect(parse('barco -after:2024 -before:soon -lang:xx -has:"old wings"')).toMatchObject({
      text: 'barco',
      notWords: [],
      notPhrases: [],
      filters: [],
      notUnderstood: ['-after:2024', '-before:soon', '-lang:xx', '-has:"old wings"'],
    });
  });

  it('takes twenty names of sources or folders, and says that it takes no more', () => {
    const names = (key: string) => Array.from({ length: 22 }, (_, n) => `${key}:n${n}`);
    for (const key of ['from', '-from', 'folder', '-folder']) {
      const { sources, notSources, folders, notFolders, notUnderstood } = parse(names(key).join(' '));
      expect([...sources, ...notSources, ...folders, ...notFolders]).toHaveLength(20);
      expect(notUnderstood).toEqual(names(key).slice(20));
    }
  });

  it('lists filters as they were written, and those that do nothing yet', () => {
    expect(parse('FROM:@Tarn in:work')).toMatchObject({ filters: ['FROM:@Tarn'], notUnderstood: ['in:work'] });
    expect(parse('ferry before:notadate lang:xx has:wings').notUnderstood).toEqual(['before:notadate', 'lang:xx', 'has:wings']);
    expect(parse('ferry lang:de lang:tg')).toMatchObject({ languages: ['de', 'tg'], notUnderstood: [] });
  });

  it('looks for what it does not understand as words', () => {
    expect(parse('after:lunch has:wings lang:klingonish site:x re:invent 10:30 constructor:x toString:1').text).toBe(
      'after:lunch has:wings lang:klingonish site:x re:invent 10:30 constructor:x toString:1',
    );
    expect(parse('has:constructor lang:constructor')).toMatchObject({ has: [], languages: [] });
    expect(parse('"unfinished phrase').text).toBe('"unfinished phrase');
  });

  it('narrows to the tightest of several times', () => {
    expect(parse('after:7d after:2d before:1d before:3d')).toMatchObject({ after: seconds('2026-11-18T12:00:00Z'), before: seconds('2026-11-17T12:00:00Z') });
  });

  it('never throws and never hangs', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'ab"«»“-:@#  \n7d', 'from:', 'до:', 'has:', '\uD800', '𝐁'), maxLength: 500 });
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 500 })), (query) => typeof parse(query).text === 'string'),
      { numRuns: 500 },
    );
  });
});

describe('moments', () => {
  it.each([
    ['2026', '2026-01-01'],
    ['2026-11', '2026-11-01'],
    ['2026-11-20', '2026-11-20'],
    ['20.11.2026', '2026-11-20'],
    ['today', '2026-11-20'],
    ['вчера', '2026-11-19'],
    ['7d', '2026-11-13T12:00:00Z'],
    ['2н', '2026-11-06T12:00:00Z'],
    ['12ч', '2026-11-20T00:00:00Z'],
    ['2026-11-20T10:00', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00Z'],
  ])('%s is %s', (written, expected) => {
    expect(parseMoment(written, now, 'UTC')).toBe(seconds(expected));
  });

  it.each(['', 'soon', '31.02.2026', '2026-13', '7x', '2026-11-20Tx', '999999d0'])('%s is none', (written) => {
    expect(parseMoment(written, now, 'UTC')).toBeNull();
  });

  it.each([
    ['today', 'Europe/Moscow', '2026-11-20', '2026-11-19T21:00:00Z'],
    ['yesterday', 'Pacific/Auckland', '2026-11-20T12:00:00Z', '2026-11-19T11:00:00Z'],
    ['2026-11-20', 'America/New_York', '2026-11-20', '2026-11-20T05:00:00Z'],
    ['2026-11-20T10:00', 'Europe/Moscow', '2026-11-20', '2026-11-20T07:00:00Z'],
    // The clocks are put forward on the 29th of March and back on the 25th of October.
    ['yesterday', 'Europe/Berlin', '2026-03-30T22:30:00Z', '2026-03-29T22:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-11-20', '2026-03-28T23:00:00Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-11-20', '2026-10-24T22:00:00Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-11-20', '2026-10-25T23:00:00Z'],
    // Midnight itself is leapt over, or comes twice.
    ['2026-03-29', 'Asia/Beirut', '2026-11-20', '2026-03-28T22:00:00Z'],
    ['2026-10-25', 'Asia/Beirut', '2026-11-20', '2026-10-24T22:00:00Z'],
    ['2026-11-01', 'America/Havana', '2026-11-20', '2026-11-01T04:00:00Z'],
  ])('%s in %s, asked at %s, begins at %s', (written, zone, at, expected) => {
    expect(parseMoment(written, new Date(at), zone)).toBe(seconds(expected));
  });
});
