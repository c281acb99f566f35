/** Retention: a post goes when every follower's time for it is over and nobody saved it. */
import { sql, type SQL } from '#platform/sql';
import type { Clock } from '#platform/clock';
import { array, lockSaves, rows, type Db } from '#platform/db';
import type { Bus } from '#platform/bus';
import { windowDays } from './find-duplicates.ts';
import { tagAgain } from './tag-posts.ts';
import { layTombstones, sweepTombstones } from './tombstones.ts';

const batch = 500;

/**
 * Returns how many posts went. Those of sources that nobody follows stay a year, those of imports for good.
 * @param followedBy only posts of what this user follows are looked at; what others keep stays all the same
 */
export async function cleanUpPosts(deps: { db: Db; bus: Bus; clock: Clock }, followedBy?: number): Promise<number> {
  const now = deps.clock.now().toISOString();
  // Looked for once: on a big database this takes far longer than a batch of removals.
  const old = await rows<{ id: number }>(deps.db, sql`${outdated(now, followedBy)} order by 1`);
  let total = 0;
  for (let start = 0; start < old.length; start += batch) {
    const ids = old.slice(start, start + batch).map((row) => Number(row.id));
    total += await deps.db.transaction((tx) => removeUnsaved(deps, tx, ids));
  }
  await deps.db.execute(sql`delete from post_prints f where not exists (
    select from posts p where p.id = f.post_id and p.posted_at > ${now}::timestamptz - make_interval(days => ${windowDays}))`);
  await deps.db.execute(sql`delete from post_removals where at < now() - interval '30 days'`);
  await sweepTombstones(deps.db);
  return total;
}

/** How many posts of what a user follows go next night; `days`: as if the user kept posts for so long. */
export async function countOutdated(deps: { db: Db; clock: Clock }, userId: number, days?: number): Promise<number> {
  const [count] = await rows<{ n: number }>(deps.db, sql`select count(*)::int as n from (${outdated(deps.clock.now().toISOString(), userId, days)}) o`);
  return count!.n;
}

/** Ids of the posts whose time is over, of all or of what one user follows. */
function outdated(now: string, followedBy?: number, days?: number): SQL {
  const within =
    followedBy === undefined
      ? sql`true`
      : sql`p.id in (select c.post_id from post_sources c join follows f on f.source_id = c.source_id where f.user_id = ${followedBy})`;
  const kept =
    followedBy === undefined || days === undefined ? sql`u.retention_days` : sql`case when u.id = ${followedBy} then ${days}::int else u.retention_days end`;
  return sql`with keep as (
              select s.id as source_id, coalesce((select max(${kept}) from follows f join users u on u.id = f.user_id where f.source_id = s.id), 365) as days from sources s where s.kind <> 'import'),
            carried as (select c.post_id, bool_and(p.posted_at < ${now}::timestamptz - make_interval(days => coalesce(k.days, 36500)))
                and bool_and(p.created_at < ${now}::timestamptz - make_interval(days => least(coalesce(k.days, 36500), 30))) as over
              from posts p join post_sources c on c.post_id = p.id left join keep k on k.source_id = c.source_id
              where p.posted_at < ${now}::timestamptz - interval '1 day' and ${within} group by c.post_id)
            select post_id as id from carried where over and not exists (select from post_marks m where m.post_id = carried.post_id and m.saved_at is not null)`;
}

/** Somebody may have saved one since it was found: a locked post gets no new mark, and then its marks are looked at. */
async function removeUnsaved(deps: { bus: Bus }, tx: Pick<Db, 'execute'>, found: readonly number[]): Promise<number> {
  await lockSaves(tx);
  await tx.execute(sql`select from posts where id = any(${array(found, 'bigint')}) order by id for update`);
  const unsaved = await rows<{ id: number }>(
    tx,
    sql`select p.id from posts p where p.id = any(${array(found, 'bigint')})
        and not exists (select from post_marks m where m.post_id = p.id and m.saved_at is not null) order by p.id`,
  );
  if (unsaved.length > 0)
    await removePosts(
      deps,
      tx,
      unsaved.map((row) => Number(row.id)),
    );
  return unsaved.length;
}

async function removePosts(deps: { bus: Bus }, tx: Pick<Db, 'execute'>, ids: readonly number[]): Promise<void> {
  // A story whose first post goes is carried on by the next one.
  const gone = array(ids, 'bigint');
  const moved = await rows<{ heir: number }>(
    tx,
    sql`with h as materialized (select story_id, min(id) as heir from posts where story_id = any(${gone}) and not id = any(${gone}) group by story_id),
          own as (delete from story_joins j using h where j.post_id = h.heir),
          others as (update story_joins j set story_id = h.heir from h where j.story_id = h.story_id and j.post_id <> h.heir)
        update posts p set story_id = h.heir, rev = nextval('posts_rev'),
          index_status = case when p.id = h.heir and p.index_status = 'skipped' then 'pending' else p.index_status end
        from h where p.story_id = h.story_id and not p.id = any(${gone}) returning h.heir`,
  );
  const heirs = [...new Set(moved.map((row) => Number(row.heir)))];
  if (heirs.length > 0) {
    await tagAgain(tx, heirs);
    await deps.bus.publish(tx, 'posts.edited', { postIds: heirs });
  }
  await layTombstones(tx, ids);
  await tx.execute(sql`delete from posts where id = any(${array(ids, 'bigint')})`);
  await tx.execute(
    sql`insert into post_removals (post_id, rev) select id, nextval('posts_rev') from unnest(${array(ids, 'bigint')}) as id on conflict do nothing`,
  );
  const [newest] = await rows<{ rev: number }>(tx, sql`select max(rev)::int8 as rev from post_removals`);
  await deps.bus.broadcast(tx, 'posts.changed', { rev: newest!.rev });
}
