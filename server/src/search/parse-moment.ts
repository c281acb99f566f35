/** Points in time as people type them into a search: "7d", "2026-11-20", "20.11.2026", "вчера". */
import { instantOf, wallTime } from './zone-time.ts';

const SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  ч: 3600,
  d: 86_400,
  д: 86_400,
  w: 604_800,
  н: 604_800,
  m: 2_592_000,
  м: 2_592_000,
  y: 31_536_000,
  г: 31_536_000,
};
const DAYS_AGO: Readonly<Record<string, number>> = { today: 0, сегодня: 0, yesterday: 1, вчера: 1 };
const DAY = 86_400_000;

/** Seconds since 1970; a day, month or year means its start in the time zone. Null when it is no time. */
export function parseMoment(written: string, now: Date, zone: string): number | null {
  const text = written.trim().toLowerCase();
  if (Object.hasOwn(DAYS_AGO, text)) {
    const today = Math.floor(wallTime(now.getTime(), zone) / DAY) * DAY;
    return toSeconds(today - DAYS_AGO[text]! * DAY, zone);
  }
  const ago = /^(\d{1,5})([hdwmyчднмг])$/.exec(text);
  if (ago !== null) return Math.floor(now.getTime() / 1000) - Number(ago[1]) * SECONDS[ago[2]!]!;
  const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dayFirst !== null) return startOf([Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1])], zone);
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (date !== null) return startOf([Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1)], zone);
  if (!/^\d{4}-\d\d-\d\dt\d\d:\d\d/.test(text)) return null;
  const isInstant = /(?:z|[+-]\d\d:?\d\d)$/.test(text);
  const time = Date.parse(isInstant ? text : `${text}z`);
  if (Number.isNaN(time)) return null;
  return isInstant ? Math.floor(time / 1000) : toSeconds(time, zone);
}

function startOf([year, month, day]: [number, number, number], zone: string): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? toSeconds(time, zone) : null;
}

function toSeconds(wall: number, zone: string): number {
  return Math.floor(instantOf(wall, zone) / 1000);
}
