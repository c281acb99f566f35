import { beforeEach, describe, expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import ru from '../i18n/ru.json' with { type: 'json' };
import { setTable } from '../i18n/t.ts';
import {
  ago,
  dateAndClock,
  dayTitle,
  fileSize,
  knownZone,
  locale,
  offset,
  playTime,
  readingMinutes,
  shortDate,
  shortTime,
  span,
  timeOfDay,
} from './format-time.ts';

const now = new Date('2026-11-21T09:41:00Z');
const before = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
/** Non-breaking spaces as plain ones, so that the expectation can be read. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

function speak(language: 'en' | 'ru', timeZone = 'Europe/Moscow'): void {
  setTable(language, language === 'ru' ? ru : en);
  locale.set({ language, timeZone });
}

describe('times in Russian', () => {
  beforeEach(() => speak('ru'));

  it('says minutes under an hour, then the clock, then the date', () => {
    expect(plain(shortTime(before(0), now))).toBe('только что');
    expect(plain(shortTime(before(12), now))).toBe('12 мин назад');
    expect(shortTime(before(90), now)).toBe('11:11');
    expect(plain(shortTime(before(60 * 30), now))).toBe('20 ноя');
  });

  it('says the clock of another day where a heading names that day', () => {
    expect([before(12), before(90), before(60 * 30)].map((at) => plain(timeOfDay(at, now)))).toEqual(['12 мин назад', '11:11', '06:41']);
  });

  it('writes every month in three letters', () => {
    const months = Array.from({ length: 12 }, (_, month) => plain(shortDate(new Date(Date.UTC(2024, month, 18)), now)));
    expect(months.join(', ')).toBe(
      '18 янв 2024, 18 фев 2024, 18 мар 2024, 18 апр 2024, 18 мая 2024, 18 июн 2024, 18 июл 2024, 18 авг 2024, 18 сен 2024, 18 окт 2024, 18 ноя 2024, 18 дек 2024',
    );
  });

  it('names today and yesterday in the time zone of the user', () => {
    expect(plain(dayTitle(now, now))).toBe('Сегодня, 21 ноября');
    expect(plain(dayTitle(before(60 * 13), now))).toBe('Вчера, 20 ноября');
    expect(plain(dayTitle(before(60 * 24 * 2), now))).toBe('Четверг, 19 ноября');
    expect(plain(dateAndClock(before(60), now))).toBe('Сегодня, 11:41');
    const within = [60, 60 * 24, 60 * 48].map((minutes) => plain(dateAndClock(before(minutes), now, true)));
    expect(within).toEqual(['сегодня, 11:41', 'вчера, 12:41', '19 ноября, 12:41']);
  });

  it('knows the day before by the calendar, also around a day of 25 hours', () => {
    speak('ru', 'Europe/Berlin');
    const lateOnLongDay = new Date('2026-10-25T22:30:00Z');
    expect(plain(dayTitle(new Date('2026-10-24T12:00:00Z'), lateOnLongDay))).toBe('Вчера, 24 октября');
    const earlyAfterShortDay = new Date('2026-03-29T22:30:00Z');
    expect(plain(dayTitle(new Date('2026-03-29T06:00:00Z'), earlyAfterShortDay))).toBe('Вчера, 29 марта');
  });

  it('chooses the plural form', () => {
    expect(['1', '3', '5', '21'].map((days) => plain(ago(before(Number(days) * 1440), now)))).toEqual([
      '1 день назад',
      '3 дня назад',
      '5 дней назад',
      '21 день назад',
    ]);
  });
});

describe('times in English', () => {
  beforeEach(() => speak('en', 'UTC'));

  it('writes spans, offsets and lengths', () => {
    expect([45, 600, 3600, 20_400, 200_000].map((seconds) => plain(span(seconds)))).toEqual(['45 s', '10 min', '1 h', '5 h 40 min', '2 days']);
    expect([18, 60, 85].map((minutes) => plain(offset(minutes * 60_000)))).toEqual(['+18 min', '+1 h', '+1 h 25']);
    expect([9, 75, 3700].map(playTime)).toEqual(['0:09', '1:15', '1:01:40']);
    expect(plain(fileSize(2_400_000))).toBe('2.4 MB');
    expect([10, 900].map(readingMinutes)).toEqual([1, 5]);
  });

  it('adds the year to dates of other years', () => {
    expect(plain(dayTitle(new Date('2025-02-03T12:00:00Z'), now))).toBe('Monday, 3 February 2025');
  });

  it('does without a time zone that the browser does not know', () => {
    expect(knownZone('Nowhere/Land')).toBeUndefined();
    expect(knownZone('Europe/Moscow')).toBe('Europe/Moscow');
  });
});
