/** What a person has read and saved. */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#accounts';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';

interface MarkDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
}

/** Only of posts that the caller has found visible to the actor. `from` names the device that need not hear of it. */
export async function markPosts(
  deps: MarkDeps,
  actor: Actor,
  postIds: readonly number[],
  mark: { read?: boolean | undefined; saved?: boolean | undefined; from?: string | undefined },
): Promise<void> {
  if (postIds.length === 0 || (mark.read === undefined && mark.saved === undefined)) return;
  const now = deps.clock.now().toISOString();
  const value = (on: boolean | undefined) => (on ? sql`${now}::timestamptz` : sql`null::timestamptz`);
  const set: SQL[] = [];
  if (mark.read !== undefined) set.push(sql`read_at = excluded.read_at, batch = null`);
  if (mark.saved !== undefined) set.push(sql`saved_at = excluded.saved_at`);
  await deps.db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into post_marks (user_id, post_id, read_at, saved_at)
      select ${actor.userId}::int8, id, ${value(mark.read)}, ${value(mark.saved)} from unnest(${array(postIds, 'bigint')}) as id
      where exists (select from posts p where p.id = id)
      on conflict (user_id, post_id) do update set ${sql.join(set, sql`, `)}`);
    await deps.bus.broadcast(tx, 'marks.updated', {
      userId: actor.userId,
      postIds: postIds.slice(0, 500),
      read: mark.read,
      saved: mark.saved,
      from: mark.from,
    });
  });
}

/** Marks every post of these sources up to a change (`upToRev`) as read. The token takes it back. */
export async function markAllRead(
  deps: MarkDeps,
  actor: Actor,
  sourceIds: readonly number[],
  upToRev: number | null,
): Promise<{ marked: number; undoToken: string }> {
  const batch = randomUUID();
  const now = deps.clock.now().toISOString();
  const marked = await rows<{ post_id: number }>(
    deps.db,
    sql`insert into post_marks (user_id, post_id, read_at, batch)
        select distinct ${actor.userId}::int8, s.post_id, ${now}::timestamptz, ${batch}::uuid
        from post_sources s join posts p on p.id = s.post_id
        where s.source_id = any(${array(sourceIds, 'int')}) and (${upToRev}::int8 is null or p.rev <= ${upToRev}::int8)
        on conflict (user_id, post_id) do update set read_at = excluded.read_at, batch = excluded.batch where post_marks.read_at is null
        returning post_id`,
  );
  await deps.bus.broadcast(deps.db, 'follows.changed', { userId: actor.userId });
  return { marked: marked.length, undoToken: batch };
}

/** @throws AppError `not_found` when there is nothing (left) to take back. */
export async function undoMarkAllRead(deps: MarkDeps, actor: Actor, undoToken: string): Promise<void> {
  const undone = await rows(
    deps.db,
    sql`update post_marks set read_at = null, batch = null where user_id = ${actor.userId} and batch = ${undoToken}::uuid returning post_id`,
  );
  if (undone.length === 0) throw new AppError('not_found');
  await deps.bus.broadcast(deps.db, 'follows.changed', { userId: actor.userId });
}
