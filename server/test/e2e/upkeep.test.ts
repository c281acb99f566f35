/** Tidying up and indexing again, asked for over the API. */
import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiToken } from '../../src/accounts/index.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { rows } from '../../src/platform/db.ts';
import { normalise, savePosts } from '../../src/posts/index.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeFollow, makeSource, makeUser, rawPost } from '../factories.ts';
import { call, startProgram, until, type Program } from '../program.ts';

let database: TestDatabase;
let program: Program;
let owner: Actor;
let token: string;
const embedded: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  // Nobody answers there; the model below stands in for it.
  program = await startProgram(database, { EMBEDDINGS_URL: 'http://127.0.0.1:9/v1' }, ['api', 'worker'], (deps) => {
    deps.embedder = {
      model: 'maker/words',
      dimension: 2,
      embed: (texts: readonly string[]) => {
        embedded.push(...texts);
        return Promise.resolve(texts.map(() => Float32Array.of(1, 0)));
      },
    } as unknown as NonNullable<typeof deps.embedder>;
  });
  owner = { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null };
  token = (await createApiToken(program.deps, owner, { name: 'a', scope: 'admin' })).token;
});
afterAll(() => program.stop());

async function savePost(sourceId: number, postedAt: Date): Promise<number> {
  const source = { id: sourceId, kind: 'rss' as const, address: 'https://a.example/feed', language: null };
  const [id] = (await savePosts(program.deps, source, [normalise(rawPost({ postedAt }), source, new Date())])).added;
  await database.db.execute(sql`update posts set created_at = ${postedAt.toISOString()}::timestamptz where id = ${id}`);
  return id!;
}

it('removes what is older than the retention of all who follow it, and nothing that somebody keeps', async () => {
  const [mine, shared, theirs] = [await makeSource(database.db), await makeSource(database.db), await makeSource(database.db)];
  const other = await makeUser(database.db);
  await database.db.execute(sql`update users set retention_days = 365 where id = ${other.userId}`);
  for (const sourceId of [mine, shared]) await makeFollow(database.db, owner, sourceId);
  for (const sourceId of [shared, theirs]) await makeFollow(database.db, other, sourceId);
  const [old, fresh] = [new Date(Date.now() - 60 * 86_400_000), new Date()];
  const gone = await savePost(mine, old);
  const ancient = await savePost(theirs, new Date(Date.now() - 500 * 86_400_000));
  const saved = await savePost(mine, old);
  const kept = [saved, await savePost(mine, fresh), await savePost(shared, old), ancient];
  await call(program.url, 'POST /api/posts/marks', { token, body: { postIds: [saved], saved: true } });

  const going = async (query: string) => (await call(program.url, `GET /api/users/me/posts/cleanup${query}`, { token })).body;
  expect([await going(''), await going('?retentionDays=7'), await going('?retentionDays=90')]).toEqual([{ posts: 1 }, { posts: 1 }, { posts: 0 }]);
  expect((await call(program.url, 'GET /api/users/me/posts/cleanup?retentionDays=0', { token })).status).toBe(400);

  expect((await call(program.url, 'DELETE /api/users/me/posts/cleanup', { token })).body).toEqual({ removed: 1 });
  const left = await rows<{ id: number }>(database.db, sql`select id::int from posts where id in (${gone}, ${sql.join(kept, sql`, `)}) order by id`);
  expect(left.map(({ id }) => id)).toEqual(kept.toSorted((a, b) => a - b));
  expect((await call(program.url, 'DELETE /api/users/me/posts/cleanup', { token })).body).toEqual({ removed: 0 });
});

it('says in its measures how many posts wait for the index of meanings', async () => {
  const measured = async () => Number(/^posts_in_queue_total (\d+)$/m.exec((await call(program.url, 'GET /metrics')).body)?.[1]);
  const sourceId = await makeSource(database.db);
  await database.db.execute(
    sql`insert into posts (unique_code, source_id, posted_at, content_hash, story_id, rev) select 'waits ' || n, ${sourceId}::int, now(), 'x', -n, nextval('posts_rev') from generate_series(1, 3) n`,
  );
  const counted = (await rows<{ n: number }>(database.db, sql`select count(*)::int as n from posts where index_status = 'pending'`))[0]!.n;
  expect(await measured()).toBe(counted);
  await database.db.execute(sql`delete from posts where unique_code like 'waits %'`);
});

it('takes one post into the indexes again', async () => {
  const sourceId = await makeSource(database.db);
  await makeFollow(database.db, owner, sourceId);
  const id = await savePost(sourceId, new Date());
  const isIndexed = async () => (await rows(database.db, sql`select 1 from posts where id = ${id} and index_status = 'indexed'`)).length === 1;
  await until(isIndexed);
  const before = embedded.length;
  // Behind the program's back: neither index has heard of it.
  await database.db.execute(sql`update posts set title = 'Quagga' where id = ${id}`);
  expect(await call(program.url, `POST /api/index/posts/${id}`, { token })).toMatchObject({ status: 202, body: { queued: 1 } });
  await until(async () => embedded.slice(before).some((text) => text.startsWith('Quagga')) && (await isIndexed()));
  const search = () => call(program.url, 'POST /api/search', { token, body: { query: 'quagga', mode: 'lexical' } });
  await until(async () => (await search()).body.results?.[0]?.postId === id);

  // The same text is embedded again too: its vector may be what is wrong.
  const again = embedded.length;
  await call(program.url, `POST /api/index/posts/${id}`, { token });
  await until(() => embedded.length > again);
  expect((await call(program.url, 'POST /api/index/posts/999999', { token })).status).toBe(404);
});
