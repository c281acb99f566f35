/** The time zone in what surrounds the time of a date. */
import { zoneOf } from './date-words.ts';

export interface ZoneAndRest {
  /** Minutes east of UTC, NaN for an offset that is none, or the name of an IANA zone; 0 without any. */
  zone: number | string;
  /** The text without the zone. */
  rest: string;
}

const none = /^\s*$/;
const offset = /^\s*(?:(?:gmt|utc?|z)\s?(?=[+-]))?([+-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/;
const iana = /(?<![a-z])[a-z]{2,}\/[a-z_]{2,}(?:\/[a-z_]+)?/;

/** The zone that follows a time; `before` is what stood ahead of it. */
export function zoneAfterTime(after: string, before: string): ZoneAndRest {
  const numeric = offset.exec(after);
  if (numeric) return { zone: readOffset(numeric), rest: `${before} ${after.slice(numeric[0].length)}` };
  const { zone, rest } = none.test(after) ? { zone: 0, rest: '' } : zoneAmongWords(after, false);
  return { zone, rest: `${before} ${rest}` };
}

/** A zone name at the end of a date without a time: midnight there. */
export function zoneOfDay(text: string): ZoneAndRest {
  return zoneAmongWords(text, true);
}

function zoneAmongWords(text: string, lastOnly: boolean): ZoneAndRest {
  const place = iana.exec(text)?.[0];
  if (place !== undefined) return { zone: place, rest: text.replace(place, ' ') };
  const words = text.trim().split(' ');
  for (const [index, word] of words.entries()) {
    const name = word.replace(/[.,]$/, '');
    const zone = zoneOf(name);
    // Single letters are military zones only right behind a time; elsewhere they are words of a language.
    const plausible = lastOnly ? index === words.length - 1 && name.length > 2 : index === 0 || name.length > 1;
    if (zone !== null && plausible) return { zone, rest: words.toSpliced(index, 1).join(' ') };
  }
  return { zone: 0, rest: text };
}

function readOffset(match: RegExpExecArray): number {
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 24 || minutes > 59) return Number.NaN;
  const east = (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
  // Offsets that no place on earth has are typing errors; the time itself is then worth more.
  return east < -720 || east > 840 ? 0 : east;
}
