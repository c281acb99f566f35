/**
 * Writes down how a visit went. A source may be given another address while it is visited: then what was read
 * belongs to nobody any more, so every record names the address that was read.
 */
import { and, eq, sql } from '#platform/sql';
import { fromDatabase } from '#platform/database-errors';
import { first } from '#platform/db';
import { AppError, RetryLater } from '#platform/errors';
import { countDay, mostNewADay } from './daily-limit.ts';
import type { PollDeps, SourceRow } from './poll-source.ts';
import type { Reading } from './read-source.ts';
import { recordUnchanged, type UnchangedVisit } from './record-unchanged.ts';
import { applyMove, movedFields } from './move-source.ts';
import { postsPerDay } from './publishing-rate.ts';
import { factsOf } from './source-facts.ts';
import { sources } from './tables.ts';
import { backOff, chooseTier, flooding, pollInterval } from './tiers.ts';

/** This source, as long as it still has the address that was read. */
export const asRead = (source: Pick<SourceRow, 'id' | 'kind' | 'address'>) =>
  and(eq(sources.id, source.id), eq(sources.kind, source.kind), eq(sources.address, source.address));

export async function hasAddressStill(deps: Pick<PollDeps, 'db'>, source: SourceRow): Promise<boolean> {
  const found = await deps.db.select({ id: sources.id }).from(sources).where(asRead(source));
  return found.length > 0;
}

interface GoodVisit {
  reading: Reading;
  added: number;
  /** New posts that were too many for a day. */
  leftOut: number;
}

export async function recordGood(deps: PollDeps, source: SourceRow, { reading, added, leftOut }: GoodVisit): Promise<void> {
  const now = deps.clock.now();
  const { perDay, lastPost, language } = await readStats(deps, source, now);
  const floods = leftOut > 0;
  const soon = reading.soon === true && !floods;
  const tier = source.tierPinned
    ? source.tier
    : chooseTier({ postsPerDay: perDay, followers: source.followers, ageDays: (now.getTime() - source.createdAt.getTime()) / 86_400_000, floods });
  // With more to read, the next visit must not be told that nothing has changed.
  const validators =
    reading.more || floods
      ? { etag: null, lastModified: null, bodyHash: null }
      : { etag: reading.etag, lastModified: reading.lastModified, bodyHash: reading.bodyHash };
  await deps.db
    .update(sources)
    .set({
      ...factsOf(source, reading, language),
      ...validators,
      tier,
      postsPerDay: perDay,
      ...countDay(source, added, now),
      lastPostAt: lastPost ?? source.lastPostAt,
      ...newestAndOldest(source, reading),
      ...goodFields(deps, soon ? 'FAST' : tier, soon ? null : reading.askedInterval),
      ...(floods ? { errorCode: flooding, errorDetails: { limit: mostNewADay } } : {}),
      ...movedFields(source, reading.movedTo, now),
    })
    .where(asRead(source));
  if (source.lastGoodAt === null) await releaseNames(deps, source);
  await applyMove(deps, source, reading.movedTo);
  await deps.bus.broadcast(deps.db, 'source.updated', { sourceId: source.id });
}

/** Whoever calls it what it calls itself has no name of their own for it: a later one of its own is to be seen. */
async function releaseNames(deps: PollDeps, source: SourceRow): Promise<void> {
  await deps.db.execute(sql`update follows f set title = null from sources s where f.source_id = ${source.id} and s.id = f.source_id and f.title = s.title`);
}

async function readStats(deps: PollDeps, source: SourceRow, now: Date): Promise<{ perDay: number; lastPost: Date | null; language: string | null }> {
  const stats = await first<{ per_day: number; last_post: Date | null; language: string | null }>(
    deps.db,
    sql`select ${postsPerDay(source.id, source.createdAt, now)} as per_day, max(s.posted_at) as last_post, mode() within group (order by p.language) as language
        from (select post_id, posted_at from post_sources where source_id = ${source.id} order by posted_at desc nulls last limit 400) s join posts p on p.id = s.post_id`,
  );
  return { perDay: stats?.per_day ?? 0, lastPost: stats?.last_post ? new Date(stats.last_post) : null, language: stats?.language ?? null };
}

export async function noteUnchanged(deps: PollDeps, source: SourceRow, movedTo: string | null): Promise<void> {
  const { lastPolledAt: at, nextPollAt } = goodFields(deps, source.tier, source.askedInterval);
  const visit: UnchangedVisit = { sourceId: source.id, address: source.address, at, nextPollAt, ...movedFields(source, movedTo, at) };
  await (deps.unchanged ? deps.unchanged(visit) : recordUnchanged(deps.db, [visit]));
  await applyMove(deps, source, movedTo);
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
    goneAt: null,
    errorCode: null,
    errorDetails: null,
  };
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
export async function recordOurFault(deps: PollDeps, source: SourceRow, error: unknown): Promise<void> {
  const known = fromDatabase(error);
  if (!(error instanceof RetryLater) && known?.status !== 503) return recordFailure(deps, source, new AppError('internal', {}, { cause: error }));
  const soon = new Date(deps.clock.now().getTime() + 5000);
  await deps.db.update(sources).set({ leasedUntil: null, nextPollAt: soon }).where(asRead(source));
}

export async function recordFailure(deps: PollDeps, source: SourceRow, error: AppError): Promise<void> {
  const now = deps.clock.now();
  // Anybody may ask for a visit at any time: one that was not due must not put off those that are.
  const wasDue = source.lastPolledAt === null || source.nextPollAt <= now;
  const failures = source.failures + 1;
  const asked = error.code === 'source_rate_limited' ? Number(error.details['seconds']) : 0;
  const seconds = Math.max(backOff(failures, source.tier, deps.intervals, deps.random()), Number.isFinite(asked) ? Math.min(asked, 86_400) : 0);
  await deps.db
    .update(sources)
    .set({
      lastPolledAt: now,
      ...(wasDue ? { nextPollAt: new Date(now.getTime() + seconds * 1000), failures, failingSince: source.failingSince ?? now } : {}),
      leasedUntil: null,
      errorCode: error.code,
      errorDetails: error.details,
      goneAt: error.code === 'gone' ? now : null,
    })
    .where(asRead(source));
  deps.log.info({ source: source.id, code: error.code, failures }, 'source could not be read');
  await deps.bus.broadcast(deps.db, 'source.updated', { sourceId: source.id });
}
