/** Unread and saved posts, in all and by source and folder. */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { array, rows, type Db } from '#platform/db';
import { followedSources, headsItsStory } from './timeline.ts';

/** A story counts in `unread` as the row that lists show of it; each of its sources counts its own posts. */
export async function countUnread(db: Db, actor: Actor) {
  const followed = await followedSources(db, actor, {});
  const [bySource, totals] = await Promise.all([
    rows<{ source_id: number; folder_id: number | null; n: number }>(
      db,
      sql`select f.source_id, f.folder_id, count(*)::int as n from follows f join post_sources s on s.source_id = f.source_id
          where f.user_id = ${actor.userId} and not exists (select from post_marks m where m.user_id = ${actor.userId} and m.post_id = s.post_id and m.read_at is not null)
          group by 1, 2`,
    ),
    rows<{ unread: number; saved: number }>(
      db,
      sql`select (select count(distinct p.id)::int from post_sources s join posts p on p.id = s.post_id
            where s.source_id = any(${array(followed, 'int')}) and not exists (select from post_marks m where m.user_id = ${actor.userId} and m.post_id = s.post_id and m.read_at is not null)
              and ${headsItsStory(followed)}) as unread,
          (select count(*)::int from post_marks where user_id = ${actor.userId} and saved_at is not null) as saved`,
    ),
  ]);
  const byFolder: Record<string, number> = {};
  for (const row of bySource) if (row.folder_id !== null) byFolder[row.folder_id] = (byFolder[row.folder_id] ?? 0) + row.n;
  return {
    unread: totals[0]?.unread ?? 0,
    saved: totals[0]?.saved ?? 0,
    bySource: Object.fromEntries(bySource.map((row) => [row.source_id, row.n])),
    byFolder,
  };
}
