import { sql } from 'drizzle-orm';
import { array, rows, type Db } from '#platform/db';
import type { NormalPost } from './normalise.ts';
import { findBuried, keyOf } from './tombstones.ts';

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
  const listed = posts.map((post) => ({ sourceId, fact: post.contentHash }));
  const buried = await findBuried(db, listed, 'content');
  return posts.filter((post) => !contents.has(post.contentHash) && !buried.has(keyOf({ sourceId, fact: post.contentHash })));
}

/** Of the articles that a site lists, those that need not be read: they are stored, or retention has removed them. */
export async function knownArticles(db: Pick<Db, 'execute'>, sourceId: number, urls: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ url: string }>(
    db,
    sql`select p.url from posts p join post_sources s on s.post_id = p.id and s.source_id = ${sourceId} where p.url = any(${array(urls, 'text')})`,
  );
  const buried = await findBuried(
    db,
    urls.map((url) => ({ sourceId, fact: url })),
    'address',
  );
  return new Set([...found.map((row) => row.url), ...urls.filter((url) => buried.has(keyOf({ sourceId, fact: url })))]);
}
