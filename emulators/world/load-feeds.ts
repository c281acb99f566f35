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
}

/** The guids of a load feed, newest first: what must have been stored in the end. */
export function loadGuids(number: number, items: number): string[] {
  return Array.from({ length: items }, (_, i) => `tag:load-${number}.example,2026:${items - i}`);
}

export function writeLoadFeed({ number, items, base, start }: LoadFeed): string {
  const key = `${base} ${number} ${items}`;
  const known = bodies.get(key);
  if (known) return known;
  const entries = loadGuids(number, items).map((guid, i) => {
    const event = createEvent(createRandom(`load ${number} ${guid}`), ['harbour', 'energy', 'science', 'city', 'code'], guid);
    const { title, paragraphs } = tellEvent(event, `load ${number}`, number % 2 === 0 ? 'en' : 'ru');
    const text = paragraphs.map((p) => `<p>${escapeXml(p)}</p>`).join('');
    return `<item><title>${escapeXml(title)}</title><link>${base}/${number}/${items - i}</link><guid isPermaLink="false">${guid}</guid><pubDate>${new Date(start.getTime() - i * 600_000 - number * 1000).toUTCString()}</pubDate><description>${escapeXml(text)}</description></item>`;
  });
  const body = `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Load feed ${number}</title><link>${base}/${number}/</link><description>Made for load tests</description>\n${entries.join('\n')}\n</channel></rss>\n`;
  if (bodies.size >= 2000) bodies.clear();
  bodies.set(key, body);
  return body;
}

export function answerLoad(place: Place, start: Date): Answer {
  const number = Number(/^\/(\d{1,6})\/feed\.xml$/.exec(place.path)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return { status: 404 };
  const items = Math.min(5000, Math.max(0, Number(place.query.get('items') ?? 100) || 0));
  return { status: 200, headers: { 'content-type': 'application/rss+xml; charset=utf-8' }, body: writeLoadFeed({ number, items, base: place.base, start }), validators: { lastModified: start } };
}
