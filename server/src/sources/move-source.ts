/** A source that has moved for good, as its site says with a permanent redirect. */
import { sql } from '#platform/sql';
import { marks } from '#posts';
import { longestAddress } from '#contract';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { rows, type Db } from '#platform/db';
import { isSameSite } from '#platform/same-site';
import type { SourceRow } from './poll-source.ts';
import { beginAnew, countFollowers, storeSource } from './store-source.ts';

/** So long must a redirect to another site stand. */
const standsDays = 3;

type Moved = Pick<SourceRow, 'movedTo' | 'movedSince'>;

/** A permanent redirect counts once it has been seen twice: one bad configuration must not move a source. */
export function movedFields(source: SourceRow, movedTo: string | null, now: Date): Moved {
  if (movedTo === null || source.kind === 'telegram' || movedTo === source.address || movedTo.length > longestAddress)
    return { movedTo: null, movedSince: null };
  return { movedTo, movedSince: source.movedTo === movedTo ? (source.movedSince ?? now) : now };
}

export async function applyMove(deps: { db: Db; bus: Bus; clock: Clock }, source: SourceRow, movedTo: string | null): Promise<void> {
  if (movedTo === null || source.movedTo !== movedTo || source.kind === 'telegram') return;
  if (isSameSite(movedTo, source.address)) return takeAddress(deps.db, source, movedTo);
  const stood = source.movedSince === null ? 0 : deps.clock.now().getTime() - source.movedSince.getTime();
  if (stood >= standsDays * 86_400_000) await moveFollows(deps, source, movedTo);
}

/** Takes the new address over, unless it is already followed as a source of its own. */
async function takeAddress(db: Db, source: SourceRow, movedTo: string): Promise<void> {
  await db.execute(sql`update sources s set address = ${movedTo}, moved_to = null, moved_since = null
    where s.id = ${source.id} and s.address = ${source.address} and not exists (select from sources o where o.kind = s.kind and o.address = ${movedTo})`);
}

/**
 * Any site may say that it has moved to any other. The other address is a source of its own, and the followers go
 * there: what stood at the old address before stays with it, and is never taken for something that the other has said.
 */
async function moveFollows(deps: { db: Db; bus: Bus; clock: Clock }, source: SourceRow, movedTo: string): Promise<void> {
  await deps.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    const target = await storeSource({ db: tx }, { kind: source.kind, address: movedTo });
    const old = await rows<{ user_id: string }>(tx, sql`select user_id from follows where source_id = ${source.id} for update`);
    const moved = await rows<{ user_id: string }>(
      tx,
      sql`insert into follows (user_id, source_id, folder_id, title, note, paused_at, created_at)
          select user_id, ${target.id}, folder_id, title, note, paused_at, created_at from follows where source_id = ${source.id}
          on conflict do nothing returning user_id`,
    );
    await tx.execute(sql`delete from follows where source_id = ${source.id}`);
    for (const { user_id } of moved) await marks.markHistoryRead({ ...deps, db: tx }, target.id, { userId: Number(user_id) });
    for (const id of [source.id, target.id]) await countFollowers(tx, id);
    await beginAnew(
      tx,
      target.id,
      moved.map(({ user_id }) => Number(user_id)),
    );
    await tx.execute(sql`update sources set leased_until = null where id = ${target.id} and last_polled_at is null`);
    for (const { user_id } of old) await deps.bus.broadcast(tx, 'follows.changed', { userId: Number(user_id) });
  });
}
