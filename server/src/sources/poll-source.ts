/** One visit to a source: read, normalise, save, and write down how it went. */
import { eq, sql } from 'drizzle-orm';
import { normaliseApart, findAmbiguousKeys, known, marks, savePosts, type NormalPost, type SaveDeps, type Saved } from '#posts';
import { longestAddress } from '#contract';
import { fromDatabase } from '#platform/database-errors';
import { first, type Db } from '#platform/db';
import { AppError, RetryLater } from '#platform/errors';
import { inSlices } from '#platform/in-slices';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { noteGaps } from './note-gaps.ts';
import { recordUnchanged, type UnchangedVisit } from './record-unchanged.ts';
import { readChannel, readSource, type ReadDeps, type Reading } from './read-source.ts';
import { factsOf } from './source-facts.ts';
import { sources } from './tables.ts';
import { backOff, chooseTier, pollInterval, type Intervals } from './tiers.ts';

export interface PollDeps extends SaveDeps, ReadDeps {
  log: Log;
  metrics: Metrics;
  intervals: Intervals;
  random: () => number;
  /** Where many sources are visited, their records are written together; otherwise each at once. */
  unchanged?: (visit: UnchangedVisit) => Promise<void>;
}

export type SourceRow = typeof sources.$inferSelect;

export type PollResult = { outcome: 'read' | 'unchanged'; saved: Saved } | { outcome: 'failed'; error: AppError };

/** Messages of a channel that the first visit reads at once; the rest comes by the backfill. */
const firstMessages = 50;
/** Pages that a visit goes back to close the distance to the last message seen. */
const catchUpPages = 10;
const nothing: Saved = { added: [], edited: [], linked: [] };

/** @throws only on faults of our own; whatever the source does is an outcome. */
export async function pollSource(deps: PollDeps, source: SourceRow): Promise<PollResult> {
  const end = deps.metrics.parsing.startTimer({ kind: source.kind });
  try {
    const result = await visit(deps, source);
    deps.metrics.parsed.inc({ kind: source.kind, status: result.outcome });
    return result;
  } catch (error) {
    if (!(error instanceof AppError)) {
      await recordOurFault(deps, source, error).catch(() => {});
      throw error;
    }
    await recordFailure(deps, source, error);
    deps.metrics.parsed.inc({ kind: source.kind, status: 'failed' });
    return { outcome: 'failed', error };
  } finally {
    end();
  }
}

async function visit(deps: PollDeps, source: SourceRow): Promise<PollResult> {
  if (source.kind === 'import') return { outcome: 'unchanged', saved: nothing };
  const result = await readSource(deps, { ...source, kind: source.kind, known: (urls) => known.knownArticles(deps.db, source.id, urls) });
  if (result.kind === 'unchanged') {
    await noteUnchanged(deps, source, result.movedTo);
    return { outcome: 'unchanged', saved: nothing };
  }
  if (source.kind === 'telegram') await goBack(deps, source, result.reading);
  const saved = await saveReading(deps, source, result.reading);
  return { outcome: 'read', saved };
}

/** Saves what was read and brings the source's record up to date. */
export async function saveReading(deps: PollDeps, source: SourceRow, reading: Reading): Promise<Saved> {
  const posts = await normaliseAll(deps, source, reading);
  const saved = await savePosts(deps, { id: source.id, kind: source.kind }, posts);
  if (source.kind === 'telegram')
    await known.noteRemoved(
      deps,
      posts.map((post) => post.uniqueCode),
    );
  // The first reading is of what was there before.
  if (source.lastGoodAt === null) await marks.markHistoryRead(deps, source.id);
  await noteGaps(deps, source, reading, saved);
  await recordGood(deps, source, reading);
  if (source.kind === 'telegram' && source.backfill === 'none' && reading.before !== null) await startBackfill(deps, source.id);
  if (saved.added.length > 0) deps.log.info({ source: source.id, added: saved.added.length }, 'new posts');
  return saved;
}

async function startBackfill(deps: PollDeps, sourceId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.update(sources).set({ backfill: 'pending' }).where(eq(sources.id, sourceId));
    await deps.bus.enqueue(tx, 'backfill', { sourceId }, { key: String(sourceId) });
  });
}

/** A feed may hold thousands of items: others get their turn in between. */
export async function normaliseAll(
  deps: Pick<PollDeps, 'apart' | 'clock'>,
  source: Pick<SourceRow, 'id' | 'kind' | 'address' | 'language'>,
  reading: Pick<Reading, 'posts'>,
): Promise<NormalPost[]> {
  const facts = {
    id: source.id,
    kind: source.kind,
    address: source.address,
    language: source.language,
    ambiguousKeys: findAmbiguousKeys(source.kind, reading.posts, source),
  };
  const posts: NormalPost[] = [];
  const pause = inSlices();
  for (const raw of reading.posts) {
    posts.push(await normaliseApart(deps, raw, facts, deps.clock.now()));
    await pause();
  }
  // An item without anything in it tells nobody anything.
  return posts.filter((post) => post.title !== null || post.text !== '' || post.url !== null || post.media.length > 0);
}

/** A channel's page shows about 20 messages: go back until the last one seen, or to the first 50. */
export async function goBack(deps: PollDeps, source: SourceRow, reading: Reading): Promise<void> {
  const last = source.newestItem === null ? null : Number(source.newestItem);
  for (let page = 1; page < catchUpPages && reading.before !== null; page += 1) {
    const oldest = Math.min(...reading.posts.map((post) => post.telegram?.messageId ?? Infinity));
    if (last === null ? reading.posts.length >= firstMessages : oldest <= last + 1) return;
    const older = await readChannel(deps, source.address, reading.before);
    if (older.posts.length === 0) reading.before = null;
    else {
      reading.posts.unshift(...older.posts);
      reading.before = older.before;
    }
  }
}

async function recordGood(deps: PollDeps, source: SourceRow, reading: Reading): Promise<void> {
  const now = deps.clock.now();
  const stats = await first<{ per_day: number; last_post: Date | null; language: string | null }>(
    deps.db,
    sql`select (count(*) filter (where s.posted_at > ${now.toISOString()}::timestamptz - interval '14 days'))::float / 14 as per_day, max(s.posted_at) as last_post,
          mode() within group (order by p.language) as language
        from (select post_id, posted_at from post_sources where source_id = ${source.id} order by posted_at desc nulls last limit 400) s join posts p on p.id = s.post_id`,
  );
  const postsPerDay = stats?.per_day ?? 0;
  const tier = source.tierPinned
    ? source.tier
    : chooseTier({ postsPerDay, followers: source.followers, ageDays: (now.getTime() - source.createdAt.getTime()) / 86_400_000 });
  // With more to read, the next visit must not be told that nothing has changed.
  const validators = reading.more
    ? { etag: null, lastModified: null, bodyHash: null }
    : { etag: reading.etag, lastModified: reading.lastModified, bodyHash: reading.bodyHash };
  await deps.db
    .update(sources)
    .set({
      ...factsOf(source, reading, stats?.language ?? null),
      ...validators,
      tier,
      postsPerDay,
      lastPostAt: stats?.last_post ? new Date(stats.last_post) : source.lastPostAt,
      ...newestAndOldest(source, reading),
      ...goodFields(deps, reading.more ? 'FAST' : tier, reading.more ? null : reading.askedInterval),
      ...movedFields(source, reading.movedTo),
    })
    .where(eq(sources.id, source.id));
  await applyMove(deps.db, source, reading.movedTo);
  await deps.bus.broadcast(deps.db, 'source.updated', { sourceId: source.id });
}

async function noteUnchanged(deps: PollDeps, source: SourceRow, movedTo: string | null): Promise<void> {
  const { lastPolledAt: at, nextPollAt } = goodFields(deps, source.tier, source.askedInterval);
  const visit: UnchangedVisit = { sourceId: source.id, at, nextPollAt, ...movedFields(source, movedTo) };
  await (deps.unchanged ? deps.unchanged(visit) : recordUnchanged(deps.db, [visit]));
  if (source.errorCode !== null) await deps.bus.broadcast(deps.db, 'source.updated', { sourceId: source.id });
}

function goodFields(deps: PollDeps, tier: SourceRow['tier'], asked: number | null) {
  const now = deps.clock.now();
  const seconds = pollInterval(tier, deps.intervals, asked) * (0.95 + 0.1 * deps.random());
  return {
    lastPolledAt: now,
    lastGoodAt: now,
    nextPollAt: new Date(now.getTime() + seconds * 1000),
    leasedUntil: null,
    failures: 0,
    failingSince: null,
    announcedAt: null,
    errorCode: null,
    errorDetails: null,
  };
}

/** A permanent redirect counts once it has been seen twice: one bad configuration must not move a source. */
function movedFields(source: SourceRow, movedTo: string | null): Pick<SourceRow, 'movedTo' | 'movedSeen'> {
  if (movedTo === null || source.kind === 'telegram' || movedTo === source.address || movedTo.length > longestAddress) return { movedTo: null, movedSeen: 0 };
  if (source.movedTo !== movedTo) return { movedTo, movedSeen: 1 };
  return { movedTo, movedSeen: source.movedSeen + 1 };
}

/** Takes the new address over, unless it is already followed as a source of its own. */
async function applyMove(db: Db, source: SourceRow, movedTo: string | null): Promise<void> {
  if (movedTo === null || source.movedTo !== movedTo || source.kind === 'telegram') return;
  await db.execute(sql`update sources s set address = ${movedTo}, moved_to = null, moved_seen = 0
    where s.id = ${source.id} and not exists (select from sources o where o.kind = s.kind and o.address = ${movedTo})`);
}

function newestAndOldest(source: SourceRow, reading: Reading): Partial<SourceRow> {
  if (source.kind !== 'telegram' || reading.posts.length === 0) return {};
  const ids = reading.posts.flatMap((post) => (post.telegram ? [post.telegram.messageId] : []));
  const newest = Math.max(...ids, Number(source.newestItem ?? 0));
  const oldest = Math.min(...ids, source.oldestItem === null ? Infinity : Number(source.oldestItem));
  return { newestItem: String(newest), oldestItem: String(oldest) };
}

/**
 * While the database is away or we are stopping, the source is visited again soon. What its content alone
 * makes fail would fail again at once, with a request each time: that counts like a failure of its own.
 */
async function recordOurFault(deps: PollDeps, source: SourceRow, error: unknown): Promise<void> {
  const known = fromDatabase(error);
  if (!(error instanceof RetryLater) && known?.status !== 503) return recordFailure(deps, source, new AppError('internal', {}, { cause: error }));
  const soon = new Date(deps.clock.now().getTime() + 5000);
  await deps.db.update(sources).set({ leasedUntil: null, nextPollAt: soon }).where(eq(sources.id, source.id));
}

async function recordFailure(deps: PollDeps, source: SourceRow, error: AppError): Promise<void> {
  const now = deps.clock.now();
  const failures = source.failures + 1;
  const asked = error.code === 'source_rate_limited' ? Number(error.details['seconds']) : 0;
  const seconds = Math.max(backOff(failures, source.tier, deps.intervals, deps.random()), Number.isFinite(asked) ? Math.min(asked, 86_400) : 0);
  await deps.db
    .update(sources)
    .set({
      lastPolledAt: now,
      nextPollAt: new Date(now.getTime() + seconds * 1000),
      leasedUntil: null,
      failures,
      failingSince: source.failingSince ?? now,
      errorCode: error.code,
      errorDetails: error.details,
      goneAt: error.code === 'gone' ? now : null,
    })
    .where(eq(sources.id, source.id));
  deps.log.info({ source: source.id, code: error.code, failures }, 'source could not be read');
  await deps.bus.broadcast(deps.db, 'source.updated', { sourceId: source.id });
}
