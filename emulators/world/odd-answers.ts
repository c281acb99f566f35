/** Answers that a healthy reader meets every day: refusals, moves, limits, wrong types (`/odd/...`). */
import { page, redirect, type Answer } from './answer.ts';
import { writeRss2 } from './feeds/rss-feed.ts';
import type { Place } from './place.ts';
import { drawScene } from './pictures/draw-scene.ts';
import type { WorldState } from './world-state.ts';

export interface OddContext {
  state: WorldState;
  place: Place;
  canaryPort: number;
  /** How often each odd address has been asked, this time included. */
  count: number;
  now: Date;
}

type Maker = (context: OddContext) => Answer;

const feedOf = ({ state, place }: OddContext, name = 'prichal'): string => {
  const outlet = state.outlets.get(name);
  if (!outlet) throw new Error(`there is no outlet "${name}"`);
  return writeRss2({ outlet, items: state.shown(name).slice(0, 10), base: siteBase(place, name), self: place.base + place.path });
};
/** Sites are reached by host name when the odd addresses are. */
function siteBase(place: Place, name: string): string {
  return place.base.endsWith('/odd') ? `${place.origin}/site/${name}` : place.origin.replace('//odd.', `//${name}.`);
}
const html = (status: number, text: string, headers: Record<string, string> = {}): Answer =>
  page(status, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text}</title></head><body><h1>${text}</h1></body></html>`, headers);
const feed = (context: OddContext, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/rss+xml; charset=utf-8', ...headers },
  body: feedOf(context),
});
const movedTo =
  (status: 301 | 302 | 303 | 307 | 308): Maker =>
  ({ place }) =>
    redirect(status, `${siteBase(place, 'prichal')}/feed.xml`);
const named =
  (href: (context: OddContext) => string): Maker =>
  (context) =>
    page(
      200,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page that names a feed</title><link rel="alternate" type="application/rss+xml" href="${href(context)}"></head><body><h1>A page that names a feed</h1><p>Nothing else is here.</p></body></html>`,
    );

/** By the path inside `/odd`. */
export const oddAnswers: Record<string, Maker> = {
  '/login-401': () => html(401, 'Sign in', { 'www-authenticate': 'Basic realm="quay"' }),
  '/login-403': () => html(403, 'Members only'),
  '/missing': () => html(404, 'Not found'),
  '/gone': () => html(410, 'Gone'),
  '/error': () => html(500, 'Something broke'),
  '/unavailable': () => html(503, 'Back soon', { 'retry-after': '120' }),
  '/slow-down.xml': (context) => (context.count % 2 === 1 ? html(429, 'Too many requests', { 'retry-after': '3' }) : feed(context)),
  '/slow-down-date.xml': ({ now }) => html(429, 'Too many requests', { 'retry-after': new Date(now.getTime() + 90_000).toUTCString() }),
  '/moved-301.xml': movedTo(301),
  '/moved-302.xml': movedTo(302),
  '/moved-307.xml': movedTo(307),
  '/moved-308.xml': movedTo(308),
  '/chain-1': movedTo(301),
  '/chain-2': ({ place }) => redirect(302, `${place.base}/chain-1`),
  '/chain-3': ({ place }) => redirect(301, `${place.base}/chain-2`),
  '/loop-a': ({ place }) => redirect(302, `${place.base}/loop-b`),
  '/loop-b': ({ place }) => redirect(302, `${place.base}/loop-a`),
  '/to-itself': ({ place }) => redirect(301, `${place.base}/to-itself`),
  '/to-metadata': () => redirect(302, 'http://169.254.169.254/latest/meta-data/'),
  '/to-canary': ({ canaryPort }) => redirect(302, `http://127.0.0.1:${canaryPort}/secret`),
  '/to-canary-by-name': ({ canaryPort }) => redirect(302, `http://localhost:${canaryPort}/secret`),
  '/to-file': () => redirect(302, 'file:///etc/hostname'),
  '/to-nowhere': () => redirect(302, 'http://nobody-home.invalid/feed.xml'),
  '/to-nothing': () => ({ status: 302 }),
  '/names-canary-feed': named(({ canaryPort }) => `http://127.0.0.1:${canaryPort}/feed.xml`),
  '/names-missing-feed': named(({ place }) => `${place.base}/missing`),
  '/names-moved-feed': named(({ place }) => `${place.base}/moved-301.xml`),
  '/feed-as-html': (context) => feed(context, { 'content-type': 'text/html; charset=utf-8' }),
  '/feed-as-bytes': (context) => feed(context, { 'content-type': 'application/octet-stream' }),
  '/feed-without-type': (context) => ({ status: 200, body: feedOf(context) }),
  '/no-list': () => html(200, 'A page with neither a feed nor articles'),
  '/picture.png': () => ({ status: 200, headers: { 'content-type': 'image/png' }, body: drawScene('city', 'odd') }),
  '/paper.pdf': () => ({ status: 200, headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4\n%EOF\n' }),
  '/two-feeds': ({ place }) =>
    page(
      200,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two feeds</title><link rel="alternate" type="application/rss+xml" title="News" href="${siteBase(place, 'harbour-times')}/feed.xml"><link rel="alternate" type="application/atom+xml" title="Grid" href="${siteBase(place, 'grid-ledger')}/feed.atom"></head><body><h1>Two feeds</h1></body></html>`,
    ),
  '/canary-pictures.xml': (context) => ({
    ...feed(context),
    body: feedOf(context).replaceAll(/https?:[^"]*\/pictures\/\d+\.png/g, `http://127.0.0.1:${context.canaryPort}/beacon.png`),
  }),
  '/later.xml': (context) => feed(context, { 'cache-control': 'max-age=3600', expires: new Date(context.now.getTime() + 3_600_000).toUTCString() }),
};

/** `/chain-9` and other lengths beyond those named: each step one shorter. */
function chainStep(place: Place): Answer | undefined {
  const length = Number(/^\/chain-(\d{1,2})$/.exec(place.path)?.[1] ?? 0);
  return length > 1 ? redirect(302, `${place.base}/chain-${length - 1}`) : undefined;
}

export function answerOdd(context: OddContext): Answer {
  return oddAnswers[context.place.path]?.(context) ?? chainStep(context.place) ?? html(404, 'Not found');
}
