import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Actor } from '#accounts';
import { listPostsQuery, parseEventId, type LiveMessage, type PostRow } from '#contract';
import { startBus, type Bus } from '#platform/bus';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser, rawPost } from '#test/factories';
import { silent, testMetrics } from '#test/fakes';
import { createDuplicateFinder, normalise, savePosts } from '#posts';
import { until } from '../../test/program.ts';
import { listPosts } from '../sources/timeline.ts';
import { listeners, queues } from '../wiring.ts';
import { LiveHub, type Client } from './hub.ts';

let database: TestDatabase;
let bus: Bus;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
});
afterAll(() => bus.stop());

async function startHub(db: Db = database.db): Promise<LiveHub> {
  const hub = new LiveHub({ db, bus, clock: systemClock, log: silent, metrics: testMetrics(), imageOf: () => null });
  await hub.start();
  onTestFinished(() => hub.stop());
  return hub;
}

/** A client that keeps what it hears. */
function open(actor: Actor) {
  const heard: LiveMessage[] = [];
  const closed: number[] = [];
  const socket = {
    send: (text: string) => void heard.push(JSON.parse(text) as LiveMessage),
    close: (code: number) => void closed.push(code),
    bufferedAmount: 0,
  };
  const client: Client = { actor, socket, language: 'en', name: '' };
  const rows = (type: 'post.created' | 'post.updated') => heard.flatMap((message) => (message.type === type ? message.posts : []));
  const removed = () => heard.flatMap((message) => (message.type === 'post.removed' ? message.postIds : []));
  return { client, heard, closed, rows, removed, row: (id: number) => rows('post.updated').findLast((row: PostRow) => row.id === id) };
}

async function save(sourceId: number, given: { title?: string; html?: string } = {}): Promise<number> {
  const source = { id: sourceId, kind: 'rss' as const };
  const post = normalise(rawPost({ postedAt: new Date(), ...given }), { ...source, address: `https://s${sourceId}.example/feed`, language: null }, new Date());
  const deps = { db: database.db, bus, clock: systemClock, duplicates: createDuplicateFinder({ clock: systemClock }) };
  return (await savePosts(deps, source, [post])).added[0]!;
}

async function makeReader(): Promise<{ actor: Actor; sourceId: number }> {
  const actor = await makeUser(database.db);
  const sourceId = await makeSource(database.db, { title: `Gazette ${(serial += 1)}` });
  await makeFollow(database.db, actor, sourceId);
  return { actor, sourceId };
}

async function touch(postId: number): Promise<void> {
  await database.db.execute(sql`update posts set rev = nextval('posts_rev') where id = ${postId}`);
  await bus.broadcast(database.db, 'posts.changed', { rev: 1 });
}

async function remove(count: number): Promise<number[]> {
  const first = 5_000_000 + (serial += 1) * 10_000;
  const ids = Array.from({ length: count }, (_, n) => first + n);
  await database.db.execute(
    sql`insert into post_removals (post_id, rev) select ${first}::int8 + n, nextval('posts_rev') from generate_series(0, ${count - 1}) n`,
  );
  return ids;
}

it('goes on from where a list ends', async () => {
  const { actor, sourceId } = await makeReader();
  const earlier = await save(sourceId);
  const { eventId } = await listPosts({ db: database.db, imageOf: () => null }, actor, listPostsQuery.parse({}));
  const missed = await save(sourceId);
  await database.db.execute(sql`update posts set rev = nextval('posts_rev') where id = ${earlier}`);
  const hub = await startHub();
  const full = open(actor);
  await hub.join(full.client, eventId);
  expect(full.rows('post.created').map((row) => row.id)).toEqual([missed]);
  expect(full.rows('post.updated').map((row) => row.id)).toEqual([earlier]);
  const bare = open(actor);
  await hub.join(bare.client, eventId.split('-')[0]!);
  expect(bare.rows('post.created').map((row) => row.id)).toEqual(expect.arrayContaining([missed, earlier]));
});

it('lets a client whose last event is none of ours read its lists again', async () => {
  const { actor } = await makeReader();
  const late = open(actor);
  await (await startHub()).join(late.client, 'yesterday');
  expect(late.heard.map((message) => message.type)).toEqual(['hello', 'reload']);
});

it('loses nothing that is saved while a client is told what it missed', async () => {
  const { actor, sourceId } = await makeReader();
  let hold: Promise<unknown> | null = null;
  const slow = new Proxy(database.db, {
    get: (target, name) =>
      name === 'execute'
        ? async (query: Parameters<Db['execute']>[0]) => {
            const answer = await target.execute(query);
            await hold;
            return answer;
          }
        : (Reflect.get(target, name, target) as unknown),
  });
  const hub = await startHub(slow);
  const before = hub.eventId();
  const missed = await save(sourceId);
  const { promise, resolve } = Promise.withResolvers();
  const late = open(actor);
  const witness = open(actor);
  await hub.join(witness.client, null);
  hold = promise;
  const joining = hub.join(late.client, before);
  const during = await save(sourceId);
  setTimeout(resolve, 300);
  await joining;
  await until(() => [late, witness].every((one) => one.rows('post.created').some((row) => row.id === during)));
  expect(new Set(late.rows('post.created').map((row) => row.id))).toEqual(new Set([missed, during]));
});

it("keeps each reader's marks, story and name of the source in a changed row", async () => {
  const { actor, sourceId } = await makeReader();
  const other = await makeUser(database.db);
  const second = await makeSource(database.db, { title: 'The other paper' });
  for (const [who, id] of [
    [other, sourceId],
    [actor, second],
  ] as const)
    await makeFollow(database.db, who, id);
  const html = '<p>The harbour council agreed on Tuesday to replace the ferry with an electric one, built at the northern yard for forty million crowns.</p>';
  const head = await save(sourceId, { title: 'Ferry news', html });
  await save(second, { title: 'Ferry news', html });
  const alone = await save(sourceId);
  await database.db.execute(sql`update follows set title = 'My gazette' where user_id = ${actor.userId} and source_id = ${sourceId}`);
  await database.db.execute(
    sql`insert into post_marks (user_id, post_id, read_at, saved_at) select ${actor.userId}, id, now(), now() from unnest(array[${head}, ${alone}]::int8[]) id`,
  );
  const hub = await startHub();
  const mine = open(actor);
  const theirs = open(other);
  await hub.join(mine.client, null);
  await hub.join(theirs.client, null);
  await touch(head);
  await touch(alone);
  await until(() => [mine, theirs].every((one) => one.row(head) && one.row(alone)));
  expect(mine.row(head)).toMatchObject({ read: true, saved: true, sourceTitle: 'My gazette', story: { count: 2 } });
  expect(mine.row(alone)).toMatchObject({ read: true, saved: true, sourceTitle: 'My gazette', story: null });
  expect(theirs.row(alone)).toMatchObject({ read: false, saved: false, sourceTitle: expect.stringMatching(/^Gazette/) });
  expect(theirs.row(head)).toMatchObject({ story: null });
});

it('names the followed sources of a post that several of them carry', async () => {
  const { actor, sourceId } = await makeReader();
  const [second, foreign] = [await makeSource(database.db, { title: 'Second' }), await makeSource(database.db, { title: 'Foreign' })];
  await makeFollow(database.db, actor, second);
  const hub = await startHub();
  const live = open(actor);
  await hub.join(live.client, null);
  const [shared, alone] = [await save(sourceId), await save(sourceId)];
  await database.db.execute(
    sql`insert into post_sources (post_id, source_id, posted_at) select ${shared}::int8, id, now() from unnest(array[${second}, ${foreign}]::int[]) id`,
  );
  await touch(shared);
  await touch(alone);
  await until(() => [...live.rows('post.created'), ...live.rows('post.updated')].some((row) => row.id === alone));
  const carriers = live.heard.flatMap((message) => ('carriers' in message ? Object.entries(message.carriers ?? {}) : []));
  expect(carriers.map(([id, sources]) => [Number(id), [...sources].sort((a, b) => a - b)])).toContainEqual([shared, [sourceId, second]]);
  expect(carriers.map(([id]) => Number(id))).not.toContain(alone);
});

it('tells of every removal, also of more than fit into one message and of changes after them', async () => {
  const { actor, sourceId } = await makeReader();
  const post = await save(sourceId);
  const hub = await startHub();
  const before = hub.eventId();
  const live = open(actor);
  await hub.join(live.client, null);
  const ids = await remove(900);
  await touch(post);
  await until(() => live.row(post) && live.removed().length >= 900);
  expect(live.removed()).toEqual(ids);
  const back = open(actor);
  await hub.join(back.client, before);
  expect(back.removed()).toEqual(ids);
  expect(back.row(post)).toBeDefined();
  expect(back.heard.at(-1)).toMatchObject({ id: hub.eventId() });
});

it('tells a change of a post as a change, also when posts came in many batches', async () => {
  const { actor, sourceId } = await makeReader();
  const hub = await startHub();
  const live = open(actor);
  await hub.join(live.client, null);
  // Two full batches: only the next look finds that nothing is left.
  await database.db.execute(sql`
    with made as (
      insert into posts (unique_code, source_id, posted_at, content_hash, story_id, rev)
      select 'many ' || n, ${sourceId}::int, now(), 'x', -n, nextval('posts_rev') from generate_series(1, 400) n returning id, source_id, posted_at)
    insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from made`);
  await bus.broadcast(database.db, 'posts.changed', { rev: 1 });
  await until(() => live.rows('post.created').length >= 400);
  const last = Math.max(...live.rows('post.created').map((row) => row.id));
  // Changed before that look, it would be told as a new one again.
  await until(() => parseEventId(hub.eventId())?.id === last);
  await touch(last);
  await until(() => live.row(last));
  expect(live.rows('post.created')).toHaveLength(400);
});

it('reads a batch again that the database could not give', async () => {
  const { actor, sourceId } = await makeReader();
  let failures = 0;
  const flaky = new Proxy(database.db, {
    get: (target, name) =>
      name === 'execute'
        ? (query: Parameters<Db['execute']>[0]) =>
            failures > 0 && failures-- > 0 ? Promise.reject(new Error('the database went away')) : target.execute(query)
        : (Reflect.get(target, name, target) as unknown),
  });
  const hub = await startHub(flaky);
  const live = open(actor);
  await hub.join(live.client, null);
  failures = 3;
  const id = await save(sourceId);
  await until(() => live.rows('post.created').some((row) => row.id === id));
  expect(failures).toBeLessThanOrEqual(0);
});

it('tells once of follows that change many times within a second, and again of those after it', async () => {
  const { actor } = await makeReader();
  const hub = await startHub();
  const live = open(actor);
  await hub.join(live.client, null);
  const reloads = () => live.heard.filter((message) => message.type === 'reload').length;
  for (let n = 0; n < 20; n += 1) await bus.broadcast(database.db, 'follows.changed', { userId: actor.userId });
  await until(() => reloads() > 0);
  await bus.broadcast(database.db, 'follows.changed', { userId: actor.userId });
  await until(() => reloads() > 1);
  expect(reloads()).toBe(2);
});

it('opens at most fifty sockets for one user', async () => {
  const { actor } = await makeReader();
  const hub = await startHub();
  const clients = Array.from({ length: 51 }, () => open(actor));
  const leave: (() => void)[] = [];
  for (const { client } of clients) leave.push(await hub.join(client, null));
  expect(clients.map(({ closed }) => closed).filter((codes) => codes.length > 0)).toEqual([[1008]]);
  leave[0]!();
  const next = open(actor);
  await hub.join(next.client, null);
  expect(next.heard.map((message) => message.type)).toEqual(['hello']);
});
