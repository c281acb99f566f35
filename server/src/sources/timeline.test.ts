import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { listPostsQuery, parseEventId } from '#contract';
import { startBus, type Bus } from '#platform/bus';
import { first } from '#platform/db';
import { marks } from '#posts';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { listeners, queues } from '../wiring.ts';
import { countUnread } from './counts.ts';
import { countFollowers } from './store-source.ts';
import { listPosts } from './timeline.ts';

let database: TestDatabase;
let bus: Bus;
let ada: Actor;
let serial = 0;
const sources = { harbour: 0, market: 0, foreign: 0 };

async function tell(source: keyof typeof sources, title: string, story?: number): Promise<number> {
  const code = `post ${(serial += 1)}`;
  const row = await first<{ id: number }>(
    database.db,
    sql`with given as (select nextval(pg_get_serial_sequence('posts', 'id')) as id)
        insert into posts (id, unique_code, source_id, title, posted_at, content_hash, story_id, rev) overriding system value
        select id, ${code}, ${sources[source]}, ${title}, ${new Date(Date.UTC(2026, 10, 20, 10, serial)).toISOString()}::timestamptz, ${code}, coalesce(${story ?? null}::int8, id), ${serial}
        from given returning id`,
  );
  await database.db.execute(
    sql`insert into post_sources (post_id, source_id, posted_at, seen_at) select id, source_id, posted_at, created_at from posts where id = ${row!.id}`,
  );
  return row!.id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  ada = await makeUser(database.db);
  for (const name of ['harbour', 'market', 'foreign'] as const) sources[name] = await makeSource(database.db, { title: name });
  await makeFollow(database.db, ada, sources.harbour);
  await makeFollow(database.db, ada, sources.market);
  const ferry = await tell('harbour', 'ferry');
  await tell('market', 'ferry in other words', ferry);
  const crane = await tell('harbour', 'crane');
  await tell('harbour', 'crane again', crane);
  const mole = await tell('market', 'mole');
  await tell('foreign', 'mole elsewhere', mole);
  await tell('market', 'alone');
});
afterAll(async () => {
  await bus.stop();
  await database.close();
});

describe('the timeline', () => {
  const titles = async (query: Record<string, string>): Promise<(string | null)[]> => {
    const { items } = await listPosts({ db: database.db, imageOf: () => null }, ada, listPostsQuery.parse(query));
    return items.map((row) => row.title);
  };

  it('shows each story once', async () => {
    expect(await titles({})).toEqual(['alone', 'mole', 'crane', 'ferry']);
  });

  it('shows as stories only what more than one followed source tells', async () => {
    expect(await titles({ show: 'stories' })).toEqual(['ferry']);
  });
});

it('counts as unread what the list shows as unread, before and after the first post of a story is read', async () => {
  const bob = await makeUser(database.db);
  await makeFollow(database.db, bob, sources.harbour);
  await makeFollow(database.db, bob, sources.market);
  const unread = async () => {
    const { items } = await listPosts({ db: database.db, imageOf: () => null }, bob, listPostsQuery.parse({ show: 'unread' }));
    return { listed: items.map((row) => row.title), counted: (await countUnread(database.db, bob)).unread };
  };
  expect(await unread()).toEqual({ listed: ['alone', 'mole', 'crane', 'ferry'], counted: 4 });
  const ferry = await first<{ id: number }>(database.db, sql`select id from posts where title = 'ferry'`);
  const deps = { db: database.db, bus, clock: testClock() };
  await marks.markPosts(deps, bob, [ferry!.id], { read: true });
  expect(await unread()).toEqual({ listed: ['alone', 'mole', 'crane'], counted: 3 });
  await marks.markPosts(deps, bob, [ferry!.id], { read: false, saved: true });
  expect(await unread()).toEqual({ listed: ['alone', 'mole', 'crane', 'ferry'], counted: 4 });
  expect((await countUnread(database.db, bob)).saved).toBe(1);
});

it('counts a story that was read as read when another source tells it later, as the list does', async () => {
  const eve = await makeUser(database.db);
  await makeFollow(database.db, eve, sources.harbour);
  await makeFollow(database.db, eve, sources.market);
  const deps = { db: database.db, bus, clock: testClock() };
  const unread = async () => {
    const { items } = await listPosts({ db: database.db, imageOf: () => null }, eve, listPostsQuery.parse({ show: 'unread' }));
    return { listed: items.length, counted: (await countUnread(database.db, eve)).unread };
  };
  const tide = await tell('harbour', 'tide');
  const before = await unread();
  await marks.markPosts(deps, eve, [tide], { read: true });
  const copy = await tell('market', 'tide, told again', tide);
  const after = await unread();
  expect(after).toEqual({ listed: before.listed - 1, counted: before.counted - 1 });
  // Without the harbour, the copy is the first that is told.
  await database.db.execute(sql`delete from follows where user_id = ${eve.userId} and source_id = ${sources.harbour}`);
  const alone = await unread();
  expect(alone.counted).toBe(alone.listed);
  await database.db.execute(sql`delete from posts where id in (${tide}, ${copy})`);
});

it('shows what is saved of a source, a folder and a tag', async () => {
  const zoe = await makeUser(database.db);
  const folder = await first<{ id: number }>(database.db, sql`insert into folders (user_id, name, position) values (${zoe.userId}, 'Port', 0) returning id`);
  await makeFollow(database.db, zoe, sources.harbour);
  await makeFollow(database.db, zoe, sources.market);
  await database.db.execute(sql`update follows set folder_id = ${folder!.id} where user_id = ${zoe.userId} and source_id = ${sources.harbour}`);
  const [buoy, stall] = [await tell('harbour', 'buoy'), await tell('market', 'stall')];
  await database.db.execute(sql`update posts set tags = '{trade}' where id = ${stall}`);
  await marks.markPosts({ db: database.db, bus, clock: testClock() }, zoe, [buoy, stall], { saved: true });
  const saved = async (query: Record<string, string>) => {
    const { items } = await listPosts({ db: database.db, imageOf: () => null }, zoe, listPostsQuery.parse({ show: 'saved', ...query }));
    return items.map((row) => row.title);
  };
  expect(await saved({})).toEqual(['stall', 'buoy']);
  expect(await saved({ sourceId: String(sources.market) })).toEqual(['stall']);
  expect(await saved({ folderId: String(folder!.id) })).toEqual(['buoy']);
  expect(await saved({ tag: 'trade' })).toEqual(['stall']);
  await database.db.execute(sql`delete from posts where id in (${buoy}, ${stall})`);
});

it('marks all of a list as read, also what has changed since, and nothing that came later', async () => {
  const kim = await makeUser(database.db);
  await makeFollow(database.db, kim, sources.harbour);
  const deps = { db: database.db, bus, clock: testClock() };
  const unread = async () => listPosts({ db: database.db, imageOf: () => null }, kim, listPostsQuery.parse({ show: 'unread', collapse: 'false' }));
  const linked = await tell('foreign', 'linked');
  const edited = await tell('harbour', 'edited');
  const { eventId, items } = await unread();
  expect(items.map((row) => row.title)).toContain('edited');
  const change = (id: number) => database.db.execute(sql`update posts set rev = ${(serial += 1)} where id = ${id}`);
  await change(edited);
  const late = await tell('harbour', 'late');
  await database.db.execute(
    sql`insert into post_sources (post_id, source_id, posted_at) select id, ${sources.harbour}, posted_at from posts where id = ${linked}`,
  );
  await change(linked);
  await marks.markAllRead(deps, kim, [sources.harbour], parseEventId(eventId));
  expect((await unread()).items.map((row) => row.title)).toEqual(['late', 'linked']);
  await database.db.execute(sql`delete from posts where id in (${linked}, ${edited}, ${late})`);
});

it('marks nothing of posts that are gone', async () => {
  await expect(marks.markPosts({ db: database.db, bus, clock: testClock() }, ada, [987_654_321], { read: true })).resolves.toBeUndefined();
});

it('counts every follower of a source when two people change their mind at the same moment', async () => {
  const [source, bob, eve] = [await makeSource(database.db), await makeUser(database.db), await makeUser(database.db)];
  await makeFollow(database.db, bob, source);
  let second = Promise.resolve();
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`insert into follows (user_id, source_id) values (${eve.userId}, ${source})`);
    await countFollowers(tx, source);
    second = database.db.transaction(async (other) => {
      await other.execute(sql`delete from follows where user_id = ${bob.userId} and source_id = ${source}`);
      await countFollowers(other, source);
    });
    // Until the second one waits for the first.
    for (let waiting = false; !waiting;) {
      const found = await first<{ n: number }>(
        tx,
        sql`select count(*)::int as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`,
      );
      waiting = found!.n > 0;
    }
  });
  await second;
  expect(await first(database.db, sql`select followers from sources where id = ${source}`)).toEqual({ followers: 1 });
});

it('names the source by which the reader has a post, and never one that they do not follow', async () => {
  const [eve, fay] = [await makeUser(database.db), await makeUser(database.db)];
  const [one, two, secret] = [
    await makeSource(database.db, { title: 'One' }),
    await makeSource(database.db, { title: 'Two' }),
    await makeSource(database.db, { title: 'Token of somebody else' }),
  ];
  const shared = await tell('harbour', 'shared');
  await database.db.execute(sql`update posts set source_id = ${secret}, url = 'https://town.example/shared' where id = ${shared}`);
  await database.db.execute(sql`delete from post_sources where post_id = ${shared}`);
  for (const [at, id] of [secret, two, one].entries())
    await database.db.execute(
      sql`insert into post_sources (post_id, source_id, posted_at, seen_at) values (${shared}, ${id}, now() + make_interval(secs => ${at}), now())`,
    );
  for (const id of [one, two]) await makeFollow(database.db, eve, id);
  for (const id of [one, two, secret]) await makeFollow(database.db, fay, id);
  await marks.markPosts({ db: database.db, bus, clock: testClock() }, eve, [shared], { saved: true });
  const named = async (actor: Actor, show: string) =>
    (await listPosts({ db: database.db, imageOf: () => null }, actor, listPostsQuery.parse({ show }))).items.map((row) => [row.sourceId, row.sourceTitle]);
  expect(await named(fay, 'all')).toEqual([[secret, 'Token of somebody else']]);
  expect(await named(eve, 'all')).toEqual([[two, 'Two']]);
  await database.db.execute(sql`delete from follows where user_id = ${eve.userId}`);
  expect(await named(eve, 'saved')).toEqual([[0, 'town.example']]);
  // What one source alone carries was theirs.
  await database.db.execute(sql`delete from post_sources where post_id = ${shared} and source_id <> ${two}`);
  expect(await named(eve, 'saved')).toEqual([[two, 'Two']]);
});
