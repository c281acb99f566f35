/** Keeps the ledger honest: what lies between two things we saw and was not read itself. */
import { and, eq, isNull, sql } from '#platform/sql';
import type { Saved } from '#posts';
import type { Bus } from '#platform/bus';
import type { Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';
import type { Reading } from './read-source.ts';
import { sourceGaps, sources } from './tables.ts';

export async function noteGaps(deps: { db: Db; bus: Bus }, source: SourceRow, reading: Reading, saved: Saved): Promise<void> {
  // Nobody followed it before a first reading, so nobody misses what lies before it.
  if (source.lastGoodAt === null) return;
  if (source.kind === 'telegram') await noteChannelGap(deps, source, reading);
  if (source.kind === 'rss') await noteFeedGap(deps, source, reading, saved);
}

/** The pages read do not reach back to the last message seen: the backfill fetches what is between. */
async function noteChannelGap(deps: { db: Db; bus: Bus }, source: SourceRow, reading: Reading): Promise<void> {
  const ids = reading.posts.flatMap((post) => (post.telegram ? [post.telegram.messageId] : []));
  const last = source.newestItem === null ? null : Number(source.newestItem);
  const oldest = Math.min(...ids);
  if (last === null || ids.length === 0 || oldest <= last + 1 || reading.before === null) return;
  await deps.db.transaction(async (tx) => {
    await tx.insert(sourceGaps).values({ sourceId: source.id, after: String(last), before: String(oldest), missing: oldest - last - 1 });
    await tx.update(sources).set({ backfill: 'pending' }).where(eq(sources.id, source.id));
    await deps.bus.enqueue(tx, 'backfill', { sourceId: source.id }, { key: String(source.id) });
  });
}

/** A feed shows a window of its newest items. When nothing in it is known any more, something has slid out unseen. */
async function noteFeedGap(deps: { db: Db }, source: SourceRow, reading: Reading, saved: Saved): Promise<void> {
  const known = reading.posts.length - saved.added.length;
  if (source.lastPostAt === null || reading.posts.length < 5 || known > 0) return;
  const dates = reading.posts.flatMap((post) => (post.postedAt ? [post.postedAt.getTime()] : []));
  const oldest = new Date(Math.min(...dates));
  if (dates.length === 0 || oldest <= source.lastPostAt) return;
  const open = and(eq(sourceGaps.sourceId, source.id), isNull(sourceGaps.closedAt), eq(sourceGaps.after, source.lastPostAt.toISOString()));
  const [there] = await deps.db
    .select({ one: sql<number>`1` })
    .from(sourceGaps)
    .where(open);
  if (there) return;
  await deps.db.insert(sourceGaps).values({
    sourceId: source.id,
    after: source.lastPostAt.toISOString(),
    before: oldest.toISOString(),
    reason: `window:${reading.posts.length}`,
  });
}
