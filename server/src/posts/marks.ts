/** What a person has read and saved. */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from '#platform/sql';
import type { Actor } from '#accounts';
import type { FeedPoint } from '#contract';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';

type Executor = Pick<Db, 'execute'>;

interface MarkDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
}

/** Of these posts, those that the actor may see. */
export async function visiblePosts(db: Executor, actor: Actor, ids: readonly number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    sql`select p.id from posts p where p.id = any(${array(ids, 'bigint')}) and (
          exists (select from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where c.post_id = p.id)
          or exists (select from post_marks m where m.post_id = p.id and m.user_id = ${actor.userId} and m.saved_at is not null))`,
  );
  return found.map((row) => row.id);
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
  await deps.db.transaction(async (tx) => {
    if (mark.saved !== undefined) await setMark(tx, actor, postIds, { column: sql`saved_at`, at: mark.saved ? now : null, others: sql`` });
    // Lists show a story as one row, so all that it tells is read with it.
    const together = mark.read === undefined ? postIds : await withStories(tx, actor, postIds);
    if (mark.read !== undefined) await setMark(tx, actor, together, { column: sql`read_at`, at: mark.read ? now : null, others: sql`, batch = null` });
    if (mark.saved !== undefined && together.length > postIds.length) {
      await tell(deps, tx, actor, { postIds, read: mark.read, saved: mark.saved, from: mark.from });
      return tell(deps, tx, actor, { postIds: together, read: mark.read, from: mark.from });
    }
    await tell(deps, tx, actor, { postIds: together, read: mark.read, saved: mark.saved, from: mark.from });
  });
}

async function setMark(
  tx: Executor,
  actor: Actor,
  postIds: readonly number[],
  { column, at, others }: { column: SQL; at: string | null; others: SQL },
): Promise<void> {
  await tx.execute(sql`
    insert into post_marks (user_id, post_id, ${column})
    select ${actor.userId}::int8, g.id, ${at}::timestamptz from unnest(${array([...new Set(postIds)], 'bigint')}) as g(id)
    where exists (select from posts p where p.id = g.id) order by g.id
    on conflict (user_id, post_id) do update set ${column} = excluded.${column}${others}`);
}

/** With the posts of the same stories that sources which the actor follows carry. */
async function withStories(tx: Executor, actor: Actor, postIds: readonly number[]): Promise<number[]> {
  const members = await rows<{ id: number }>(
    tx,
    sql`select distinct e.id from posts p join posts e on e.story_id = p.story_id join post_sources c on c.post_id = e.id
        join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where p.id = any(${array(postIds, 'bigint')})`,
  );
  return [...new Set([...postIds, ...members.map((row) => Number(row.id))])];
}

/** A mark as a file tells it: null for what it does not say. */
export interface KeptMark {
  id: number;
  readAt: string | null;
  savedAt: string | null;
}

/** Adds marks that were made before, one by one: what is marked here stays as it is. Only of posts that are visible to the actor. */
export async function restoreMarks(deps: MarkDeps, actor: Actor, marks: readonly KeptMark[]): Promise<void> {
  if (marks.length === 0) return;
  await deps.db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into post_marks (user_id, post_id, read_at, saved_at)
      select ${actor.userId}::int8, g.id, g."readAt", g."savedAt"
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as g(id int8, "readAt" timestamptz, "savedAt" timestamptz)
      where exists (select from posts p where p.id = g.id) order by g.id
      on conflict (user_id, post_id) do update set
        read_at = coalesce(post_marks.read_at, excluded.read_at), saved_at = coalesce(post_marks.saved_at, excluded.saved_at)`);
    const ids = (of: 'readAt' | 'savedAt') => marks.flatMap((mark) => (mark[of] === null ? [] : [mark.id]));
    const [read, saved] = [ids('readAt'), ids('savedAt')];
    if (read.length > 0) await tell(deps, tx, actor, { postIds: read, read: true, from: undefined });
    if (saved.length > 0) await tell(deps, tx, actor, { postIds: saved, read: undefined, saved: true, from: undefined });
  });
}

/** What the followers of a source have marked counts for what it has made of the post. `given`: rows g of post_id, source_id, new_id. */
export async function copyMarks(tx: Executor, given: SQL): Promise<void> {
  await tx.execute(sql`
    insert into post_marks (user_id, post_id, read_at, saved_at, batch) select m.user_id, g.new_id, m.read_at, m.saved_at, m.batch
    from ${given} join post_marks m on m.post_id = g.post_id join follows f on f.user_id = m.user_id and f.source_id = g.source_id
    on conflict do nothing`);
}

function tell(
  deps: MarkDeps,
  tx: Executor,
  actor: Actor,
  marked: { postIds: readonly number[]; read: boolean | undefined; saved?: boolean | undefined; from: string | undefined },
): Promise<void> {
  return deps.bus.broadcast(tx, 'marks.updated', { userId: actor.userId, saved: undefined, ...marked, postIds: marked.postIds.slice(0, 500) });
}

/** Of what a source had published before it was followed, so many posts are unread at most ... */
const unreadAtFirst = 50;
/** ... and so many however old they are; the others only when they are of the last month. */
const unreadAtLeast = 10;
const recentDays = 30;

/**
 * What a source has published before somebody follows it is read for them, but for its newest posts: nobody
 * catches up with years. What another followed source carries too is left as it is.
 * `userId`: only for this follower; `postIds`: only of these posts.
 */
export async function markHistoryRead(
  deps: { db: Executor; bus: Bus; clock: Clock },
  sourceId: number,
  only: { userId?: number; postIds?: readonly number[] } = {},
): Promise<void> {
  const now = deps.clock.now();
  const recent = new Date(now.getTime() - recentDays * 86_400_000).toISOString();
  const marked = await rows<{ user_id: number }>(
    deps.db,
    // Feeds without dates list the newest first. "offset 0": first the few sources of a post, and not each of the many that a person follows.
    sql`with history as (
          select post_id from (select post_id, posted_at, row_number() over (order by posted_at desc, post_id) as n from post_sources where source_id = ${sourceId}) ranked
          where (n > ${unreadAtFirst} or (n > ${unreadAtLeast} and posted_at < ${recent}::timestamptz))
            ${only.postIds === undefined ? sql`` : sql`and post_id = any(${array(only.postIds, 'bigint')})`}),
        made as (
          insert into post_marks (user_id, post_id, read_at)
          select f.user_id, h.post_id, ${now.toISOString()}::timestamptz from follows f, history h
          where f.source_id = ${sourceId} ${only.userId === undefined ? sql`` : sql`and f.user_id = ${only.userId}`} and not exists (
            select from (select source_id from post_sources where post_id = h.post_id and source_id <> ${sourceId} offset 0) o
            join follows g on g.source_id = o.source_id and g.user_id = f.user_id)
          order by h.post_id on conflict do nothing returning user_id)
        select distinct user_id from made`,
  );
  for (const { user_id: userId } of marked) await deps.bus.broadcast(deps.db, 'follows.changed', { userId });
}

/**
 * Marks the posts of these sources as read, with `upTo` only those that were there at that point, whatever has
 * changed about them since. The token takes it back.
 */
export async function markAllRead(
  deps: MarkDeps,
  actor: Actor,
  sourceIds: readonly number[],
  upTo: FeedPoint | null,
): Promise<{ marked: number; undoToken: string }> {
  const batch = randomUUID();
  const now = deps.clock.now().toISOString();
  // A post that a source began to carry later than it was saved is news there: its number alone does not tell when.
  const wasThere = upTo && sql`(p.rev <= ${upTo.rev}::int8 or (p.id <= ${upTo.id ?? 0}::int8 and s.seen_at <= p.created_at))`;
  const marked = await rows<{ post_id: number }>(
    deps.db,
    sql`insert into post_marks (user_id, post_id, read_at, batch)
        select distinct ${actor.userId}::int8, s.post_id, ${now}::timestamptz, ${batch}::uuid
        from post_sources s join posts p on p.id = s.post_id
        where s.source_id = any(${array(sourceIds, 'int')}) and ${wasThere ?? sql`true`}
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
