/** Which sources are due. A lease keeps other pollers off until it is visited or its poller has died. */
import { inArray, sql } from 'drizzle-orm';
import { first, rows, type Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';
import { sources } from './tables.ts';

/** A visit that takes longer is visited twice, which does no harm; a poller that died holds its sources no longer. */
const leaseSeconds = 45;

/** Takes up to `limit` due sources, oldest first. `all`: also those that are not due yet. */
export async function leaseDueSources(db: Db, now: Date, limit: number, all = false): Promise<SourceRow[]> {
  const at = now.toISOString();
  const due = all ? sql`(last_polled_at is null or last_polled_at < ${at}::timestamptz)` : sql`next_poll_at <= ${at}::timestamptz`;
  const leased = await rows<{ id: number }>(
    db,
    sql`update sources set leased_until = ${at}::timestamptz + make_interval(secs => ${leaseSeconds})
        where id in (select id from sources where gone_at is null and followers > 0 and kind <> 'import' and ${due} and (leased_until is null or leased_until < ${at}::timestamptz)
          order by next_poll_at limit ${limit} for update skip locked) returning id`,
  );
  const ids = leased.map((row) => row.id);
  return ids.length === 0 ? [] : db.select().from(sources).where(inArray(sources.id, ids));
}

/** Milliseconds until the next source is due; Infinity when none will be. */
export async function untilNextDue(db: Db, now: Date): Promise<number> {
  const next = await first<{ at: Date | null }>(
    db,
    sql`select min(greatest(next_poll_at, coalesce(leased_until, next_poll_at))) as at from sources where gone_at is null and followers > 0 and kind <> 'import'`,
  );
  return next?.at ? Math.max(0, new Date(next.at).getTime() - now.getTime()) : Infinity;
}
