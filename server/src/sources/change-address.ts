/** A followed source gets another address: a feed that moved, another feed of the same site, a mistyped channel. */
import { and, eq, isNull, sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { marks } from '#posts';
import { first, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { isSameSite } from '#platform/same-site';
import { requireFollowed, type FollowDeps } from './follow-source.ts';
import { saveReading, type SourceRow } from './poll-source.ts';
import { sourceFacts } from './post-rows.ts';
import { resolveAddress, type Resolved } from './resolve-address.ts';
import { beginAnew, countFollowers, storeSource } from './store-source.ts';
import { follows, sourceGaps, sources } from './tables.ts';

/**
 * Checks the address as adding does. A source of the actor alone keeps its posts and takes the new
 * address when that is on the same site. Otherwise the actor's follow, with its folder, name and note, goes
 * over to the source of the new address: whoever follows that later must not be shown what another site has said.
 * @returns the id of the source that is followed now.
 * @throws AppError with the reason when the address cannot be read, `already_followed` when the actor follows it as
 * another source; then nothing has changed. `not_found` when it is not followed.
 */
export async function changeAddress(deps: FollowDeps, actor: Actor, sourceId: number, address: string): Promise<number> {
  await requireFollowed(deps.db, actor, sourceId);
  const resolved = await resolveAddress(deps, address);
  const id = await deps.db.transaction(async (tx) => {
    const movedInPlace = await takeAddress(tx as unknown as Db, sourceId, resolved);
    const target = movedInPlace ? sourceId : (await storeSource({ db: tx as unknown as Db }, resolved)).id;
    if (target !== sourceId) await moveFollow({ ...deps, db: tx as unknown as Db }, actor, { from: sourceId, to: target });
    await deps.bus.broadcast(tx, 'follows.changed', { userId: actor.userId });
    return target;
  });
  const [row] = await deps.db.select().from(sources).where(eq(sources.id, id));
  const saved = await saveReading(deps, row as SourceRow, resolved.reading);
  await marks.markHistoryRead(deps, id, { userId: actor.userId, postIds: [...saved.added, ...saved.linked] });
  return id;
}

/** False when others follow the source too, or the address belongs to another one or another site. */
async function takeAddress(tx: Db, sourceId: number, { kind, address }: Resolved): Promise<boolean> {
  // Locked, so that nobody begins to follow it in between: a new follow counts its followers in this row.
  const state = await first<{ kind: string; address: string; shared: boolean; taken: boolean }>(
    tx,
    sql`select kind, address, (select count(*) from follows where source_id = ${sourceId}) > 1 as shared,
          exists (select from sources o where o.kind = ${kind} and o.address = ${address} and o.id <> ${sourceId}) as taken
        from sources where id = ${sourceId} for update`,
  );
  if (!state || state.shared || state.taken || state.kind === 'import' || !isSameSite(state.address, address)) return false;
  // Also the newest post: measured from it, the window of the new address would seem to have a gap before it.
  const unseen = { newestItem: null, oldestItem: null, lastPostAt: null, chatId: null, daySince: null, dayCount: 0 };
  const unread = { etag: null, lastModified: null, bodyHash: null, movedTo: null, movedSince: null, ...unseen };
  const well = { failures: 0, failingSince: null, goneAt: null, errorCode: null, errorDetails: null, nextPollAt: sql`now()` };
  await tx
    .update(sources)
    .set({ kind, address, backfill: 'none', ...unread, ...well })
    .where(eq(sources.id, sourceId));
  // What was missing of the old address will not be found at the new one.
  await tx.delete(sourceGaps).where(and(eq(sourceGaps.sourceId, sourceId), isNull(sourceGaps.closedAt)));
  return true;
}

async function moveFollow(deps: FollowDeps, actor: Actor, { from, to }: { from: number; to: number }): Promise<void> {
  const tx = deps.db;
  const old = and(eq(follows.userId, actor.userId), eq(follows.sourceId, from));
  const [was] = await tx.select().from(follows).where(old);
  if (!was) return;
  await tx.delete(follows).where(old);
  const made = await tx
    .insert(follows)
    .values({ ...was, sourceId: to })
    .onConflictDoNothing()
    .returning({ id: follows.sourceId });
  if (made.length === 0) throw new AppError('already_followed', { title: (await sourceFacts(tx, actor, [to])).get(to)?.title ?? '' });
  await marks.markHistoryRead(deps, to, { userId: actor.userId });
  for (const id of [from, to]) await countFollowers(tx, id);
  await beginAnew(tx, to, [actor.userId]);
}
