/** Which sources are due. A lease keeps other pollers off until it is visited or its poller has died. */
import { and, eq, inArray, isNotNull, or, sql, type SQL } from '#platform/sql';
import { array, first, type Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';
import { sources } from './tables.ts';

/** A visit that takes longer renews it; a poller that died holds its sources no longer. */
const leaseSeconds = 45;
const readable = sql.raw(`gone_at is null and followers > 0 and kind <> 'import'`);

/** A visit is not begun with less of its lease left: before its end the source could be somebody else's. */
const enoughSeconds = 20;

export interface Which {
  /** Also those that are not due yet. */
  all?: boolean;
  /** None of these hosts. Channels are read at `channelHost`. */
  exceptHosts?: readonly string[];
  channelHost?: string;
}

function notAt({ exceptHosts = [], channelHost = '' }: Which): SQL {
  if (exceptHosts.length === 0) return sql`true`;
  return sql`coalesce(case when kind = 'telegram' then ${channelHost}::text else substring(address from '^https?://([^/:?#]+)') end, '') <> all(${array(exceptHosts, 'text')})`;
}

/** Takes up to `limit` due sources, oldest first. */
export async function leaseDueSources(db: Db, now: Date, limit: number, which: Which = {}): Promise<SourceRow[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const due = which.all ? sql`(last_polled_at is null or last_polled_at < ${at})` : sql`next_poll_at <= ${at}`;
  const leased = await db
    .update(sources)
    .set({ leasedUntil: sql`${at} + make_interval(secs => ${leaseSeconds})` })
    .where(
      sql`id in (select id from sources where ${readable} and ${due} and ${notAt(which)} and (leased_until is null or leased_until < ${at}) order by next_poll_at limit ${limit} for update skip locked)`,
    )
    .returning();
  return leased.sort((a, b) => a.nextPollAt.getTime() - b.nextPollAt.getTime());
}

/** Is there time for a visit under this lease? */
export function mayVisit(source: SourceRow, now: Date): boolean {
  return source.leasedUntil !== null && source.leasedUntil.getTime() - now.getTime() >= enoughSeconds * 1000;
}

/** For visits that take longer than a lease; one that has ended since holds nothing any more. */
export async function renewLeases(db: Db, now: Date, visited: readonly SourceRow[]): Promise<void> {
  if (visited.length === 0) return;
  const ids = visited.map((source) => source.id);
  const until = new Date(now.getTime() + leaseSeconds * 1000);
  await db
    .update(sources)
    .set({ leasedUntil: until })
    .where(and(inArray(sources.id, ids), isNotNull(sources.leasedUntil)));
}

/** Gives sources back that were leased but not visited. */
export async function releaseSources(db: Db, leased: readonly SourceRow[]): Promise<void> {
  if (leased.length === 0) return;
  await db
    .update(sources)
    .set({ leasedUntil: null })
    .where(or(...leased.map((source) => and(eq(sources.id, source.id), eq(sources.leasedUntil, source.leasedUntil!)))));
}

/** Milliseconds until a source is due that nobody holds; Infinity when none will be. */
export async function untilNextDue(db: Db, now: Date, which: Which = {}): Promise<number> {
  const at = now.toISOString();
  const next = await first<{ at: Date }>(
    db,
    sql`select next_poll_at as at from sources where ${readable} and ${notAt(which)} and (leased_until is null or leased_until < ${at}::timestamptz) order by next_poll_at limit 1`,
  );
  return next ? Math.max(0, new Date(next.at).getTime() - now.getTime()) : Infinity;
}
