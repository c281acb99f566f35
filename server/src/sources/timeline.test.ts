import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Actor } from '#accounts';
import { listPostsQuery } from '#contract';
import { first } from '#platform/db';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { listPosts } from './timeline.ts';

let database: TestDatabase;
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
  await database.db.execute(sql`insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from posts where id = ${row!.id}`);
  return row!.id;
}

beforeAll(async () => {
  database = await createTestDatabase();
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
afterAll(() => database.close());

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
