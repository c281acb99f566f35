/** Times, dates and sizes as people read them: by Intl, in the user's language and time zone. */
import { plural, t } from '../i18n/t.ts';
import { createStore } from './small-store.ts';

export interface Locale {
  language: string;
  /** IANA name; undefined means that of the device. */
  timeZone: string | undefined;
}
export const locale = createStore<Locale>({ language: 'en', timeZone: undefined });

/** The zone when this browser knows it, else undefined. */
export function knownZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions, at: Date): string {
  const { language, timeZone } = locale.get();
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, ...(timeZone ? { timeZone } : {}) })));
  return made.format(at);
}

export const clock = (at: Date): string => format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
const dayKeys = new Map<string, string>();
/** 2026-11-21 in the user's zone. */
export function dayKey(at: Date): string {
  const { timeZone } = locale.get();
  const hour = `${timeZone} ${Math.floor(at.getTime() / 900_000)}`;
  let key = dayKeys.get(hour);
  if (!key) {
    key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...(timeZone ? { timeZone } : {}) }).format(at);
    dayKeys.set(hour, key);
  }
  return key;
}
export const fullDate = (at: Date): string =>
  format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
const sameYear = (a: Date, b: Date): boolean => format({ year: 'numeric' }, a) === format({ year: 'numeric' }, b);
/** The key of the day before, by the calendar: a day may have 23 hours, or 25. */
const dayBefore = (now: Date): string => new Date(Date.parse(dayKey(now)) - 86_400_000).toISOString().slice(0, 10);

/** "Today, 21 November", "Yesterday, 20 November", "Thursday, 19 November", with the year when it is another. */
export function dayTitle(at: Date, now: Date): string {
  const date = format({ day: 'numeric', month: 'long', ...(sameYear(at, now) ? {} : { year: 'numeric' }) }, at);
  const key = dayKey(at);
  if (key === dayKey(now)) return t('time.today', { date });
  if (key === dayBefore(now)) return t('time.yesterday', { date });
  const weekday = format({ weekday: 'long' }, at);
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)}, ${date}`;
}

/** "2 min ago" under an hour, then the clock; on other days the date. */
export const shortTime = (at: Date, now: Date): string => minutesAgo(at, now) ?? (dayKey(at) === dayKey(now) ? clock(at) : shortDate(at, now));

/** "2 min ago" under an hour, then the clock: where a heading names the day. */
export const timeOfDay = (at: Date, now: Date): string => minutesAgo(at, now) ?? clock(at);

function minutesAgo(at: Date, now: Date): string | null {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1 && minutes > -2) return t('time.now');
  return minutes > 0 && minutes < 60 ? t('time.minutesAgo', { n: minutes }) : null;
}

/** "25 Nov", "18 Nov 2024": three letters for every month, also where Intl writes more of some. */
export function shortDate(at: Date, now: Date): string {
  const year = sameYear(at, now) ? '' : ` ${format({ year: 'numeric' }, at)}`;
  return `${format({ day: 'numeric', month: 'short' }, at).replace(/(\p{L}{3})\p{L}*\.?$/u, '$1')}${year}`;
}

/** "Today, 08:01", "Yesterday, 18:20", "19 November, 18:20"; `within` a sentence "today, 08:01", "yesterday, 18:20". */
export function dateAndClock(at: Date, now: Date, within = false): string {
  const key = dayKey(at);
  const time = clock(at);
  if (key === dayKey(now)) return within ? t('time.todayAtWithin', { time }) : t('time.todayAt', { time });
  if (key === dayBefore(now)) return within ? t('time.yesterdayAtWithin', { time }) : t('time.yesterdayAt', { time });
  return `${format({ day: 'numeric', month: 'long', ...(sameYear(at, now) ? {} : { year: 'numeric' }) }, at)}, ${clock(at)}`;
}

/** "just now", "11 min ago", "4 h ago", "3 days ago", then the date: for tables. */
export function ago(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return t('time.now');
  if (minutes < 60) return t('time.minutesAgo', { n: minutes });
  if (minutes < 24 * 60) return t('time.hoursAgo', { n: Math.floor(minutes / 60) });
  if (minutes < 30 * 24 * 60) return plural('time.daysAgo', Math.floor(minutes / 1440));
  return shortDate(at, now);
}

/** A span in words: "45 s", "10 min", "5 h 40 min", "2 days". */
export function span(seconds: number): string {
  if (seconds < 60) return t('time.seconds', { n: Math.max(0, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('time.minutes', { n: minutes });
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    const hours = t('time.hours', { n: Math.floor(minutes / 60) });
    return rest === 0 ? hours : `${hours} ${t('time.minutes', { n: rest })}`;
  }
  return plural('time.days', Math.round(minutes / 1440));
}

/** How long after the first report: "+18 min", "+1 h 25", "+2 days". */
export function offset(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 60) return `+${t('time.minutes', { n: minutes })}`;
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `+${t('time.hours', { n: minutes / 60 })}` : `+${t('time.hours', { n: Math.floor(minutes / 60) })} ${minutes % 60}`;
  return `+${plural('time.days', Math.round(minutes / 1440))}`;
}

/** Minutes of reading: 180 words a minute, at least one. */
export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / 180));

/** 75 → "1:15". */
export function playTime(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`;
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale.get().language, { maximumFractionDigits: digits }).format(value);
}

/** "87%" in English, "87 %" in Russian. */
export const percent = (share: number): string => new Intl.NumberFormat(locale.get().language, { style: 'percent' }).format(share);

/** Bytes as "2.4 MB". */
export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(locale.get().language, { style: 'unit', unit: units[step] ?? 'byte', maximumFractionDigits: step > 1 ? 1 : 0 }).format(
    bytes / 1000 ** step,
  );
}

const shortRussian: Record<string, string> = {
  ar: 'араб.',
  be: 'белор.',
  bg: 'болг.',
  cs: 'чешск.',
  de: 'нем.',
  en: 'англ.',
  es: 'исп.',
  fi: 'финск.',
  fr: 'франц.',
  it: 'итал.',
  ja: 'яп.',
  kk: 'казах.',
  ko: 'кор.',
  nl: 'нидерл.',
  pl: 'польск.',
  pt: 'португ.',
  ru: 'рус.',
  sr: 'серб.',
  sv: 'швед.',
  tr: 'тур.',
  uk: 'укр.',
  zh: 'кит.',
};

/** "англ." in Russian, where the names are long; Intl has no short form. */
export function shortLanguage(code: string): string {
  return (locale.get().language === 'ru' ? shortRussian[code] : undefined) ?? languageName(code);
}

/** "English", "английский". */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([locale.get().language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
