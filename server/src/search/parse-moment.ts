/** Points in time as people type them into a search: "7d", "2026-11-20", "20.11.2026", "вчера". */

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
const DAY = 86_400;

/** Seconds since 1970, UTC; a day, month or year means its start. Null when it is no time. */
export function parseMoment(written: string, now: Date): number | null {
  const text = written.trim().toLowerCase();
  const nowSeconds = Math.floor(now.getTime() / 1000);
  if (Object.hasOwn(DAYS_AGO, text)) return Math.floor(nowSeconds / DAY) * DAY - DAYS_AGO[text]! * DAY;
  const ago = /^(\d{1,5})([hdwmyчднмг])$/.exec(text);
  if (ago !== null) return nowSeconds - Number(ago[1]) * SECONDS[ago[2]!]!;
  const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dayFirst !== null) return startOf(Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1]));
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (date !== null) return startOf(Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1));
  if (!/^\d{4}-\d\d-\d\dt\d\d:\d\d/.test(text)) return null;
  const instant = Date.parse(/(?:z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}z`);
  return Number.isNaN(instant) ? null : Math.floor(instant / 1000);
}

function startOf(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / 1000 : null;
}
