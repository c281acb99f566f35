/** How many new posts a source may bring in a day: one that floods must not bury all others, nor fill the disk. */
import { known, type NormalPost } from '#posts';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';

/** More than the busiest wires and lists of papers bring. */
export const mostNewADay = 2000;

type Day = Pick<SourceRow, 'daySince' | 'dayCount'>;

function dayOf(source: SourceRow, now: Date): Day {
  const runs = source.daySince !== null && now.getTime() - source.daySince.getTime() < 86_400_000;
  return runs ? { daySince: source.daySince, dayCount: source.dayCount } : { daySince: now, dayCount: 0 };
}

/** The first visit takes what is there and is not counted. */
export function countDay(source: SourceRow, added: number, now: Date): Day {
  const day = dayOf(source, now);
  return source.lastGoodAt === null ? { daySince: null, dayCount: 0 } : { ...day, dayCount: day.dayCount + added };
}

/** Without the new posts that are too many for today; the newest go first. What is known already may be edited. */
export async function withinDay(deps: { db: Db; clock: Clock }, source: SourceRow, posts: NormalPost[]): Promise<NormalPost[]> {
  const left = Math.max(0, mostNewADay - dayOf(source, deps.clock.now()).dayCount);
  if (source.lastGoodAt === null || posts.length <= left) return posts;
  const isKnown = await known.broughtBefore(deps.db, source.id, posts);
  const fresh = posts.filter((post) => !isKnown(post)).toSorted((a, b) => b.postedAt.getTime() - a.postedAt.getTime());
  const tooMany = new Set(fresh.slice(left));
  return posts.filter((post) => !tooMany.has(post));
}
