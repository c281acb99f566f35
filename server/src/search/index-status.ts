/** How far the indexes are, and trying again what failed. */
import { sql } from 'drizzle-orm';
import type { Embedder } from '#ai';
import { indexing } from '#posts';
import type { Bus } from '#platform/bus';
import { first, type Db } from '#platform/db';
import type { SearchEngine } from './index.ts';

export async function readIndexStatus(deps: { db: Db; search: SearchEngine | null; embedder: Embedder | null }) {
  const [counts, engine] = await Promise.all([
    first<{ posts: number; pending: number; failed: number; skipped: number }>(
      deps.db,
      sql`select count(*)::int as posts, (count(*) filter (where index_status = 'pending'))::int as pending, (count(*) filter (where index_status = 'failed'))::int as failed,
            (count(*) filter (where index_status = 'skipped'))::int as skipped from posts`,
    ),
    deps.search?.status(),
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
    for (let start = 0; start < failed.length; start += 100) {
      await deps.bus.enqueue(tx, 'embeddings', { postIds: failed.slice(start, start + 100) });
    }
    return failed.length;
  });
}
