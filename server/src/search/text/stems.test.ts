import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stemEnglish } from './stem-english.ts';
import { stemRussian } from './stem-russian.ts';

describe('English stems', () => {
  it.each([
    ['caresses', 'caress'],
    ['flies', 'fli'],
    ['dies', 'die'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['hopping', 'hop'],
    ['hoping', 'hope'],
    ['sized', 'size'],
    ['happy', 'happi'],
    ['relational', 'relat'],
    ['conditional', 'condit'],
    ['generously', 'generous'],
    ['communism', 'communism'],
    ['hopefulness', 'hope'],
    ['electricity', 'electr'],
    ['adjustment', 'adjust'],
    ['probate', 'probat'],
    ['rate', 'rate'],
    ['controlling', 'control'],
    ['skies', 'sky'],
    ['news', 'news'],
    ['succeeding', 'succeed'],
    ['yes', 'yes'],
    ["holm's", 'holm'],
    ['youth', 'youth'],
    ['by', 'by'],
    ['us', 'us'],
  ])('%s is %s', (word, stem) => {
    expect(stemEnglish(word)).toBe(stem);
  });
});

describe('Russian stems', () => {
  it.each([
    ['важная', 'важн'],
    ['важнейшими', 'важн'],
    ['вести', 'вест'],
    ['обсуждавшиеся', 'обсужда'],
    ['прочитав', 'прочита'],
    ['бегущий', 'бегущ'],
    ['делают', 'дела'],
    ['экономика', 'экономик'],
    ['экономический', 'экономическ'],
    ['новости', 'новост'],
    ['новость', 'новост'],
    ['молодость', 'молод'],
    ['длинн', 'длин'],
    ['дня', 'дня'],
    ['путь', 'пут'],
    ['вш', 'вш'],
  ])('%s is %s', (word, stem) => {
    expect(stemRussian(word)).toBe(stem);
  });
});

it('a stem is never longer than its word by more than a letter, and never empty', () => {
  const english = fc.string({ unit: fc.constantFrom(..."abceilnorstuyY'".toLowerCase()), minLength: 1, maxLength: 20 });
  const russian = fc.string({ unit: fc.constantFrom(...'абвеийлнорстьюя'), minLength: 1, maxLength: 20 });
  fc.assert(fc.property(english, (word) => stemEnglish(word).length <= word.length + 1));
  fc.assert(fc.property(russian, (word) => stemRussian(word).length > 0 && word.startsWith(stemRussian(word).slice(0, -1))));
});
