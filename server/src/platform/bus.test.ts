import { sql } from './sql.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { startBus, type Bus } from './bus.ts';
import { first } from './db.ts';
import { RetryLater } from './errors.ts';
import { createLog } from './log.ts';
import { runJob } from './run-job.ts';

const queues = ['first', 'second', 'later', 'failing', 'crowd', 'old', 'keyed', 'keyed-later', 'slow'].map((name) => ({
  name,
  slots: name === 'crowd' ? 4 : 1,
  batch: 1,
  limit: name === 'slow' ? 1 : 60,
  retries: 1,
  keyed: name.startsWith('keyed'),
}));
let database: TestDatabase;
let bus: Bus;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({
    url: database.url,
    queues,
    listeners: [
      { event: 'posts.edited', queue: 'first' },
      { event: 'posts.edited', queue: 'second' },
    ],
    schedules: [],
    supervise: true,
  });
});
afterAll(() => bus.stop());

const done = { kind: 'done' } as const;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((next) => setTimeout(next, 10));
}

it('gives each listener of an event one job, and none when the transaction is rolled back', async () => {
  const heard: string[] = [];
  for (const queue of ['first', 'second']) {
    await bus.consume(queue, async (job) => {
      heard.push(`${queue} ${JSON.stringify(job.data)}`);
      return done;
    });
  }
  await database.db.transaction((tx) => bus.publish(tx, 'posts.edited', { postIds: [1] }));
  await expect(
    database.db.transaction(async (tx) => {
      await bus.publish(tx, 'posts.edited', { postIds: [2] });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await database.db.transaction((tx) => bus.publish(tx, 'posts.edited', { postIds: [3] }));
  await until(() => heard.length >= 4);
  expect(heard.toSorted()).toEqual(['first {"postIds":[1]}', 'first {"postIds":[3]}', 'second {"postIds":[1]}', 'second {"postIds":[3]}']);
});

it('refuses an event whose payload has the wrong shape', async () => {
  await expect(bus.publish(database.db, 'posts.edited', { postIds: ['x'] } as never)).rejects.toThrow();
});

it('puts a job that asks for later back, without counting it as failed', async () => {
  let runs = 0;
  await bus.consume('later', () =>
    runJob(createLog('silent'), 'later', async () => {
      runs += 1;
      if (runs === 1) throw new RetryLater(1, 'busy');
    }),
  );
  await bus.enqueue(database.db, 'later', { a: 1 });
  await until(() => runs === 2);
  expect(await bus.deadLetters(10)).toEqual([]);
});

it('tries a failing job again, then keeps it as a dead letter that can be put back', async () => {
  let broken = true;
  let runs = 0;
  await bus.consume('failing', () =>
    runJob(createLog('silent'), 'failing', async () => {
      runs += 1;
      if (broken) throw new Error('no luck');
    }),
  );
  await bus.enqueue(database.db, 'failing', { n: 7 });
  await until(async () => (await bus.deadLetters(10)).length === 1);
  expect(runs).toBe(2);
  expect((await bus.deadLetters(10))[0]).toMatchObject({ queue: 'failing', data: { n: 7 }, output: { message: 'no luck' } });
  broken = false;
  expect(await bus.redrive()).toBe(1);
  await until(() => runs === 3);
});

it('works off a backlog with all its slots, without pauses between jobs', async () => {
  for (let n = 0; n < 40; n += 1) await bus.enqueue(database.db, 'crowd', { n });
  const seen = new Set<unknown>();
  let most = 0;
  let active = 0;
  await bus.consume('crowd', async (job) => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((next) => setTimeout(next, 5));
    active -= 1;
    seen.add((job.data as { n: number }).n);
    return done;
  });
  await until(() => seen.size === 40);
  expect(most).toBeGreaterThan(1);
});

const waiting = async (queue: string) =>
  (await first<{ n: number }>(database.db, sql`select count(*)::int as n from pgboss.job where name = ${queue} and state = 'created'`))!.n;

it('adds one job of two that are enqueued at once with the same key, and another once that one has begun', async () => {
  const enqueue = (key: string) => database.db.transaction((tx) => bus.enqueue(tx, 'keyed', { key }, { key }));
  await Promise.all(['a', 'a', 'b', 'a'].map(enqueue));
  expect(await waiting('keyed')).toBe(2);
  const seen: string[] = [];
  const held = Promise.withResolvers<void>();
  await bus.consume('keyed', async (job) => {
    seen.push((job.data as { key: string }).key);
    await held.promise;
    return done;
  });
  await until(() => seen.length === 1);
  await enqueue(seen[0]!);
  await enqueue(seen[0]!);
  expect(await waiting('keyed')).toBe(2);
  held.resolve();
  await until(() => seen.length === 3);
  expect(seen.toSorted()).toEqual(['a', 'b', seen[0]].toSorted());
});

it('puts every job that asks for later back under its own key', async () => {
  const seen: number[] = [];
  await bus.consume('keyed-later', async (job) => {
    const { n } = job.data as { n: number };
    seen.push(n);
    return seen.filter((one) => one === n).length === 1 ? { kind: 'later', seconds: 1 } : done;
  });
  for (const n of [1, 2, 3]) await bus.enqueue(database.db, 'keyed-later', { n }, { key: String(n) });
  await until(() => seen.length === 6);
  expect(seen.toSorted()).toEqual([1, 1, 2, 2, 3, 3]);
});

const inLine = async (queue: string) =>
  (await first<{ n: number }>(database.db, sql`select count(*)::int as n from pgboss.job where name = ${queue} and state < 'completed'`))!.n;
/** In which a second one would be put in line. */
const moment = () => new Promise((next) => setTimeout(next, 100));

it('leaves a job whose time is over in line once, whatever it asks for', async () => {
  let interrupted = false;
  await bus.consume('slow', async ({ signal, attempt }) => {
    if (attempt > 0) return new Promise(() => {});
    await new Promise((next) => signal.addEventListener('abort', next));
    interrupted = true;
    return { kind: 'later', seconds: 60 };
  });
  await bus.enqueue(database.db, 'slow', {});
  await until(() => interrupted);
  await moment();
  expect(await inLine('slow')).toBe(1);
});

it('leaves a job that is drained in line once, whatever it asks for', async () => {
  const other = await startBus({
    url: database.url,
    queues: [{ name: 'drained', slots: 1, batch: 1, limit: 60 }],
    listeners: [],
    schedules: [],
    supervise: false,
  });
  let runs = 0;
  await other.consume('drained', async ({ signal }) => {
    runs += 1;
    await new Promise((next) => signal.addEventListener('abort', next));
    return { kind: 'later', seconds: 60 };
  });
  await other.enqueue(database.db, 'drained', {});
  await until(() => runs === 1);
  await other.drain(1);
  await moment();
  expect(await inLine('drained')).toBe(1);
  await other.stop();
});

it('refuses a key where it would not hold, and no key where one is needed', async () => {
  await expect(bus.enqueue(database.db, 'first', {}, { key: 'a' })).rejects.toThrow('first');
  await expect(bus.enqueue(database.db, 'keyed', {})).rejects.toThrow('keyed');
});

it('keeps keys apart also in a queue that was there before it had any', async () => {
  const later = await startBus({
    url: database.url,
    queues: [{ name: 'old', slots: 1, batch: 1, limit: 60, keyed: true }],
    listeners: [],
    schedules: [],
    supervise: false,
  });
  for (let n = 0; n < 2; n += 1) await later.enqueue(database.db, 'old', {}, { key: 'a' });
  expect(await waiting('old')).toBe(1);
  await later.stop();
});

it('leaves no connection behind when it cannot start', async () => {
  const fresh = await createTestDatabase();
  const options = { url: fresh.url, queues: [], listeners: [], schedules: [{ queue: 'nowhere', cron: '0 0 * * *', catchUp: false }], supervise: true };
  await expect(startBus(options)).rejects.toThrow('nowhere');
  await until(async () => {
    const open = sql`select count(*)::int as n from pg_stat_activity where application_name like 'tidings-%' and datname = current_database()`;
    return (await first<{ n: number }>(fresh.db, open))!.n === 0;
  });
});

it('broadcasts when the transaction commits, and comes back after its connection is cut', async () => {
  const heard: number[] = [];
  bus.onBroadcast('posts.changed', ({ rev }) => heard.push(rev));
  await bus.broadcast(database.db, 'posts.changed', { rev: 1 });
  await until(() => heard.includes(1));
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tidings-live' and datname = current_database()`,
  );
  await until(async () => {
    await bus.broadcast(database.db, 'posts.changed', { rev: 2 });
    await new Promise((next) => setTimeout(next, 50));
    return heard.includes(2);
  });
});

it('catches up once on what was due while nothing ran, and only where that is asked for', async () => {
  const names = ['caught-up', 'left-out'];
  const inTwelveHours = `0 ${(new Date().getUTCHours() + 12) % 24} * * *`;
  const start = () =>
    startBus({
      url: database.url,
      queues: names.map((name) => ({ name, slots: 1, batch: 1, limit: 60 })),
      listeners: [],
      schedules: names.map((queue) => ({ queue, cron: inTwelveHours, catchUp: queue === 'caught-up' })),
      supervise: true,
    });
  await (await start()).stop();
  // The machine was off for three days.
  await database.db.execute(sql`update pgboss.version set cron_on = now() - interval '3 days'`);
  await database.db.execute(sql`update pgboss.schedule set created_on = now() - interval '9 days'`);
  const heard: string[] = [];
  const again = await start();
  for (const name of names) {
    await again.consume(name, async () => {
      heard.push(name);
      return done;
    });
  }
  await until(() => heard.length > 0);
  await again.drain(5);
  expect(heard).toEqual(['caught-up']);
  await again.stop();
});
