import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBus, type Bus } from '#platform/bus';
import { first } from '#platform/db';
import { createEgress, parseAllowList } from '#platform/egress';
import { createHostPacing } from '#platform/host-pacing';
import { createRobots } from '#platform/robots';
import { createLimitedThread } from '#platform/limited-thread';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeSource, rawPost, words } from '#test/factories';
import { testClock } from '#test/fakes';
import { serveHttp, type TestServer } from '../../test/serve-http.ts';
import { listeners, queues } from '../wiring.ts';
import { enrichPost, type EnrichDeps } from './enrich-post.ts';
import { createDuplicateFinder } from './find-duplicates.ts';
import { normalise } from './normalise.ts';
import { savePosts } from './save-posts.ts';

const clock = testClock();
const pages = new Map<string, string>();
const asked: string[] = [];
let feeds = 0;
let database: TestDatabase;
let bus: Bus;
let site: TestServer;
let deps: EnrichDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  site = await serveHttp((request, response) => {
    asked.push(request.url!);
    if (request.url === '/robots.txt') return void response.end('User-agent: *\nDisallow: /private/');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Pier</title><article><h1>Pier</h1>${pages.get(request.url!) ?? ''}</article>`);
  });
  const egress = createEgress({ allowPrivate: parseAllowList(`127.0.0.1/32:${site.port}`) });
  deps = {
    db: database.db,
    bus,
    egress,
    pacing: createHostPacing({ clock, unpaced: () => true }),
    robots: createRobots({ egress, clock }),
    clock,
    apart: createLimitedThread(),
  };
});
afterAll(async () => {
  await deps.apart.stop();
  await deps.egress.close();
  await bus.stop();
  await site.close();
});

const paragraphs = (seed: number, count: number): string[] => Array.from({ length: count }, (_, n) => `<p>${words(seed + n, 25)}.</p>`);

const newSource = (): Promise<number> => makeSource(database.db, { address: `${site.origin}/feed?${(feeds += 1)}`, siteUrl: `${site.origin}/town/` });

async function enriched(path: string, html: string, sourceId?: number, guid: string | null = null): Promise<{ found: boolean; url: string | null }> {
  const source = { id: sourceId ?? (await newSource()), kind: 'rss' as const };
  const raw = rawPost({ guid, url: `${site.origin}${path}`, html });
  const save = { db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) };
  const [id] = (await savePosts(save, source, [normalise(raw, { ...source, address: `${site.origin}/feed`, language: null }, clock.now())])).added;
  const found = await enrichPost(deps, id!);
  return { found, url: (await first<{ url: string | null }>(database.db, sql`select enriched_url as url from post_bodies where post_id = ${id}`))!.url };
}

it('takes the text of a page that says more than the post', async () => {
  const text = paragraphs(500, 6);
  pages.set('/2026/more', text.join(''));
  expect(await enriched('/2026/more', text[0]!)).toEqual({ found: true, url: `${site.origin}/2026/more` });
});

it('takes nothing from the page of a post that says no more than the post itself', async () => {
  const text = paragraphs(700, 2);
  pages.set('/2026/same', text.join('\n\n'));
  expect(await enriched('/2026/same', text.join(''))).toEqual({ found: false, url: null });
});

it.each(['/', '/town/', '/town/?utm_source=feed'])('takes nothing from a front page (%s): it is about everything', async (path) => {
  pages.set(path, paragraphs(1100, 6).join(''));
  expect(await enriched(path, `<p>${words(1100, 10)}</p>`)).toEqual({ found: false, url: null });
});

it('takes nothing from a page that another post of the source has as its address, too', async () => {
  const sourceId = await newSource();
  pages.set('/news', paragraphs(1300, 6).join(''));
  await enriched('/news', `<p>${words(1300, 10)}</p>`, sourceId, 'one');
  expect(await enriched('/news', `<p>${words(1340, 10)}</p>`, sourceId, 'two')).toEqual({ found: false, url: null });
});

it('opens no page that its site asks programs not to read', async () => {
  pages.set('/private/page', paragraphs(900, 6).join(''));
  expect(await enriched('/private/page', `<p>${words(900, 10)}</p>`)).toEqual({ found: false, url: null });
  expect(asked).not.toContain('/private/page');
});

it('opens so many pages of other sites in an hour for one source, then waits for the next', async () => {
  const sourceId = await makeSource(database.db, { address: 'https://aiming.example/feed' });
  asked.length = 0;
  for (let n = 0; n < 62; n += 1) await enriched(`/target/${n}`, `<p>${words(2000 + n, 12)}</p>`, sourceId);
  expect(asked.filter((path) => path.startsWith('/target/'))).toHaveLength(60);
  clock.advance(3600);
  await enriched('/target/later', `<p>${words(3000, 12)}</p>`, sourceId);
  expect(asked).toContain('/target/later');
});
