/** Feeds whose own words break things: the poller keeps what it can and never asks a site more often for it. */
import { eq, sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { rows } from '#platform/db';
import { addSource, type FollowDeps } from './follow-source.ts';
import { pollSource } from './poll-source.ts';
import { sources } from './tables.ts';

const clock = testClock(new Date());
let polling: TestPolling;
let database: TestDatabase;
let site: TestServer;
let deps: FollowDeps;
let feed = '';
let movedTo = '';

const long = 'x'.repeat(6000);
const channel = (header: string, items = '') => `<rss version="2.0"><channel>${header}${items}</channel></rss>`;

beforeAll(async () => {
  site = await serveHttp((request, response) => {
    if (request.url === '/moved') return response.writeHead(301, { location: movedTo }).end();
    return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed);
  });
  polling = await startPolling(site, clock);
  ({ database, deps } = polling);
});
afterAll(async () => {
  await polling.stop();
  await site.close();
});

async function followed(path: string): Promise<number> {
  const id = await makeSource(database.db, { address: `${site.origin}${path}` });
  await makeFollow(database.db, await makeUser(database.db), id);
  return id;
}
const row = async (id: number) => (await database.db.select().from(sources).where(eq(sources.id, id)))[0]!;
const wait = async (id: number) => ((await row(id)).nextPollAt.getTime() - clock.now().getTime()) / 1000;

it('keeps the header of a feed within bounds', async () => {
  feed = channel(
    `<title>a${'\u0301'.repeat(5000)}${long}</title><link>http://site.example/\u0001${long}</link><description>${long}</description>
     <image><url>http://site.example/\u0000\u0007.png</url></image><ttl>99999999999999</ttl><language>${long}</language>`,
    `<item><title>One</title><link>http://site.example/\u00001</link><guid>http://site.example/\u0001g</guid></item>`,
  );
  const id = await followed('/header');
  expect(await pollSource(deps, await row(id))).toMatchObject({ outcome: 'read', saved: { added: [expect.any(Number)] } });
  const source = await row(id);
  expect(
    [source.title.length, source.description?.length ?? 0, source.siteUrl?.length ?? 0, source.language?.length ?? 0].every((length) => length <= 2048),
  ).toBe(true);
  expect(source.title.length).toBeLessThanOrEqual(300);
  expect(source).toMatchObject({ failures: 0, errorCode: null });
});

it('does not take over an address too long to be kept', async () => {
  feed = channel('<title>Moved</title>');
  movedTo = `/${long}`;
  const id = await followed('/moved');
  for (let n = 0; n < 3; n += 1) expect(await pollSource(deps, await row(id))).toMatchObject({ outcome: expect.stringMatching(/read|unchanged/) });
  expect(await row(id)).toMatchObject({ address: `${site.origin}/moved`, movedTo: null, failures: 0 });
});

it('refuses to follow an address too long to be kept, with the reason', async () => {
  const actor = await makeUser(database.db);
  await expect(addSource(deps, actor, { address: `${site.origin}/${long}` })).rejects.toMatchObject({ code: 'address_too_long', status: 422 });
  expect(await rows(database.db, sql`select from follows where user_id = ${actor.userId}`)).toEqual([]);
});

it('waits longer after each fault of ours, and not at all longer while the database is away', async () => {
  const id = await followed('/fault');
  const broken = (code: string) => ({
    ...deps,
    robots: deps.robots,
    pacing: { ...deps.pacing, run: () => Promise.reject(Object.assign(new Error('broken'), { code })) },
  });
  const waits: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    clock.advance(await wait(id));
    await expect(pollSource(broken('XX000'), await row(id))).rejects.toThrow('broken');
    waits.push(await wait(id));
  }
  expect(waits[0]).toBeGreaterThanOrEqual(600);
  expect(waits[2]).toBeGreaterThan(waits[0]!);
  expect(await row(id)).toMatchObject({ failures: 3, errorCode: 'internal' });
  await expect(pollSource(broken('57P01'), await row(id))).rejects.toThrow('broken');
  expect(await row(id)).toMatchObject({ failures: 3 });
  expect(await wait(id)).toBeLessThan(60);
});

it('leaves no follow behind when what was read cannot be saved', async () => {
  feed = channel('<title>Unsaved</title>', '<item><title>One</title><guid>1</guid></item>');
  const actor = await makeUser(database.db);
  const broken = { ...deps, duplicates: { ...deps.duplicates, catchUp: () => Promise.reject(new Error('broken')) } };
  await expect(addSource(broken, actor, { address: `${site.origin}/unsaved` })).rejects.toThrow('broken');
  expect(await rows(database.db, sql`select from follows where user_id = ${actor.userId}`)).toEqual([]);
});
