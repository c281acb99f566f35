/** Request headers that are safe to send, and the few answer headers that callers need. */
import type { EgressKind } from './types.ts';

type AnswerHeaders = Record<string, string | string[] | undefined>;

const accepts: Record<EgressKind, string> = {
  feed: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
  page: 'text/html, application/xhtml+xml, */*;q=0.5',
  preview: 'text/html, application/xhtml+xml, */*;q=0.5',
  image: 'image/avif, image/webp, image/png, image/jpeg, image/gif, */*;q=0.3',
};

const handedOn = ['content-type', 'content-language', 'content-disposition', 'cache-control', 'expires', 'link', 'x-robots-tag'];
const longestWait = 7 * 86_400;
const longestAge = 31 * 86_400;

export function requestHeaders(
  kind: EgressKind,
  userAgent: string,
  known: { etag?: string | null; lastModified?: string | null } = {},
): Record<string, string> {
  const etag = headerValue(known.etag);
  const lastModified = headerValue(known.lastModified);
  return {
    'user-agent': userAgent,
    accept: accepts[kind],
    'accept-encoding': 'gzip, br, zstd, deflate',
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
}

/** A value that can go back to the site: one that cannot (line breaks, other scripts, very long) is dropped, not an error. */
export function headerValue(value: string | null | undefined): string | null {
  return value && value.length <= 512 && /^[\x20-\x7e]+$/.test(value) ? value : null;
}

export function answerHeaders(headers: AnswerHeaders): Record<string, string> {
  return Object.fromEntries(handedOn.flatMap((name) => (single(headers, name) === null ? [] : [[name, single(headers, name) ?? '']])));
}

/** The first value of a header as text. Header bytes are UTF-8 in practice where they are not ASCII. */
export function single(headers: AnswerHeaders, name: string): string | null {
  const value = headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  if (first === undefined) return null;
  const text = Buffer.from(first, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? first : text;
}

/** `Retry-After` in seconds, as a number or a date (RFC 9110, 10.2.3); null when absent or unreadable; 7 days at most. */
export function waitSeconds(headers: AnswerHeaders, now: Date): number | null {
  const value = single(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), longestWait);
  return secondsUntil(value, now, longestWait);
}

/** How long the site calls its answer fresh (`max-age`, else `Expires`), seconds; null when it does not say. */
export function freshSeconds(headers: AnswerHeaders, now: Date): number | null {
  const control = (single(headers, 'cache-control') ?? '').toLowerCase();
  if (/(?:^|[\s,])no-(?:cache|store)(?:$|[\s,=])/.test(control)) return null;
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,9})/.exec(control)?.[1];
  if (maxAge !== undefined) return Math.min(Number(maxAge), longestAge);
  return secondsUntil(single(headers, 'expires') ?? '', now, longestAge);
}

function secondsUntil(date: string, now: Date, limit: number): number | null {
  if (!/^[A-Za-z]{3,9}, /.test(date) || date.length > 40) return null;
  const at = Date.parse(date);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, Math.ceil((at - now.getTime()) / 1000)), limit);
}
