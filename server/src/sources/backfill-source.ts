/** Fills what the visits of the poller left open: a channel's older history, and gaps. */
import { and, asc, eq, isNull, sql } from '#platform/sql';
import { savePosts } from '#posts';
import type { ErrorCode } from '#contract';
import type { Bus } from '#platform/bus';
import { rows, type Db } from '#platform/db';
import { AppError, RetryLater } from '#platform/errors';
import { normaliseAll, type PollDeps, type SourceRow } from './poll-source.ts';
import { readChannel } from './read-source.ts';
import { asRead } from './record-visit.ts';
import { sourceGaps, sources } from './tables.ts';
import { backOff } from './tiers.ts';

/** Older messages of a channel that are read when it is first followed, and those that a gap is filled with. */
const historyLimit = 500;
const pagesPerRun = 10;
/** Between two tries at what cannot be reached, seconds. */
const longestPause = 3600;
const permanent: ReadonlySet<ErrorCode> = new Set(['channel_not_found', 'channel_private', 'channel_no_preview', 'not_a_channel', 'gone']);

/** Does a part of the work, then asks to be called again, so that no job holds a slot for long. */
export async function backfillSource(deps: PollDeps, sourceId: number): Promise<void> {
  const [source] = await deps.db.select().from(sources).where(eq(sources.id, sourceId));
  if (!source || source.kind !== 'telegram' || source.followers === 0) return;
  const [gap] = await deps.db
    .select()
    .from(sourceGaps)
    .where(and(eq(sourceGaps.sourceId, sourceId), isNull(sourceGaps.closedAt), isNull(sourceGaps.reason)))
    .orderBy(asc(sourceGaps.id))
    .limit(1);
  const more = await (gap ? fillGap(deps, source, gap) : readHistory(deps, source)).catch((error: unknown) => afterFailure(deps, source, error));
  await deps.bus.broadcast(deps.db, 'source.updated', { sourceId });
  if (more) throw new RetryLater(2, 'more to read');
}

/** What the site will never show ends the backfill. All else passes: it is tried again after a pause that grows as the source's own does. */
async function afterFailure(deps: PollDeps, source: SourceRow, error: unknown): Promise<false> {
  if (!(error instanceof AppError)) throw error;
  if (!permanent.has(error.code)) {
    const pause = Math.min(longestPause, backOff(Math.max(1, source.failures), source.tier, deps.intervals, deps.random()));
    throw new RetryLater(Math.ceil(Math.max(30, pause, Number(error.details['seconds']) || 0)), error.message);
  }
  await deps.db.update(sources).set({ backfill: 'stopped' }).where(asRead(source));
  await deps.db
    .update(sourceGaps)
    .set({ reason: error.code })
    .where(and(eq(sourceGaps.sourceId, source.id), isNull(sourceGaps.closedAt), isNull(sourceGaps.reason)));
  return false;
}

/**
 * Puts in line what is still open and waits for nothing: a job may have been given up while the database was away,
 * and a source that nobody followed for a while is followed again.
 */
export async function takeUpBackfills(deps: { db: Db; bus: Bus }): Promise<void> {
  const open = await rows<{ id: number }>(
    deps.db,
    sql`select s.id from sources s where s.kind = 'telegram' and s.followers > 0 and s.gone_at is null
        and (s.backfill in ('pending', 'running') or exists (select from source_gaps g where g.source_id = s.id and g.closed_at is null and g.reason is null))`,
  );
  for (const { id } of open) await deps.bus.enqueue(deps.db, 'backfill', { sourceId: id }, { key: String(id) });
}

async function fillGap(deps: PollDeps, source: SourceRow, gap: typeof sourceGaps.$inferSelect): Promise<boolean> {
  let before = Number(gap.before);
  let filled = gap.filled;
  for (let page = 0; page < pagesPerRun; page += 1) {
    const reading = await readChannel(deps, source.address, before);
    const inside = reading.posts.filter((post) => (post.telegram?.messageId ?? 0) > Number(gap.after));
    const saved = await savePosts(deps, { id: source.id, kind: source.kind }, await normaliseAll(deps, source, { posts: inside }));
    filled += saved.added.length;
    before = reading.before ?? 0;
    const closed = before <= Number(gap.after) + 1;
    const full = !closed && filled >= historyLimit;
    await deps.db
      .update(sourceGaps)
      .set({ before: String(before), filled, closedAt: closed ? deps.clock.now() : null, reason: full ? `limit:${historyLimit}` : null })
      .where(eq(sourceGaps.id, gap.id));
    if (closed || full) return true;
  }
  return true;
}

async function readHistory(deps: PollDeps, source: SourceRow): Promise<boolean> {
  if (source.oldestItem === null || source.backfill === 'done') return false;
  let done = source.backfillDone;
  let before: number | null = Number(source.oldestItem);
  for (let page = 0; page < pagesPerRun && before !== null && done < historyLimit; page += 1) {
    const reading = await readChannel(deps, source.address, before);
    const saved = await savePosts(deps, { id: source.id, kind: source.kind, isHistory: true }, await normaliseAll(deps, source, reading));
    done += saved.added.length;
    before = reading.before;
    // A page of service notices has no posts; the next run must not begin before it again.
    const oldest = Math.min(...reading.posts.map((post) => post.telegram?.messageId ?? Infinity), before ?? Infinity, Number(source.oldestItem));
    await deps.db
      .update(sources)
      .set({ backfill: 'running', backfillDone: done, oldestItem: String(oldest) })
      .where(asRead(source));
  }
  const more = before !== null && done < historyLimit;
  if (!more) await deps.db.update(sources).set({ backfill: 'done' }).where(asRead(source));
  return more;
}
