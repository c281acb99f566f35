import { eq, sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeFollow, makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { intervals, startPolling, type TestPolling } from '#test/poll-deps';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { rows } from '#platform/db';
import { leaseDueSources, untilNextDue } from './due-sources.ts';
import { addSource } from './follow-source.ts';
import type { FollowDeps } from './follow-source.ts';
import { pollSource, type SourceRow } from './poll-source.ts';
import { storeSource } from './store-source.ts';
import { sources } from './tables.ts';

const clock = testClock(new Date());
let polling: TestPolling;
let database: TestDatabase;
let world: World;
let deps: FollowDeps;

beforeAll(async () => {
  world = await startWorld();
  polling = await startPolling(world, clock);
  ({ database, deps } = polling);
});
afterAll(async () => {
  await polling.stop();
  await world.stop();
});
beforeEach(() => {
  world.requests.length = 0;
});

async function follow(address: string): Promise<number> {
  return (await addSource(deps, await makeUser(database.db), { address })).sourceId;
}
async function row(id: number): Promise<SourceRow> {
  const [found] = await database.db.select().from(sources).where(eq(sources.id, id));
  return found!;
}
/** Until it is due. */
const untilDue = async (id: number) => clock.advance(((await row(id)).nextPollAt.getTime() - clock.now().getTime()) / 1000);
const poll = async (id: number) => pollSource(deps, await row(id));

it('asks with what it knows, and saves nothing when nothing has changed', async () => {
  const id = await follow(world.addresses.feeds['harbour-times']!);
  const result = await poll(id);
  expect(result).toMatchObject({ outcome: 'unchanged' });
  const last = world.requests.at(-1)!;
  expect(last.headers['if-none-match'] ?? last.headers['if-modified-since']).toBeDefined();
  expect(last.status).toBe(304);
});

it('brings a new post and says when it looks again', async () => {
  const id = await follow(world.addresses.feeds['harbour-times']!);
  world.publish('harbour-times', { title: 'Fresh paint on the pier', text: 'The eastern pier is painted green for the first time in thirty years.' });
  expect(await poll(id)).toMatchObject({ outcome: 'read', saved: { added: [expect.any(Number)] } });
  const seconds = ((await row(id)).nextPollAt.getTime() - clock.now().getTime()) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(intervals.FAST * 0.9);
});

it('backs off further with each failure, tells why, and forgets it all with the first good answer', async () => {
  const id = await follow(world.addresses.feeds['veter-i-set']!);
  const waits: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    await untilDue(id);
    world.failNext('veter-i-set', '500');
    expect(await poll(id)).toMatchObject({ outcome: 'failed', error: { code: 'http_error' } });
    waits.push(((await row(id)).nextPollAt.getTime() - clock.now().getTime()) / 1000);
  }
  expect(waits.every((wait, n) => n === 0 || wait >= waits[n - 1]!)).toBe(true);
  expect(Math.max(...waits)).toBeLessThanOrEqual(intervals.BACKGROUND * 1.2);
  expect(await row(id)).toMatchObject({ failures: 4, errorCode: 'http_error' });
  await poll(id);
  expect(await row(id)).toMatchObject({ failures: 0, errorCode: null, failingSince: null });
});

it('puts nothing off when a visit fails that was not due, and tells why it failed', async () => {
  const id = await follow(world.addresses.feeds['veter-i-set']!);
  const { nextPollAt } = await row(id);
  world.failNext('veter-i-set', '500', 4);
  await poll(id);
  expect(await row(id)).toMatchObject({ failures: 0, nextPollAt, errorCode: 'http_error' });
  await untilDue(id);
  await poll(id);
  const failing = await row(id);
  expect(failing).toMatchObject({ failures: 1, failingSince: clock.now() });
  for (let n = 0; n < 2; n += 1) await poll(id);
  expect(await row(id)).toEqual(failing);
  await untilDue(id);
  await poll(id);
  expect(await row(id)).toMatchObject({ failures: 0, errorCode: null });
});

it('stops asking for what is gone for good', async () => {
  const id = await follow(world.addresses.feeds['prichal']!);
  world.failNext('prichal', '410');
  await poll(id);
  expect((await row(id)).goneAt).not.toBeNull();
  expect((await leaseDueSources(database.db, new Date(Date.now() + 1e9), 100)).map((source) => source.id)).not.toContain(id);
});

it('is no longer gone once it answers again, with news or without', async () => {
  const id = await follow(world.addresses.feeds['prichal']!);
  for (const changes of [true, false]) {
    world.failNext('prichal', '410');
    await poll(id);
    expect((await row(id)).goneAt).not.toBeNull();
    if (changes) world.publish('prichal', { title: 'Причал снова открыт', text: 'Причал снова принимает паромы после ремонта, первый пришёл утром.' });
    expect((await poll(id)).outcome).toBe(changes ? 'read' : 'unchanged');
    expect(await row(id)).toMatchObject({ goneAt: null, errorCode: null });
  }
});

it('waits as long as the site asks', async () => {
  const id = await follow(world.addresses.feeds['harbour-times']!);
  world.failNext('harbour-times', '429');
  const result = await poll(id);
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'source_rate_limited' } });
});

it('takes a new address over only once the move has been seen twice', async () => {
  const moved = Object.entries(world.addresses.odd).find(([name]) => /moved|301|308|permanent/.test(name))?.[1];
  expect(moved).toBeDefined();
  // The place that it moves to may not be followed as a source of its own, or nothing is taken over.
  await database.db.delete(sources);
  const source = await storeSource(deps, { kind: 'rss', address: moved! });
  await makeFollow(database.db, await makeUser(database.db), source.id);
  await poll(source.id);
  expect(await row(source.id)).toMatchObject({ address: moved, movedTo: expect.any(String) });
  await database.db.update(sources).set({ etag: null, lastModified: null, bodyHash: null }).where(eq(sources.id, source.id));
  await poll(source.id);
  expect((await row(source.id)).address).not.toBe(moved);
});

it('reads a channel back to the last message seen, and marks what it could not reach as a gap that is then filled', async () => {
  const name = Object.keys(world.addresses.channels)[1]!;
  const id = await follow(`@${name}`);
  for (let n = 0; n < 45; n += 1) world.publish(name, { text: `Сообщение номер ${n}: дежурный по причалу записал уровень воды ${n * 3} сантиметров.` });
  const result = await poll(id);
  const saved = result.outcome === 'read' ? result.saved.added.length : 0;
  expect(saved).toBe(45);
  const missing = await rows(database.db, sql`select from source_gaps where source_id = ${id} and closed_at is null`);
  expect(missing).toHaveLength(0);
});

it('marks a message that the channel has taken down, and takes the mark away when it is back', async () => {
  const name = Object.keys(world.addresses.channels)[0]!;
  const id = await follow(`@${name}`);
  const notes = ['first', 'second', 'third'].map((word) => world.publish(name, { text: `The ${word} note of the harbour master about the night shift.` }));
  await poll(id);
  const removed = async () => {
    const found = await rows<{ snippet: string }>(
      database.db,
      sql`select p.snippet from posts p join post_sources s on s.post_id = p.id where s.source_id = ${id} and p.removed_at is not null`,
    );
    return found.map((row) => row.snippet);
  };
  expect(await removed()).toEqual([]);
  world.remove(name, notes[1]!.id);
  await poll(id);
  expect(await removed()).toEqual([expect.stringContaining('second')]);
  notes[1]!.removed = false;
  await poll(id);
  expect(await removed()).toEqual([]);
});

it('notes that a feed has moved on further than its window shows', async () => {
  const id = await follow(world.addresses.feeds['veter-i-set']!);
  clock.advance(3600);
  for (let n = 0; n < 80; n += 1)
    world.publish('veter-i-set', { title: `Сводка ${n}`, text: `Ветер у маяка номер ${n} усилился до ${n + 3} метров в секунду, паромы ждут.` });
  await poll(id);
  const gaps = await rows<{ reason: string }>(database.db, sql`select reason from source_gaps where source_id = ${id} and closed_at is null`);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]!.reason).toMatch(/^window:/);
});

it('gives a due source to one poller only', async () => {
  await database.db.update(sources).set({ nextPollAt: new Date(0), leasedUntil: null, goneAt: null });
  const now = clock.now();
  const leased = (await Promise.all([1, 2, 3, 4].map(() => leaseDueSources(database.db, now, 3)))).flat().map((source) => source.id);
  expect(new Set(leased).size).toBe(leased.length);
  expect(leased.length).toBeGreaterThan(2);
  expect(await leaseDueSources(database.db, new Date(now.getTime() + 200_000), 50)).not.toHaveLength(0);
  expect(await untilNextDue(database.db, now)).toBeGreaterThanOrEqual(0);
});

it('refuses to follow what cannot be read, and keeps nothing of it', async () => {
  const before = await rows(database.db, sql`select from sources`);
  await expect(follow(`${world.origin}/site/no-such-site/`)).rejects.toMatchObject({ code: 'http_not_found' });
  await expect(follow('not an address at all')).rejects.toMatchObject({ code: 'address_invalid' });
  await expect(follow('@nobody_by_this_name')).rejects.toMatchObject({ code: 'channel_not_found' });
  await expect(follow('t.me/+AbCdEfGhIjKlMnOp')).rejects.toMatchObject({ code: 'channel_private' });
  expect(await rows(database.db, sql`select from sources`)).toHaveLength(before.length);
});
