import { and, eq, isNull, sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RetryLater } from '#platform/errors';
import { rows } from '#platform/db';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { backfillSource, takeUpBackfills } from './backfill-source.ts';
import { addSource } from './follow-source.ts';
import { sourceGaps, sources } from './tables.ts';

let polling: TestPolling;
let world: World;
let channel: string;

beforeAll(async () => {
  world = await startWorld();
  polling = await startPolling(world, testClock(new Date()));
  channel = Object.keys(world.addresses.channels)[0]!;
  for (let n = 0; n < 120; n += 1) world.publish(channel, { text: `Сообщение ${n}: дежурный записал уровень воды ${n * 3} сантиметров у причала ${n}.` });
});
afterAll(async () => {
  await polling.stop();
  await world.stop();
});

const run = async (id: number): Promise<number | null> =>
  backfillSource(polling.deps, id).then(
    () => null,
    (error: unknown) => {
      if (error instanceof RetryLater) return error.seconds;
      throw error;
    },
  );
const waiting = async () =>
  (await rows<{ id: string }>(polling.deps.db, sql`select data ->> 'sourceId' as id from pgboss.job where name = 'backfill' and state = 'created'`)).map(
    (job) => Number(job.id),
  );

it('waits longer the longer a channel cannot be reached, and goes on where it stopped', async () => {
  const { db } = polling.deps;
  const { sourceId } = await addSource(polling.deps, await makeUser(db), { address: `@${channel}` });
  const waits: number[] = [];
  for (const failures of [1, 2, 30]) {
    await db.update(sources).set({ failures }).where(eq(sources.id, sourceId));
    world.failNext(channel, '500');
    waits.push((await run(sourceId)) ?? 0);
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits[2]).toBeLessThanOrEqual(3600);
  expect(new Set(waits).size).toBe(3);
  for (let seconds: number | null = 0; seconds !== null;) seconds = await run(sourceId);
  expect((await db.select().from(sources).where(eq(sources.id, sourceId)))[0]).toMatchObject({ backfill: 'done' });
});

it('takes up again what was given up: histories half read and open gaps, one job a source', async () => {
  const { db } = polling.deps;
  const { id } = (await db.select().from(sources))[0]!;
  await db.execute(sql`delete from pgboss.job where name = 'backfill'`);
  await takeUpBackfills(polling.deps);
  expect(await waiting()).toEqual([]);
  await db.insert(sourceGaps).values({ sourceId: id, after: '3', before: '9', missing: 5 });
  for (const backfill of ['running', 'done'] as const) {
    await db.update(sources).set({ backfill }).where(eq(sources.id, id));
    await takeUpBackfills(polling.deps);
  }
  expect(await waiting()).toEqual([id]);
  await db.update(sources).set({ followers: 0 });
  await db.execute(sql`delete from pgboss.job where name = 'backfill'`);
  await takeUpBackfills(polling.deps);
  expect(await waiting()).toEqual([]);
});

it('fills no more of a gap than is read of a history, and says so', async () => {
  const { db } = polling.deps;
  const name = Object.keys(world.addresses.channels)[1]!;
  const { sourceId } = await addSource(polling.deps, await makeUser(db), { address: `@${name}` });
  for (let n = 0; n < 40; n += 1) world.publish(name, { text: `Запись ${n}: вахтенный отметил ${n * 5} ящиков на складе номер ${n}.` });
  await db.update(sources).set({ backfill: 'done' }).where(eq(sources.id, sourceId));
  await db.insert(sourceGaps).values({ sourceId, after: '0', before: '100000', filled: 490 });
  for (let seconds: number | null = 0; seconds !== null;) seconds = await run(sourceId);
  const [gap] = await db
    .select()
    .from(sourceGaps)
    .where(and(eq(sourceGaps.sourceId, sourceId), isNull(sourceGaps.closedAt)));
  expect(gap).toMatchObject({ reason: 'limit:500' });
  expect(gap!.filled).toBeLessThan(530);
});

it('tries again after a page that is none of the channel', async () => {
  const { db } = polling.deps;
  const name = Object.keys(world.addresses.channels)[2]!;
  for (let n = 0; n < 90; n += 1) world.publish(name, { text: `Весть ${n}: лоцман провёл ${n + 2} судов мимо мыса номер ${n}.` });
  const { sourceId } = await addSource(polling.deps, await makeUser(db), { address: `@${name}` });
  await db.insert(sourceGaps).values({ sourceId, after: '3', before: '9' });
  const state = async () => (await db.select().from(sources).where(eq(sources.id, sourceId)))[0]!.backfill;
  for (let n = 0; n < 2; n += 1) {
    world.failNext(name, 'html');
    expect(await run(sourceId)).toBeGreaterThanOrEqual(30);
    expect(await state()).toBe('pending');
    // First in the gap, then in the history.
    await db.update(sourceGaps).set({ closedAt: new Date() }).where(eq(sourceGaps.sourceId, sourceId));
  }
  for (let seconds: number | null = 0; seconds !== null;) seconds = await run(sourceId);
  expect(await state()).toBe('done');
});

it('goes on past pages that hold nothing but service notices', async () => {
  const { db } = polling.deps;
  const name = Object.keys(world.addresses.channels)[3]!;
  const items = Array.from({ length: 160 }, (_, n) => world.publish(name, { text: `Заметка ${n}: сторож маяка насчитал ${n * 7} чаек над скалой ${n}.` }));
  const notices = [...items.slice(20, 65), ...items.slice(95, 140)];
  for (const item of notices) item.message = 'service';
  const { sourceId } = await addSource(polling.deps, await makeUser(db), { address: `@${name}` });
  const count = async () => (await rows<{ n: number }>(db, sql`select count(*)::int as n from post_sources where source_id = ${sourceId}`))[0]!.n;
  expect(await count()).toBeGreaterThanOrEqual(50);
  for (let seconds: number | null = 0; seconds !== null;) seconds = await run(sourceId);
  const [source] = await db.select().from(sources).where(eq(sources.id, sourceId));
  expect(Number(source!.oldestItem)).toBeLessThanOrEqual(items[0]!.id);
  await db.insert(sourceGaps).values({ sourceId, after: String(items[10]!.id), before: String(items[80]!.id) });
  for (let seconds: number | null = 0; seconds !== null;) seconds = await run(sourceId);
  const [gap] = await db.select().from(sourceGaps).where(eq(sourceGaps.sourceId, sourceId));
  expect(gap!.closedAt).not.toBeNull();
  expect(Number(gap!.before)).toBeLessThanOrEqual(items[10]!.id + 1);
});
