/** Any number of plain feeds made from their number alone (`/load/17/feed.xml?items=100`), for load and fault tests. */
import type { Answer } from './answer.ts';
import { escapeXml } from './escape.ts';
import { createEvent, tellEvent } from './news/write-news.ts';
import type { Place } from './place.ts';
import { createRandom } from './random.ts';

const bodies = new Map<string, string>();

export interface LoadFeed {
  number: number;
  items: number;
  base: string;
  /** The newest item is from this time. */
  start: Date;
  /** 0 to 1: how much of it is out already, the oldest first. */
  share: number;
}

/** The guids of a load feed, newest first: what must have been stored in the end. */
export function loadGuids(number: number, items: number): string[] {
  return Array.from({ length: items }, (_, i) => `tag:load-${number}.example,2026:${items - i}`);
}

export function writeLoadFeed({ number, items, base, start, share }: LoadFeed): string {
  const hidden = items - Math.ceil(items * share);
  const key = `${base} ${number} ${items} ${hidden}`;
  const known = bodies.get(key);
  if (known) return known;
  const entries = loadGuids(number, items).map((guid, i) =>
    i < hidden ? '' : loadItem({ number, guid, link: `${base}/${number}/${items - i}`, at: new Date(start.getTime() - i * 600_000 - number * 1000) }),
  );
  const body = `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Load feed ${number}</title><link>${base}/${number}/</link><description>Made for load tests</description>\n${entries.join('\n')}\n</channel></rss>\n`;
  if (bodies.size >= 2000) bodies.clear();
  bodies.set(key, body);
  return body;
}

/** Two tellings of an event make a text that needs no look at its link: readers fetch those of short posts. */
function loadItem({ number, guid, link, at }: { number: number; guid: string; link: string; at: Date }): string {
  const event = createEvent(createRandom(`load ${guid}`), ['harbour', 'energy', 'science', 'city', 'code'], guid);
  const language = number % 2 === 0 ? 'en' : 'ru';
  const [first, second] = [tellEvent(event, 'first', language), tellEvent(event, 'second', language)];
  const text = [...first.paragraphs, ...second.paragraphs].map((p) => `<p>${escapeXml(p)}</p>`).join('');
  return `<item><title>${escapeXml(first.title)}</title><link>${link}</link><guid isPermaLink="false">${guid}</guid><pubDate>${at.toUTCString()}</pubDate><description>${escapeXml(text)}</description></item>`;
}

export function answerLoad(place: Place, { start, share }: Pick<LoadFeed, 'start' | 'share'>): Answer {
  const number = Number(/^\/(\d{1,6})\/feed\.xml$/.exec(place.path)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return { status: 404 };
  const items = Math.min(5000, Math.max(0, Number(place.query.get('items') ?? 100) || 0));
  return {
    status: 200,
    headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
    body: writeLoadFeed({ number, items, base: place.base, start, share }),
    validators: { lastModified: new Date(start.getTime() + Math.round(share * 1000) * 1000) },
  };
}
