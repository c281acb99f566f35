/** How many new posts a source may bring in a day: one that floods must not bury all others, nor fill the disk. */
import { sql, type SQL } from '#platform/sql';
import { known, type NormalPost } from '#posts';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';
import { sources } from './tables.ts';

/** More than the busiest wires and lists of papers bring. */
export const mostNewADay = 2000;

const dayMs = 86_400_000;

function countToday(source: SourceRow, now: Date): number {
  return source.daySince !== null && now.getTime() - source.daySince.getTime() < dayMs ? source.dayCount : 0;
}

/** The first visit takes what is there and is not counted. Added up in the row: visits may overlap, and none may forget the other. */
export function countDay(source: SourceRow, added: number, now: Date): { daySince: SQL | null; dayCount: SQL | number } {
  if (source.lastGoodAt === null) return { daySince: null, dayCount: 0 };
  const runs = sql`${sources.daySince} > ${new Date(now.getTime() - dayMs).toISOString()}::timestamptz`;
  return {
    daySince: sql`case when ${runs} then ${sources.daySince} else ${now.toISOString()}::timestamptz end`,
    dayCount: sql`case when ${runs} then ${sources.dayCount} else 0 end + ${added}::int`,
  };
}

/** Without the new posts that are too many for today; the newest go first. What is known already may be edited. */
export async function withinDay(deps: { db: Db; clock: Clock }, source: SourceRow, posts: NormalPost[]): Promise<NormalPost[]> {
  const left = Math.max(0, mostNewADay - countToday(source, deps.clock.now()));
  if (source.lastGoodAt === null || posts.length <= left) return posts;
  const isKnown = await known.broughtEver(deps.db, source.id, posts);
  const fresh = posts.filter((post) => !isKnown(post)).toSorted((a, b) => b.postedAt.getTime() - a.postedAt.getTime());
  const tooMany = new Set(fresh.slice(left));
  return posts.filter((post) => !tooMany.has(post));
}
