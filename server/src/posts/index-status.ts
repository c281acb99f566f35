/** How far the index of meanings is with each post: search reports it, the post keeps it. */
import { sql } from '#platform/sql';
import { array, first, lockSaves, rows, type Db } from '#platform/db';

type Executor = Pick<Db, 'execute'>;

/** Duplicates stay left out. */
export async function noteIndexed(db: Executor, postIds: readonly number[]): Promise<void> {
  await db.execute(
    sql`update posts set index_status = 'indexed', index_error = null where id = any(${array(postIds, 'bigint')}) and index_status <> 'skipped'`,
  );
}

export async function noteFailed(db: Executor, postIds: readonly number[], reason: string): Promise<void> {
  await db.execute(sql`update posts set index_status = 'failed', index_error = ${reason} where id = any(${array(postIds, 'bigint')})`);
}

/** How many wait to be taken into the index of meanings. */
export async function countWaiting(db: Executor): Promise<number> {
  return (await first<{ n: number }>(db, sql`select count(*)::int as n from posts where index_status = 'pending'`))!.n;
}

/** Makes those that failed wait again; answers which. */
export async function retryFailed(db: Executor): Promise<number[]> {
  const failed = await rows<{ id: number }>(db, sql`update posts set index_status = 'pending', index_error = null where index_status = 'failed' returning id`);
  return failed.map((row) => row.id);
}

/** Makes one wait again, and the index of words take it in anew; null when there is no such post. */
export async function indexAgain(tx: Executor, postId: number): Promise<{ rev: number; isSkipped: boolean } | null> {
  await lockSaves(tx);
  const post = await first<{ status: string; rev: number }>(
    tx,
    sql`update posts set rev = nextval('posts_rev'), index_error = null, index_status = case when index_status = 'skipped' then 'skipped' else 'pending' end
        where id = ${postId} returning index_status as status, rev::float8 as rev`,
  );
  return post ? { rev: post.rev, isSkipped: post.status === 'skipped' } : null;
}
