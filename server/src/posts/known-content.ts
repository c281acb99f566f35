import { sql } from 'drizzle-orm';
import { array, rows, type Db } from '#platform/db';
import type { NormalPost } from './normalise.ts';

/**
 * Without the posts that this source has brought before under other ids. Some feeds make new ids at each
 * visit: when nothing of a whole batch is known by its id, its content decides.
 */
export async function withoutRenamed(db: Pick<Db, 'execute'>, sourceId: number, posts: readonly NormalPost[]): Promise<readonly NormalPost[]> {
  if (posts.length === 0) return posts;
  const codes = array(
    posts.map((post) => post.uniqueCode),
    'text',
  );
  const byId = await rows(db, sql`select from posts where unique_code = any(${codes}) limit 1`);
  if (byId.length > 0) return posts;
  const hashes = array(
    posts.map((post) => post.contentHash),
    'text',
  );
  const known = await rows<{ content_hash: string }>(
    db,
    sql`select p.content_hash from post_sources s join posts p on p.id = s.post_id where s.source_id = ${sourceId} and p.content_hash = any(${hashes})`,
  );
  const contents = new Set(known.map((row) => row.content_hash));
  return contents.size === 0 ? posts : posts.filter((post) => !contents.has(post.contentHash));
}
