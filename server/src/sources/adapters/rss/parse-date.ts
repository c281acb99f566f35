/** Dates of feeds: RFC 822/2822 and its broken relatives, ISO 8601 and W3C-DTF, in many languages. */
import { fullYear, readDay } from './date-day.ts';
import { ianaOffset } from './date-words.ts';
import { zoneAfterTime, zoneOfDay } from './date-zone.ts';

const longest = 100;

/**
 * The instant that `text` names, or null when it names none. Without a zone it is taken as UTC, and
 * a date without a time is its midnight. Unset clocks (1970-01-01T00:00:00Z, year 1) are no dates.
 * `now` places two-digit years: within the coming 20 years, else in the past.
 */
export function parseDate(text: string, now: Date): Date | null {
  const simple = text.length === 20 || text.length === 25 || text.length === 29 || text.length === 31 ? fastDate(text) : null;
  if (simple) return simple;
  const clean = text.length > 400 ? '' : tidy(text);
  if (clean === '' || clean.length > longest) return null;
  const parts = isoParts(clean, now) ?? stampParts(clean) ?? looseParts(clean, now);
  return parts && instant(parts);
}

interface DateParts {
  year: number;
  /** 0-11 */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  /** Minutes east of UTC, or the name of an IANA zone. */
  zone: number | string;
}

interface TimeParts {
  hour: number;
  minute: number;
  second: number;
  milli: number;
  zone: number | string;
  /** What stood around the time and its zone. */
  rest: string;
}

/** The two forms nearly every feed uses are left to the engine: it is exact on them, and fast. */
function fastDate(text: string): Date | null {
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-](?:0\d|1[0-2]):\d\d)$/.test(text);
  if (!iso && !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} [12]\d{3} \d\d:\d\d:\d\d (?:GMT|[+-](?:0\d|1[0-2])\d\d)$/.test(text)) return null;
  const date = new Date(text);
  const year = date.getUTCFullYear();
  // The engine turns 31 June into 1 July; such days go the long way round and are refused there.
  const day = Number(iso ? text.slice(8, 10) : text.slice(5, 7));
  return year > 1971 && year < 9000 && day < 29 ? date : null;
}

function tidy(text: string): string {
  const plain = /[^\0-\x7F]/.test(text) ? latinize(text) : text;
  return plain
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\b([ap])\.\s?m\b\.?/g, '$1m')
    .replace(/(?<![\d:])(\d{1,2})\s?([ap]m)\b/, '$1:00 $2')
    .replace(/\bz(?=\d{4}$)/, '+')
    .replace(/(?<=[+-]\d\d:?\d\d)\s?z$/, '')
    .replace(/^\s*(\d{8})[t\s]?(\d\d)(\d\d)(?!\d)/, '$1 $2:$3')
    .replace(/^\s*(\d{8})[t\s]?(\d\d)(\d\d)(\d\d)(?!\d)/, '$1 $2:$3:$4')
    .replace(/(?<=\dt)(\d\d)(?=$|z|[+-])/, '$1:00')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Diacritics off; Korean, Japanese and Chinese dates as numbers. Korean dates without a zone are Korea's. */
function latinize(text: string): string {
  const korean = /[년월일]|오[전후]/.test(text) && !/[+-]\d\d:?\d\d|[A-Z]{3}/.test(text);
  const numbers = text
    .replace(/(\d)\s*[년年월月]\s*/g, '$1-')
    .replace(/(\d)\s*[일日]/g, '$1 ')
    .replace(/(오전|오후)\s*(\d{1,2}:\d\d(?::\d\d)?)/g, (_, half: string, time: string) => `${time} ${half === '오후' ? 'pm' : 'am'}`);
  return `${numbers.normalize('NFD').replace(/\p{M}/gu, '')}${korean ? ' kst' : ''}`;
}

const isoDay = String.raw`(\d{4})[-/.](\d{1,3})(?:[-/.](\d{1,3}))?`;
const isoForms: readonly [RegExp, (match: RegExpExecArray, now: Date) => number[] | null][] = [
  [
    new RegExp(`^${isoDay}(?!\\d)`),
    (m) => (m[3] === undefined && m[2]?.length === 3 ? ordinal(Number(m[1]), Number(m[2])) : [Number(m[1]), Number(m[2]), Number(m[3] ?? 1)]),
  ],
  [/^(\d{4})(\d{2})(\d{2})(?!\d)/, (m) => [Number(m[1]), Number(m[2]), Number(m[3])]],
  [/^(\d{4})(\d{3})(?!\d)/, (m) => ordinal(Number(m[1]), Number(m[2]))],
  [/^(\d{4})$/, (m) => [Number(m[1]), 1, 1]],
  [/^-?(\d{2})-(\d{2})(?:-(\d{2}))?(?=$|t|\s)/, (m, now) => [fullYear(m[1] ?? '', now), Number(m[2]), Number(m[3] ?? 1)]],
  [/^-?(\d{2})(\d{2})(\d{2})(?=$|t|\s)/, (m, now) => [fullYear(m[1] ?? '', now), Number(m[2]), Number(m[3])]],
  [/^-?(\d{2})-?(\d{3})$/, (m, now) => ordinal(fullYear(m[1] ?? '', now), Number(m[2]))],
  [/^-(\d{2})(\d{2})$/, (m, now) => [fullYear(m[1] ?? '', now), Number(m[2]), 1]],
];

function isoParts(text: string, now: Date): DateParts | null {
  for (const [form, read] of isoForms) {
    const match = form.exec(text);
    if (!match) continue;
    const day = read(match, now);
    const after = text.slice(match[0].length).replace(/^[t,\s]+/, '');
    const time = readTime(/^[+-]/.test(after) ? `00:00 ${after}` : after);
    if (!day || !time || !/^[\s,]*$/.test(time.rest)) return null;
    return { ...time, year: day[0] ?? 0, month: (day[1] ?? 0) - 1, day: day[2] ?? 0 };
  }
  return null;
}

function ordinal(year: number, day: number): number[] | null {
  if (day < 1 || day > 366) return null;
  const date = new Date(Date.UTC(year, 0, day));
  return [year, date.getUTCMonth() + 1, date.getUTCDate()];
}

/** Seconds or milliseconds since 1970. */
function stampParts(text: string): DateParts | null {
  if (!/^(?:\d{9,10}|\d{13})$/.test(text)) return null;
  const date = new Date(text.length > 10 ? Number(text) : Number(text) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    milli: date.getUTCMilliseconds(),
    zone: 0,
  };
}

function looseParts(text: string, now: Date): DateParts | null {
  const time = readTime(text);
  const day = time && readDay(time.rest, now);
  return day ? { ...time, ...day } : null;
}

const clock = /(?<![\d:])(\d{1,2})(?::|h(?=\d\d(?!\d)))(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?(?![\d:])\s*([ap]m(?![a-z]))?/;

/** Null when there is a time that cannot be; midnight UTC when there is none. */
function readTime(text: string): TimeParts | null {
  const match = clock.exec(text);
  if (!match) return text.includes(':') ? null : { hour: 0, minute: 0, second: 0, milli: 0, ...zoneOfDay(text) };
  const zone = zoneAfterTime(text.slice(match.index + match[0].length), text.slice(0, match.index));
  if (zone.rest.includes(':')) return null;
  const milli = Math.trunc(Number(`0.${match[4] ?? 0}`) * 1000);
  return { hour: hourOf(Number(match[1]), match[5]), minute: Number(match[2]), second: Number(match[3] ?? 0), milli, ...zone };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === 'pm' && hour < 12) return hour + 12;
  return half === 'am' && hour === 12 ? 0 : hour;
}

function instant(parts: DateParts): Date | null {
  const { year, month, day, zone } = parts;
  if (year < 2 || year > 9999 || month < 0 || month > 11 || day < 1 || !isTimeOfDay(parts)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month) return null;
  date.setUTCHours(parts.hour, parts.minute, Math.min(parts.second, 59), parts.milli);
  const east = typeof zone === 'string' ? (ianaOffset(zone, date) ?? 0) : zone;
  date.setTime(date.getTime() - east * 60_000);
  return Number.isNaN(date.getTime()) || date.getTime() === 0 ? null : date;
}

/** 24:00:00 is the end of the day, and a leap second the 60th. */
function isTimeOfDay({ hour, minute, second }: DateParts): boolean {
  return minute <= 59 && second <= 60 && (hour <= 23 || (hour === 24 && minute + second === 0));
}
