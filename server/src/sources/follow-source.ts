/** Following, and no longer following. A source is stored once; a follow is a person's line to it. */
import { and, eq, sql } from '#platform/sql';
import type { z } from 'zod';
import type { Actor } from '#accounts';
import type { addSourceBody, patchSourceBody } from '#contract';
import type { Clock } from '#platform/clock';
import { marks } from '#posts';
import { cleanLine } from '#platform/text-lines';
import type { Bus } from '#platform/bus';
import { first, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { ensureFolder, requireFolder } from './folders.ts';
import { mostSources } from './opml/parse-opml.ts';
import { goBack, saveReading, type PollDeps, type SourceRow } from './poll-source.ts';
import type { Reading } from './read-source.ts';
import { resolveAddress, type FeedChoice } from './resolve-address.ts';
import { longestTitle } from './source-facts.ts';
import { beginAnew, countFollowers, storeSource, titleFromAddress } from './store-source.ts';
import { follows, sources } from './tables.ts';

export interface FollowDeps extends PollDeps {
  rsshubUrl?: string | undefined;
}

/**
 * Follows what an address leads to, and reads it at once.
 * @returns the source's id, how many posts it has, whether it was followed already, and the feeds that a page offered.
 * @throws AppError with the reason when it cannot be read; then nothing is saved.
 */
export async function addSource(
  deps: FollowDeps,
  actor: Actor,
  body: z.output<typeof addSourceBody>,
): Promise<{ sourceId: number; found: number; existed: boolean; choices: FeedChoice[] }> {
  if (body.folderId != null) await requireFolder(deps.db, actor, body.folderId);
  const resolved = await resolveAddress(deps, body.address);
  const source = await storeSource(deps, resolved);
  const folderId = body.folder === undefined ? (body.folderId ?? null) : await ensureFolder(deps.db, actor, body.folder);
  const given = { folderId, title: body.title || null, note: body.note || null };
  const existed = await follow(deps, actor, source.id, given);
  if (existed) await takeOver(deps, actor, source.id, given);
  try {
    await readFirst(deps, await readRow(deps.db, source.id), resolved.reading);
  } catch (error) {
    // What cannot be saved is not followed either; whoever adds it sees the reason.
    if (!existed) await unfollow(deps, actor, source.id).catch(() => {});
    throw error;
  }
  const count = await first<{ n: number }>(deps.db, sql`select count(*)::int as n from post_sources where source_id = ${source.id}`);
  return { sourceId: source.id, found: count?.n ?? 0, existed, choices: resolved.choices ?? [] };
}

async function readFirst(deps: PollDeps, source: SourceRow, reading: Reading): Promise<void> {
  if (source.kind === 'telegram') await goBack(deps, source, reading);
  await saveReading(deps, source, reading);
}

/** Follows a source without reading it: for imports. One that is followed already stays as it is. A name that posts were imported under means the actor's own. */
export async function followStored(
  deps: { db: Db; bus: Bus; clock: Clock },
  actor: Actor,
  given: { kind: SourceRow['kind']; address: string; title: string | null; ownTitle?: string | null; note?: string | null; folder?: string | null },
): Promise<{ source: SourceRow; existed: boolean }> {
  const ownerId = given.kind === 'import' ? actor.userId : null;
  const source = await storeSource(deps, { kind: given.kind, address: given.address, ownerId, reading: { title: given.title } });
  const [followed] = await deps.db
    .select({ id: follows.sourceId })
    .from(follows)
    .where(and(eq(follows.userId, actor.userId), eq(follows.sourceId, source.id)));
  if (followed) return { source, existed: true };
  const folderId = given.folder == null ? null : await ensureFolder(deps.db, actor, given.folder);
  const title = ownName(source, given.ownTitle ?? null) ?? nameOfNameless(source, given.title);
  const existed = await follow(deps, actor, source.id, { folderId, title, note: given.note ?? null });
  return { source, existed };
}

/** Another name than its own. What it calls itself is known after its first reading, which lets go of equal names (`releaseNames`). */
function ownName(source: SourceRow, name: string | null): string | null {
  const own = name !== null && isAddressOf(name, source) ? null : cleanLine(name, 200);
  return own === source.title && source.lastGoodAt !== null ? null : own;
}

/** A source that nobody has named yet, not even itself, is called what this person calls it. */
function nameOfNameless(source: SourceRow, name: string | null): string | null {
  const own = source.title === titleFromAddress(source) && !isAddressOf(name ?? '', source) ? cleanLine(name, longestTitle) : null;
  return own === source.title ? null : own;
}

/** Lists that know no name write an address in its place. "Reuters: World" is none. */
function isAddressOf(name: string, source: SourceRow): boolean {
  const bare = (text: string) => text.replace(/^(?:https?|feed):\/\//i, '').replace(/\/$/, '');
  return /^(?:https?|feed):\/\//i.test(name) || bare(name) === bare(source.address) || name === titleFromAddress(source);
}

/** Of one person: as many as the longest list that is read. */
export const mostFollowed = mostSources;

interface FollowFacts {
  folderId: number | null;
  title: string | null;
  note: string | null;
}

/** True when the actor followed it already; then nothing is changed. @throws AppError `follows_full` */
async function follow(deps: { db: Db; bus: Bus; clock: Clock }, actor: Actor, sourceId: number, how: FollowFacts): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const made = await tx
      .insert(follows)
      .values({ userId: actor.userId, sourceId, ...how })
      .onConflictDoNothing()
      .returning({ id: follows.sourceId });
    if (made.length === 0) return true;
    const others = await first<{ n: number }>(tx, sql`select count(*)::int as n from follows where user_id = ${actor.userId}`);
    if (others!.n > mostFollowed) throw new AppError('follows_full', { limit: mostFollowed });
    await marks.markHistoryRead({ ...deps, db: tx }, sourceId, { userId: actor.userId });
    await countFollowers(tx, sourceId);
    await beginAnew(tx, sourceId, [actor.userId]);
    await deps.bus.broadcast(tx, 'follows.changed', { userId: actor.userId });
    return false;
  });
}

/** Of a source that was followed before, what was given this time; whether it is paused stays as it is. */
async function takeOver(deps: { db: Db; bus: Bus }, actor: Actor, sourceId: number, how: FollowFacts): Promise<void> {
  const given = Object.entries(how).filter(([, value]) => value !== null);
  if (given.length > 0) await changeFollow(deps, actor, sourceId, Object.fromEntries(given));
}

/** Of a follow that has none, a name and a note. */
export async function complete(deps: { db: Db; bus: Bus }, actor: Actor, sourceId: number, how: { title: string | null; note: string | null }): Promise<void> {
  const [present] = await deps.db
    .select({ title: follows.title, note: follows.note })
    .from(follows)
    .where(and(eq(follows.userId, actor.userId), eq(follows.sourceId, sourceId)));
  const title = present?.title ?? cleanLine(how.title, 200);
  const note = present?.note ?? how.note;
  if (title !== present?.title || note !== present?.note) await changeFollow(deps, actor, sourceId, { ...(title ? { title } : {}), ...(note ? { note } : {}) });
}

/** @throws AppError `not_found` when the actor does not follow it. */
export async function unfollow(deps: { db: Db; bus: Bus }, actor: Actor, sourceId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const gone = await tx
      .delete(follows)
      .where(and(eq(follows.userId, actor.userId), eq(follows.sourceId, sourceId)))
      .returning({ id: follows.sourceId });
    if (gone.length === 0) throw new AppError('not_found');
    await countFollowers(tx, sourceId);
    await deps.bus.broadcast(tx, 'follows.changed', { userId: actor.userId });
  });
}

/** @throws AppError `not_found` when the actor does not follow it, or has no such folder. */
export async function changeFollow(
  deps: { db: Db; bus: Bus },
  actor: Actor,
  sourceId: number,
  change: Omit<z.output<typeof patchSourceBody>, 'address'>,
): Promise<void> {
  if (change.folderId != null) await requireFolder(deps.db, actor, change.folderId);
  const { paused, ...fields } = change;
  const set = {
    ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value === '' ? null : value])),
    ...(paused === undefined ? {} : { pausedAt: paused ? new Date() : null }),
  };
  await deps.db.transaction(async (tx) => {
    const changed = await tx
      .update(follows)
      .set({ ...set, userId: actor.userId })
      .where(and(eq(follows.userId, actor.userId), eq(follows.sourceId, sourceId)))
      .returning({ id: follows.sourceId });
    if (changed.length === 0) throw new AppError('not_found');
    if (paused !== undefined) await countFollowers(tx, sourceId);
    await deps.bus.broadcast(tx, 'follows.changed', { userId: actor.userId });
  });
}

/** A source that the actor follows. @throws AppError `not_found` */
export async function requireFollowed(db: Db, actor: Actor, sourceId: number): Promise<SourceRow> {
  const [row] = await db
    .select({ source: sources })
    .from(sources)
    .innerJoin(follows, and(eq(follows.sourceId, sources.id), eq(follows.userId, actor.userId)))
    .where(eq(sources.id, sourceId));
  if (!row) throw new AppError('not_found');
  return row.source;
}

async function readRow(db: Db, id: number): Promise<SourceRow> {
  const [row] = await db.select().from(sources).where(eq(sources.id, id));
  if (!row) throw new AppError('not_found');
  return row;
}
