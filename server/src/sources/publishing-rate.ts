/** How much a source publishes. */
import { sql, type SQL } from '#platform/sql';

const latest = 400;

/**
 * Posts a day of the last 14 days; of a source whose oldest post that we know is younger, of the time since then.
 * What has nothing older than its first visit may have no dates at all: then everything seems to be of that day.
 */
export function postsPerDay(sourceId: number | SQL, createdAt: Date | SQL, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const made = createdAt instanceof Date ? sql`${createdAt.toISOString()}::timestamptz` : createdAt;
  return sql`(select coalesce((count(*) filter (where l.posted_at > ${at} - interval '14 days'))::float
      / case when count(*) < ${latest}::int and min(l.posted_at) > ${made} - interval '1 hour' then 14
        else least(14, greatest(1, extract(epoch from ${at} - min(l.posted_at))::float / 86400)) end, 0)
    from (select posted_at from post_sources where source_id = ${sourceId} order by posted_at desc nulls last limit ${latest}::int) l)`;
}
