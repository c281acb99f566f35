/** How far the indexes are, and indexing again. */
import { sql } from '#platform/sql';
import type { Embedder } from '#ai';
import { indexing } from '#posts';
import type { Bus } from '#platform/bus';
import { array, first, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { SearchEngine } from './index.ts';

export async function readIndexStatus(deps: { db: Db; search: SearchEngine | null; embedder: Embedder | null }) {
  const [counts, engine] = await Promise.all([
    first<{ posts: number; pending: number; failed: number; skipped: number }>(
      deps.db,
      sql`select count(*)::int as posts, (count(*) filter (where index_status = 'pending'))::int as pending, (count(*) filter (where index_status = 'failed'))::int as failed,
            (count(*) filter (where index_status = 'skipped'))::int as skipped from posts`,
    ),
    // One that broke and is started again is not ready.
    deps.search?.status().catch(() => null),
  ]);
  const { posts, pending, failed, skipped } = counts!;
  const { ready, vectors } = engine ?? { ready: false, vectors: 0 };
  // Without a model nothing waits for one.
  return { ready, posts, pending: deps.embedder ? pending : 0, failed, skipped, vectors, model: deps.embedder?.model ?? null };
}

/** Posts whose embedding failed, put back in line; answers how many. */
export async function requeueFailed(deps: { db: Db; bus: Bus }): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const failed = await indexing.retryFailed(tx);
    await tx.execute(sql`delete from embedding_refusals where post_id = any(${array(failed, 'bigint')})`);
    for (let start = 0; start < failed.length; start += 100) {
      await deps.bus.enqueue(tx, 'embeddings', { postIds: failed.slice(start, start + 100) });
    }
    return failed.length;
  });
}

/**
 * One post taken into both indexes anew, its text embedded again. Answers how many are in line: none for
 * a duplicate, for which its story's first post stands.
 * @throws AppError `not_found`
 */
export async function reindexPost(deps: { db: Db; bus: Bus }, postId: number): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const post = await indexing.indexAgain(tx, postId);
    if (post === null) throw new AppError('not_found');
    await deps.bus.broadcast(tx, 'posts.changed', { rev: post.rev });
    if (post.isSkipped) return 0;
    // The vector answers searches until the new one is there.
    await tx.execute(sql`delete from embedding_refusals where post_id = ${postId}`);
    await tx.execute(sql`update embeddings set text_hash = '' where post_id = ${postId}`);
    await deps.bus.enqueue(tx, 'embeddings', { postIds: [postId] });
    return 1;
  });
}
