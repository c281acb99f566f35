import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBus, type Bus } from '#platform/bus';
import { first } from '#platform/db';
import { createEgress, parseAllowList } from '#platform/egress';
import { createHostPacing } from '#platform/host-pacing';
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
let database: TestDatabase;
let bus: Bus;
let site: TestServer;
let deps: EnrichDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  site = await serveHttp((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Pier</title><article><h1>Pier</h1>${pages.get(request.url!) ?? ''}</article>`);
  });
  deps = {
    db: database.db,
    bus,
    egress: createEgress({ allowPrivate: parseAllowList(`127.0.0.1/32:${site.port}`) }),
    pacing: createHostPacing({ clock, unpaced: () => true }),
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

async function enriched(path: string, html: string): Promise<{ found: boolean; url: string | null }> {
  const source = { id: await makeSource(database.db), kind: 'rss' as const };
  const raw = rawPost({ guid: null, url: `${site.origin}${path}`, html });
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
