/** Writes down visits that found nothing new: most visits are such, so many of them go into one statement. */
import { sql } from '#platform/sql';
import type { Db } from '#platform/db';

export interface UnchangedVisit {
  sourceId: number;
  address: string;
  at: Date;
  nextPollAt: Date;
  movedTo: string | null;
  movedSince: Date | null;
}

/**
 * What `goodFields` says of one source, for many. A visit that is lost before it is written is made again when its
 * lease ends, so nothing is missing.
 */
export async function recordUnchanged(db: Db, visits: readonly UnchangedVisit[]): Promise<void> {
  const given = visits.map((visit) => ({
    id: visit.sourceId,
    address: visit.address,
    at: visit.at,
    next: visit.nextPollAt,
    moved_to: visit.movedTo,
    moved_since: visit.movedSince,
  }));
  await db.execute(sql`update sources s
    set last_polled_at = v.at, last_good_at = v.at, next_poll_at = v.next, leased_until = null, moved_to = v.moved_to, moved_since = v.moved_since,
      failures = 0, failing_since = null, gone_at = null, error_code = null, error_details = null
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as v(id int, address text, at timestamptz, next timestamptz, moved_to text, moved_since timestamptz)
    where s.id = v.id and s.address = v.address`);
}
