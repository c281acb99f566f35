import { sql } from '#platform/sql';
import { beforeAll, expect, it } from 'vitest';
import type { Db } from '#platform/db';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { readBatch } from './change-feed.ts';
import { rowsForReaders, type Follows } from './rows-for-readers.ts';

let database: TestDatabase;
let sources: [number, number, number];

beforeAll(async () => {
  database = await createTestDatabase();
  sources = [
    await makeSource(database.db, { title: 'Gazette' }),
    await makeSource(database.db, { title: 'Courier' }),
    await makeSource(database.db, { title: 'Herald' }),
  ];
  // One story that all three tell, and a post that stands alone.
  await database.db.execute(sql`
    with made as (
      insert into posts (unique_code, source_id, posted_at, content_hash, story_id, rev)
      select 'told ' || at, source, now(), 'x', case when at < 4 then 1 else 4 end, nextval('posts_rev')
      from unnest(array[${sources[0]}, ${sources[1]}, ${sources[2]}, ${sources[0]}]::int[]) with ordinality as list (source, at) order by at returning id, source_id, posted_at)
    insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from made`);
});

/** Readers who follow the first two, each under a name of their own for the second. */
async function makeReaders(count: number): Promise<Map<number, Follows>> {
  const readers = new Map<number, Follows>();
  for (let at = 0; at < count; at += 1) {
    const actor = await makeUser(database.db);
    for (const id of sources.slice(0, 2)) await makeFollow(database.db, actor, id);
    readers.set(
      actor.userId,
      new Map([
        [sources[0], null],
        [sources[1], `Courier of ${actor.userId}`],
      ]),
    );
  }
  return readers;
}

function counting(db: Db): { db: Db; asked: () => number } {
  let asked = 0;
  const counted = new Proxy(db, {
    get: (target, name) =>
      name === 'execute'
        ? (query: Parameters<Db['execute']>[0]) => {
            asked += 1;
            return target.execute(query);
          }
        : (Reflect.get(target, name, target) as unknown),
  });
  return { db: counted, asked: () => asked };
}

it('asks the database as often for forty readers of a story as for one', async () => {
  const { changes } = await readBatch(database.db, 0, { changes: 100, removals: 100 });
  const [one, forty] = [counting(database.db), counting(database.db)];
  await rowsForReaders({ db: one.db, imageOf: () => null }, changes, await makeReaders(1));
  const readers = await makeReaders(40);
  const told = await rowsForReaders({ db: forty.db, imageOf: () => null }, changes, readers);
  expect([told.size, forty.asked()]).toEqual([40, one.asked()]);
  expect(forty.asked()).toBe(3);
  for (const [userId, rows] of told) {
    expect(rows.map(({ row }) => row.story?.count ?? null)).toEqual([2, 2, null]);
    expect(rows[0]!.row.story!.sources.map((source) => source.title)).toEqual(['Gazette', `Courier of ${userId}`]);
    expect(rows.map(({ row }) => row.sourceTitle)).toEqual(['Gazette', `Courier of ${userId}`, 'Gazette']);
  }
});

it('names to each reader a source that they follow, whichever brought the post', async () => {
  const { db } = database;
  await db.execute(
    sql`insert into post_sources (post_id, source_id, posted_at) select id, ${sources[1]}, now() + interval '1 minute' from posts where story_id = 4`,
  );
  const [both, one] = [await makeUser(db), await makeUser(db)];
  const readers = new Map<number, Follows>([
    [both.userId, new Map(sources.map((id) => [id, null]))],
    [one.userId, new Map([[sources[1], 'My courier']])],
  ]);
  const { changes } = await readBatch(db, 0, { changes: 100, removals: 100 });
  const told = await rowsForReaders({ db, imageOf: () => null }, changes, readers);
  const named = (actor: typeof one) => told.get(actor.userId)!.map(({ row }) => [row.sourceId, row.sourceTitle]);
  expect(named(both).at(-1)).toEqual([sources[0], 'Gazette']);
  expect(named(one)).toEqual([
    [sources[1], 'My courier'],
    [sources[1], 'My courier'],
  ]);
});
