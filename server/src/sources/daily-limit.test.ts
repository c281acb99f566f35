import { eq, sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { intervals, startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { cleanUpPosts } from '../posts/clean-up.ts';
import { mostNewADay } from './daily-limit.ts';
import { addSource } from './follow-source.ts';
import { adaptTiers } from './jobs.ts';
import { listSources } from './list-sources.ts';
import { pollSource, type SourceRow } from './poll-source.ts';
import { sources } from './tables.ts';

const clock = testClock(new Date());
const hour = 3_600_000;
let polling: TestPolling;
let site: TestServer;
/** Guids and ages of what the feed shows, milliseconds. */
let items: [guid: string, age: number][] = [];
let words = '';

beforeAll(async () => {
  site = await serveHttp((_request, response) => {
    const item = ([guid, age]: [string, number]) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>Item ${guid}${words}</title>${guid.startsWith('https:') ? `<link>${guid}</link>` : ''}<pubDate>${new Date(clock.now().getTime() - age).toUTCString()}</pubDate></item>`;
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<rss version="2.0"><channel><title>Feed</title>${items.map(item).join('')}</channel></rss>`);
  });
  polling = await startPolling(site, clock);
});
afterAll(async () => {
  await polling.stop();
  await site.close();
});

async function row(id: number): Promise<SourceRow> {
  return (await polling.database.db.select().from(sources).where(eq(sources.id, id)))[0]!;
}
async function visit(id: number): Promise<number> {
  const result = await pollSource(polling.deps, await row(id));
  return result.outcome === 'failed' ? -1 : result.saved.added.length;
}
const newItems = (name: string, count: number, age: number): [string, number][] => Array.from({ length: count }, (_, n) => [`${name}-${n}`, age + n * 1000]);

it('keeps only so many new posts of a day, reads the source less often, says so, and forgets it when it has calmed down', async () => {
  const { deps, database } = polling;
  const ada = await makeUser(database.db);
  items = newItems('first', 20, hour);
  const { sourceId: id } = await addSource(deps, ada, { address: `${site.origin}/flood` });
  const health = async (language: 'en' | 'ru') => (await listSources({ ...deps, iconOf: () => null }, ada, language))[0]!.health;
  items = newItems('second', 30, 1000);
  expect(await visit(id)).toBe(30);
  expect((await health('en')).problem).toBeNull();
  // As if it had brought nearly all that it may.
  await database.db.update(sources).set({ dayCount: mostNewADay - 10 });
  items = [...newItems('third', 30, 500), ...items];
  expect(await visit(id)).toBe(10);
  items = [...newItems('fourth', 30, 100), ...items];
  expect(await visit(id)).toBe(0);
  expect(await health('en')).toMatchObject({ state: 'ok', problem: { code: 'source_floods', message: expect.stringContaining(String(mostNewADay)) } });
  expect((await health('ru')).problem!.message).toMatch(/новых постов/);
  await adaptTiers(deps as never);
  expect((await row(id)).tier).toBe('SLOW');
  expect((await row(id)).nextPollAt.getTime() - clock.now().getTime()).toBeGreaterThan(intervals.REGULAR * 1000 * 2);
  clock.advance(86_401);
  expect(await visit(id)).toBe(50);
  expect((await health('en')).problem).toBeNull();
});

it('counts as known only what the source itself has brought, whatever addresses it names', async () => {
  const ada = await makeUser(polling.database.db);
  items = [['https://third.example/ferry', 1000]];
  words = ' sails';
  await addSource(polling.deps, ada, { address: `${site.origin}/one` });
  items = [['https://third.example/pier', 1000]];
  const { sourceId } = await addSource(polling.deps, ada, { address: `${site.origin}/two` });
  await polling.database.db.update(sources).set({ daySince: clock.now(), dayCount: mostNewADay }).where(eq(sources.id, sourceId));
  expect(await visit(sourceId)).toBe(0);
  expect((await row(sourceId)).errorCode).toBeNull();
  words = ' stays in the harbour';
  items = [['https://third.example/ferry', 1000], ...items];
  expect(await visit(sourceId)).toBe(0);
  expect((await row(sourceId)).errorCode).toBe('source_floods');
  words = '';
});

it('does not count what retention has removed, however long the feed lists it', async () => {
  const { deps, database } = polling;
  items = newItems('archive', 30, 400 * 24 * hour);
  const { sourceId } = await addSource(deps, await makeUser(database.db), { address: `${site.origin}/archive` });
  await database.db.execute(sql`update posts set created_at = posted_at where id in (select post_id from post_sources where source_id = ${sourceId})`);
  expect(await cleanUpPosts(deps)).toBe(30);
  await database.db
    .update(sources)
    .set({ daySince: clock.now(), dayCount: mostNewADay - 1 })
    .where(eq(sources.id, sourceId));
  items = [...newItems('today', 1, 1000), ...items];
  expect(await visit(sourceId)).toBe(1);
  expect((await row(sourceId)).errorCode).toBeNull();
});

it('adds up what visits have brought that went on at the same time', async () => {
  items = newItems('both', 3, hour);
  const { sourceId } = await addSource(polling.deps, await makeUser(polling.database.db), { address: `${site.origin}/both` });
  const before = await row(sourceId);
  for (const [n, name] of ['this', 'that'].entries()) {
    items = [...newItems(name, n + 2, 1000), ...items];
    await pollSource(polling.deps, before);
  }
  expect(await row(sourceId)).toMatchObject({ dayCount: 5 });
});

it('tells how much a young source publishes by the time that is known of it', async () => {
  items = Array.from({ length: 10 }, (_, n) => [`young-${n}`, (n + 1) * 9.6 * hour]);
  const { sourceId } = await addSource(polling.deps, await makeUser(polling.database.db), { address: `${site.origin}/young` });
  expect((await row(sourceId)).postsPerDay).toBeCloseTo(2.5, 1);
});
