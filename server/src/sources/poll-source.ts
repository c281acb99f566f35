/** One visit to a source: read, normalise, save, and write down how it went. */
import { normaliseApart, findAmbiguousKeys, known, marks, savePosts, type NormalPost, type SaveDeps, type Saved } from '#posts';
import { AppError } from '#platform/errors';
import { inSlices } from '#platform/in-slices';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { withinDay } from './daily-limit.ts';
import { noteGaps } from './note-gaps.ts';
import type { UnchangedVisit } from './record-unchanged.ts';
import { asRead, hasAddressStill, noteUnchanged, recordFailure, recordGood, recordOurFault } from './record-visit.ts';
import { readChannel, readSource, type ReadDeps, type Reading } from './read-source.ts';
import { knownLinks, rememberLinks } from './site-links.ts';
import { sources } from './tables.ts';
import type { Intervals } from './tiers.ts';

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
  const result = await readSource(deps, { ...source, kind: source.kind, known: (urls) => knownLinks(deps, source.id, urls) });
  if (result.kind === 'unchanged') {
    await noteUnchanged(deps, source, result.movedTo);
    return { outcome: 'unchanged', saved: nothing };
  }
  if (source.kind === 'telegram') await goBack(deps, source, result.reading);
  const saved = await saveReading(deps, source, result.reading);
  return { outcome: 'read', saved };
}

/** Saves what was read and brings the source's record up to date; nothing, when it has another address by now. */
export async function saveReading(deps: PollDeps, source: SourceRow, reading: Reading): Promise<Saved> {
  const posts = await normaliseAll(deps, source, reading);
  if (!(await hasAddressStill(deps, source))) return nothing;
  const allowed = await withinDay(deps, source, posts);
  // The first reading is of what was there before.
  const isHistory = source.lastGoodAt === null;
  const saved = await savePosts(deps, { id: source.id, kind: source.kind, isHistory }, allowed);
  await noteRemoved(deps, source, posts);
  await rememberLinks(deps, source.id, reading.links ?? []);
  if (source.kind === 'web' && reading.posts.length === 0 && source.lastPostAt === null && !reading.soon) throw new AppError('no_articles');
  // Once more for all of it together: a feed may list its oldest posts first.
  if (isHistory) await marks.markHistoryRead(deps, source.id);
  await noteGaps(deps, source, reading, saved);
  await recordGood(deps, source, { reading, added: saved.added.length, leftOut: posts.length - allowed.length });
  if (source.kind === 'telegram' && source.backfill === 'none' && reading.before !== null) await startBackfill(deps, source);
  if (saved.added.length > 0) deps.log.info({ source: source.id, added: saved.added.length }, 'new posts');
  return saved;
}

/** Only a channel shows by its numbers what is missing. */
async function noteRemoved(deps: PollDeps, source: SourceRow, posts: readonly NormalPost[]): Promise<void> {
  if (source.kind !== 'telegram') return;
  const codes = posts.map((post) => post.uniqueCode);
  await known.noteRemoved(deps, codes);
}

async function startBackfill(deps: PollDeps, source: SourceRow): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.update(sources).set({ backfill: 'pending' }).where(asRead(source));
    await deps.bus.enqueue(tx, 'backfill', { sourceId: source.id }, { key: String(source.id) });
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
  const start = deps.clock.now().getTime();
  for (const [n, raw] of reading.posts.entries()) {
    // What has no date is as old as its place in the list says: the newest come first.
    posts.push(await normaliseApart(deps, raw, facts, new Date(start - n)));
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
    reading.posts.unshift(...older.posts);
    reading.before = older.before;
  }
}
