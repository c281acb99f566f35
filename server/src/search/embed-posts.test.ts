import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Embedder } from '#ai';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeSource } from '#test/factories';
import { testMetrics } from '#test/fakes';
import { startBus, type Bus } from '#platform/bus';
import { rows } from '#platform/db';
import { AppError } from '#platform/errors';
import { listeners, queues } from '../wiring.ts';
import { embedPosts } from './embed-posts.ts';
import { requeueFailed } from './index-status.ts';
import { sweepEmbeddings } from './sweep-embeddings.ts';

let database: TestDatabase;
let bus: Bus;
let asked: string[] = [];
let isAway = false;

/** Refuses what is bad, finds nothing in signs, and is away when told so, but for its first request. */
const embedder: Embedder = {
  model: 'picky',
  dimension: 2,
  async embed(texts) {
    if (isAway && asked.length > 0) throw new AppError('model_failed', { model: 'picky', reason: 'it answers 500' });
    asked.push(...texts);
    return texts.map((text) => (text.includes('bad') ? null : text.includes('???') ? Float32Array.of(0, 0) : Float32Array.of(0.6, 0.8)));
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
});
afterAll(() => bus.stop());
beforeEach(async () => {
  asked = [];
  isAway = false;
  await database.db.execute(sql`delete from posts`);
});

async function makePosts(...titles: string[]): Promise<number[]> {
  const sourceId = await makeSource(database.db);
  const ids: number[] = [];
  for (const title of titles) {
    const [post] = await rows<{ id: number }>(
      database.db,
      sql`with p as (insert into posts (unique_code, source_id, snippet, words, posted_at, content_hash, story_id, title, rev)
            values (gen_random_uuid()::text, ${sourceId}, '', 1, now(), 'x', 1, ${title}, nextval('posts_rev')) returning id)
          insert into post_bodies (post_id, text, blocks) select id, '', '[]' from p returning post_id as id`,
    );
    ids.push(post!.id);
  }
  return ids;
}

const embed = (ids: readonly number[]) => embedPosts({ db: database.db, bus, embedder, metrics: testMetrics() }, ids);
const sweep = () => sweepEmbeddings({ db: database.db, bus: { queues: async () => [], enqueue: async () => {} } as unknown as Bus, embedder });
const states = async (ids: readonly number[]) => {
  const found = await rows<{ id: number; state: string }>(database.db, sql`select id, index_status as state from posts`);
  return ids.map((id) => found.find((row) => row.id === id)?.state);
};

it('fails only the post whose text the model refuses or finds nothing in, and asks for that text no more', async () => {
  const ids = await makePosts('The ferry', 'a bad text', 'The pier', '???');
  expect(await embed(ids)).toBe(2);
  expect(await states(ids)).toEqual(['indexed', 'failed', 'indexed', 'failed']);
  expect(await sweep()).toBe(0);
  asked = [];
  expect(await embed(ids)).toBe(0);
  expect(asked).toEqual([]);
  expect(await states(ids)).toEqual(['indexed', 'failed', 'indexed', 'failed']);
});

it('tries a refused post again when its text is another, or when somebody asks for that', async () => {
  const [edited, asIs] = await makePosts('a bad text', 'another bad text');
  await embed([edited!, asIs!]);
  await database.db.execute(sql`update posts set title = 'The crane' where id = ${edited}`);
  isAway = true;
  await expect(embed([edited!])).rejects.toThrow('it answers 500');
  expect(await sweep()).toBe(1);
  isAway = false;
  expect(await embed([edited!])).toBe(1);
  expect(await requeueFailed({ db: database.db, bus })).toBe(1);
  expect(await sweep()).toBe(1);
});

it('embeds anew what was edited while the model was away', async () => {
  const ids = await makePosts('The ferry', 'The pier');
  await embed(ids);
  expect(await sweep()).toBe(0);
  await database.db.execute(sql`update posts set title = 'The crane' where id = ${ids[0]}`);
  isAway = true;
  await expect(embed(ids)).rejects.toThrow('it answers 500');
  isAway = false;
  expect(await sweep()).toBe(1);
  expect(await embed(ids)).toBe(1);
  expect(await sweep()).toBe(0);
});

it('keeps what it got before the model went away', async () => {
  const ids = await makePosts(...Array.from({ length: 70 }, (_, n) => `Ferry ${n}`));
  isAway = true;
  await expect(embed(ids)).rejects.toThrow('it answers 500');
  const after = await states(ids);
  expect([after.filter((state) => state === 'indexed').length, after.filter((state) => state === 'failed').length]).toEqual([64, 6]);
  expect(await sweep()).toBe(6);
});
