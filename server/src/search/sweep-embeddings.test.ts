import { sql } from '#platform/sql';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { makeSource } from '#test/factories';
import type { Bus } from '#platform/bus';
import { sweepEmbeddings } from './sweep-embeddings.ts';

it('puts every post in line that lacks an embedding of the present model, and no other, once', async () => {
  const { db } = await createTestDatabase();
  const sourceId = await makeSource(db);
  const states = ['failed', 'pending', 'indexed', 'skipped'];
  await db.execute(sql`with p as (insert into posts (unique_code, source_id, snippet, words, posted_at, content_hash, story_id, index_status, title, rev)
      select 'code ' || s, ${sourceId}, '', 1, now(), s, 1, s, 'a title', nextval('posts_rev') from unnest(array['failed', 'pending', 'indexed', 'skipped']) s returning id)
    insert into post_bodies (post_id, text, blocks) select id, 'text', '[]' from p`);
  let jobs: { postIds: number[] }[] = [];
  let ready = 0;
  const bus = {
    queues: () => Promise.resolve([{ name: 'embeddings', ready, active: 0, failed: 0 }]),
    enqueue: (_tx: unknown, _queue: string, data: { postIds: number[] }) => Promise.resolve(void jobs.push(data)),
  } as unknown as Bus;
  const embedder = { model: 'one', dimension: 2, embed: () => Promise.resolve([]) } as never;
  expect(await sweepEmbeddings({ db, bus, embedder })).toBe(states.length - 1);
  expect(jobs.flatMap((job) => job.postIds)).toHaveLength(3);
  ready = 1;
  jobs = [];
  expect(await sweepEmbeddings({ db, bus, embedder })).toBe(0);
  expect(await sweepEmbeddings({ db, bus, embedder: null })).toBe(0);
  expect(jobs).toEqual([]);
});
