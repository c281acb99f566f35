import { eq, sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { first } from '#platform/db';
import { changeAddress } from './change-address.ts';
import { addSource, changeFollow, type FollowDeps } from './follow-source.ts';
import { pollSource } from './poll-source.ts';
import { follows, sourceGaps, sources } from './tables.ts';

const clock = testClock(new Date());
let polling: TestPolling;
let database: TestDatabase;
let world: World;
let deps: FollowDeps;
/** Two sites of other owners, each with one feed of six items. */
let sites: [TestServer, TestServer];

const serveItems = (name: string, ageHours: number): Promise<TestServer> =>
  serveHttp((request, response) => {
    const at = (n: number) => new Date(clock.now().getTime() - ageHours * 3_600_000 - n * 1000).toUTCString();
    const item = (n: number) =>
      `<item><guid isPermaLink="false">${name}${request.url}-${n}</guid><title>${name} ${request.url} ${n}</title><pubDate>${at(n)}</pubDate></item>`;
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<rss version="2.0"><channel><title>${name}</title>${[1, 2, 3, 4, 5, 6].map(item).join('')}</channel></rss>`);
  });

beforeAll(async () => {
  world = await startWorld();
  sites = [await serveItems('private', 48), await serveItems('public', 1)];
  polling = await startPolling({ origin: world.origin, port: world.port, others: sites }, clock);
  ({ database, deps } = polling);
});
afterAll(async () => {
  await polling.stop();
  for (const site of sites) await site.close();
  await world.stop();
});

const feed = (name: string): string => world.addresses.feeds[name]!;
const countOf = async (id: number) => (await first<{ n: number }>(database.db, sql`select count(*)::int as n from post_sources where source_id = ${id}`))!.n;

it('keeps the posts of a source that only one person follows', async () => {
  const ada = await makeUser(database.db);
  const { sourceId } = await addSource(deps, ada, { address: feed('harbour-times') });
  const before = await countOf(sourceId);
  expect(await changeAddress(deps, ada, sourceId, feed('prichal'))).toBe(sourceId);
  const [row] = await database.db.select().from(sources).where(eq(sources.id, sourceId));
  expect(row!.address).toBe(feed('prichal'));
  expect(await countOf(sourceId)).toBeGreaterThan(before);
});

it('leaves the posts of another site at the old address: who follows the new one later does not see them', async () => {
  const [ada, ben] = [await makeUser(database.db), await makeUser(database.db)];
  const { sourceId } = await addSource(deps, ada, { address: `${sites[0].origin}/feed?token=secret`, title: 'Mine' });
  const moved = await changeAddress(deps, ada, sourceId, `${sites[1].origin}/feed`);
  expect(moved).not.toBe(sourceId);
  expect(await database.db.select().from(follows).where(eq(follows.userId, ada.userId))).toMatchObject([{ sourceId: moved, title: 'Mine' }]);
  expect(await addSource(deps, ben, { address: `${sites[1].origin}/feed` })).toMatchObject({ sourceId: moved, found: 6 });
});

it('notes no gap between the posts of the old address and those of the new one', async () => {
  const ada = await makeUser(database.db);
  const { sourceId } = await addSource(deps, ada, { address: `${sites[1].origin}/old` });
  const movedSince = clock.now();
  await database.db.update(sources).set({ dayCount: 7, daySince: clock.now(), movedSince, lastPostAt: new Date(clock.now().getTime() - 9 * 86_400_000) });
  expect(await changeAddress(deps, ada, sourceId, `${sites[1].origin}/new`)).toBe(sourceId);
  expect(await database.db.select().from(sourceGaps).where(eq(sourceGaps.sourceId, sourceId))).toEqual([]);
  const [row] = await database.db.select().from(sources).where(eq(sources.id, sourceId));
  expect(row).toMatchObject({ dayCount: 6, movedSince: null });
});

it('moves only the follow, with its folder and name, when others follow the source too', async () => {
  const [ada, ben] = [await makeUser(database.db), await makeUser(database.db)];
  const { sourceId } = await addSource(deps, ada, { address: feed('veter-i-set'), folder: 'Сети' });
  await addSource(deps, ben, { address: feed('veter-i-set') });
  await changeFollow(deps, ada, sourceId, { title: 'Мой ветер' });
  const moved = await changeAddress(deps, ada, sourceId, feed('harbour-times'));
  expect(moved).not.toBe(sourceId);
  const [own] = await database.db.select().from(follows).where(eq(follows.userId, ada.userId));
  expect(own).toMatchObject({ sourceId: moved, title: 'Мой ветер', folderId: expect.any(Number) });
  const [others] = await database.db.select().from(follows).where(eq(follows.userId, ben.userId));
  expect(others!.sourceId).toBe(sourceId);
});

it('refuses the address of another source that the person follows, and leaves both as they were', async () => {
  const ada = await makeUser(database.db);
  const { sourceId } = await addSource(deps, ada, { address: feed('harbour-times'), folder: 'Harbour' });
  const other = await addSource(deps, ada, { address: feed('prichal'), folder: 'Piers', title: 'My pier' });
  const mine = () => database.db.select().from(follows).where(eq(follows.userId, ada.userId)).orderBy(follows.sourceId);
  const before = await mine();
  const refused = changeAddress(deps, ada, sourceId, feed('prichal'));
  await expect(refused).rejects.toMatchObject({ code: 'already_followed', details: { title: 'My pier' }, message: expect.stringContaining('“My pier”') });
  expect(before.map((follow) => follow.sourceId).toSorted()).toEqual([sourceId, other.sourceId].toSorted());
  expect(await mine()).toEqual(before);
});

it('keeps the facts of the new address when a visit to the old one ends later', async () => {
  const ada = await makeUser(database.db);
  await database.db.delete(sources);
  const { sourceId } = await addSource(deps, ada, { address: feed('veter-i-set') });
  const [asLeased] = await database.db.select().from(sources).where(eq(sources.id, sourceId));
  await changeAddress(deps, ada, sourceId, feed('prichal'));
  const [changed] = await database.db.select().from(sources).where(eq(sources.id, sourceId));
  const posts = await countOf(sourceId);
  world.publish('veter-i-set', { title: 'Старый адрес', text: 'Запись, которая пришла по старому адресу, пока его меняли на новый.' });
  for (const validators of [{ etag: null, lastModified: null, bodyHash: null }, {}]) await pollSource(deps, { ...asLeased!, ...validators });
  world.failNext('veter-i-set', '410');
  await pollSource(deps, asLeased!);
  expect(await database.db.select().from(sources).where(eq(sources.id, sourceId))).toEqual([changed]);
  expect(await countOf(sourceId)).toBe(posts);
});

it('changes nothing when the address cannot be read, or the source is not followed', async () => {
  const [ada, ben] = [await makeUser(database.db), await makeUser(database.db)];
  const { sourceId } = await addSource(deps, ada, { address: feed('harbour-times') });
  await expect(changeAddress(deps, ada, sourceId, `${world.origin}/nothing-is-here`)).rejects.toMatchObject({ code: 'not_a_feed' });
  await expect(changeAddress(deps, ben, sourceId, feed('prichal'))).rejects.toMatchObject({ code: 'not_found' });
  const [row] = await database.db.select().from(sources).where(eq(sources.id, sourceId));
  expect(row!.address).toBe(feed('harbour-times'));
});

it('tells all feeds that a page names, the one that is followed first', async () => {
  const ada = await makeUser(database.db);
  const page = Object.entries({ ...world.addresses.sites, ...world.addresses.odd }).find(([, address]) => address.endsWith('/two-feeds'));
  expect(page).toBeDefined();
  const { choices } = await addSource(deps, ada, { address: page![1] });
  expect(choices.map((choice) => choice.title)).toEqual(['News', 'Grid']);
});
