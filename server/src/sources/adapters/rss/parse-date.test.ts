import { describe, expect, test } from 'vitest';
import { parseDate } from './parse-date.ts';

const now = new Date('2026-03-01T12:00:00Z');
const read = (text: string): string | null => parseDate(text, now)?.toISOString().replace('.000Z', 'Z') ?? null;

describe('parseDate', () => {
  test.each([
    ['Tue, 14 May 2024 09:30:15 GMT', '2024-05-14T09:30:15Z'],
    ['Tue, 14 May 2024 09:30:15 +0300', '2024-05-14T06:30:15Z'],
    ['14 May 24 9:30 EST', '2024-05-14T14:30:00Z'],
    ['Tuesday, 14-May-24 09:30:15 PDT', '2024-05-14T16:30:15Z'],
    ['  Tue ,\n 14   May 2024\t09:30:15 +0000 (UTC) ', '2024-05-14T09:30:15Z'],
    ['Tue May 14 09:30:15 2024', '2024-05-14T09:30:15Z'],
    ['Tue May 14 09:30:15 +0200 2024', '2024-05-14T07:30:15Z'],
    ['May 14, 2024, 9:30 p.m.', '2024-05-14T21:30:00Z'],
    ['May 14, 2024 3pm', '2024-05-14T15:00:00Z'],
    ['Tue, 14th May 2024 12:05 AM', '2024-05-14T00:05:00Z'],
    ['Tue, 14 May 2024 10:30:15 MET', '2024-05-14T09:30:15Z'],
    ['Tue, 14 May 2024 09:30:15 Europe/Lisbon', '2024-05-14T08:30:15Z'],
    ['Tue, 14 Jan 2024 09:30:15 Europe/Lisbon', '2024-01-14T09:30:15Z'],
    ['Tue, 14 May 2024 09:30:15 GMT+02:00', '2024-05-14T07:30:15Z'],
    ['Tue, 14 May 2024 09:30:15 XYZT', '2024-05-14T09:30:15Z'],
  ])('reads mail dates: %s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ['2024-05-14T09:30:15Z', '2024-05-14T09:30:15Z'],
    ['2024-05-14T09:30:15.123456+02:00', '2024-05-14T07:30:15.123Z'],
    ['2024-05-14 09:30:15', '2024-05-14T09:30:15Z'],
    ['2024-05-14T09:30-0500', '2024-05-14T14:30:00Z'],
    ['2024-05-14T09:30:15+02:00Z', '2024-05-14T07:30:15Z'],
    ['2024-05-14', '2024-05-14T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024', '2024-01-01T00:00:00Z'],
    ['20240514T093015Z', '2024-05-14T09:30:15Z'],
    ['20240514093015', '2024-05-14T09:30:15Z'],
    ['2024-135', '2024-05-14T00:00:00Z'],
    ['2024/5/4 9:05', '2024-05-04T09:05:00Z'],
    ['24-05-14', '2024-05-14T00:00:00Z'],
    ['2024-05-14T24:00:00Z', '2024-05-15T00:00:00Z'],
    ['1715679015', '2024-05-14T09:30:15Z'],
    ['1715679015000', '2024-05-14T09:30:15Z'],
  ])('reads ISO dates and stamps: %s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ['Вт, 14 мая 2024 12:30:00 +0300', '2024-05-14T09:30:00Z'],
    ['14 сентября 2024 г. 12:30 МСК', '2024-09-14T09:30:00Z'],
    ['Di, 14 Mär 2023 10:00:00 +0100', '2023-03-14T09:00:00Z'],
    ['14. Oktober 2024, 10:00 Uhr', '2024-10-14T10:00:00Z'],
    ['mar., 14 févr. 2023 10h05', '2023-02-14T10:05:00Z'],
    ['14 août 2024 à 08:00', '2024-08-14T08:00:00Z'],
    ['mié, 14 ene 2024 10:00:00 GMT', '2024-01-14T10:00:00Z'],
    ['14 de septiembre de 2024', '2024-09-14T00:00:00Z'],
    ['ven, 14 giugno 2024 10:00', '2024-06-14T10:00:00Z'],
    ['qua, 14 fev 2024 10:00', '2024-02-14T10:00:00Z'],
    ['di 14 mei 2024 10:00', '2024-05-14T10:00:00Z'],
    ['pon., 14 paź 2024 10:00', '2024-10-14T10:00:00Z'],
    ['2024년 5월 14일 오후 6:30:00', '2024-05-14T09:30:00Z'],
    ['2024年5月14日 10:00', '2024-05-14T10:00:00Z'],
    ['Κυρ, 14 Ιούλ 2024 12:00:00 EST', '2024-07-14T17:00:00Z'],
    ['2024. július 14', '2024-07-14T00:00:00Z'],
    ['2024-július-14T9:15-05:00', '2024-07-14T14:15:00Z'],
  ])('reads other languages: %s', (text, expected) => expect(read(text)).toBe(expected));

  test('takes slashes as month first and dots as day first, unless that cannot be', () => {
    expect(read('05/14/2024 4:20 pm')).toBe('2024-05-14T16:20:00Z');
    expect(read('14/05/2024')).toBe('2024-05-14T00:00:00Z');
    expect(read('04.05.2024')).toBe('2024-05-04T00:00:00Z');
  });

  test('puts two-digit years within the coming twenty years or the past', () => {
    expect(read('14 May 45')).toBe('2045-05-14T00:00:00Z');
    expect(read('14 May 47')).toBe('1947-05-14T00:00:00Z');
  });

  test('sets offsets that no place has to zero', () => {
    expect(read('2024-05-14 00:00:00-13:00')).toBe('2024-05-14T00:00:00Z');
  });

  test.each([
    '', '   ', 'yesterday', 'вчера', '5 minutes ago', 'Tue, 99 May 2024 10:00:00 GMT', 'Tue, 31 Jun 2024 10:00:00 GMT', '2024-13-01', '2024-05-14T25:00:00Z',
    '2024-05-14T09:61:00Z', '2024-05-14T09:xx:00Z', 'Tue, 14 zzz 2024 10:00:00 GMT', '14 May 2024 1:2:3:4', 'Tue, 14 May 2024 10:00:00 +00:zz', '10:30', '1/2', '<b>',
  ])('is null for what names no date: %j', (text) => expect(read(text)).toBeNull()); // prettier-ignore

  test('is null for clocks that were never set', () => {
    expect(read('1970-01-01T00:00:00Z')).toBeNull();
    expect(read('Thu, 01 Jan 1970 00:00:00 GMT')).toBeNull();
    expect(read('0001-01-01T00:00:00Z')).toBeNull();
    expect(read('0000-00-00 00:00:00')).toBeNull();
  });

  test('is null for long nonsense', () => {
    for (const text of ['9'.repeat(1e6), '('.repeat(1e6), ' '.repeat(1e6), 'a '.repeat(190), '1 '.repeat(190), ':'.repeat(390), '+1'.repeat(190)]) {
      expect(parseDate(text, now)).toBeNull();
    }
  });
});
