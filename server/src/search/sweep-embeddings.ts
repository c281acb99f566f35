import { sql } from '#platform/sql';
import type { Embedder } from '#ai';
import type { Bus } from '#platform/bus';
import { rows, type Db } from '#platform/db';

const mostAtOnce = 5000;
const postsPerJob = 100;

/**
 * Puts posts in line that have no embedding of the present model, or one of an earlier text: their job was given up
 * while the model was away, or the model was configured or changed after they came. Not those whose text it refuses.
 * Answers how many.
 */
export async function sweepEmbeddings(deps: { db: Db; bus: Bus; embedder: Embedder | null }): Promise<number> {
  if (deps.embedder === null) return 0;
  const queue = (await deps.bus.queues()).find(({ name }) => name === 'embeddings');
  // Whatever is missing may be among those in line.
  if (queue !== undefined && queue.ready + queue.active > 0) return 0;
  const missing = await rows<{ id: number }>(
    deps.db,
    sql`select p.id from posts p join post_bodies b on b.post_id = p.id
        where p.index_status <> 'skipped' and btrim(concat_ws('', p.title, b.text, b.enriched_text)) <> ''
          and (p.index_status <> 'indexed' or not exists (
            select from embeddings e where e.post_id = p.id and e.model_id = (select id from embedding_models where name = ${deps.embedder.model})))
          and not exists (select from embedding_refusals r where r.post_id = p.id and r.model = ${deps.embedder.model})
        order by p.id desc limit ${mostAtOnce}`,
  );
  await deps.db.transaction(async (tx) => {
    for (let start = 0; start < missing.length; start += postsPerJob)
      await deps.bus.enqueue(tx, 'embeddings', { postIds: missing.slice(start, start + postsPerJob).map((row) => row.id) });
  });
  return missing.length;
}
