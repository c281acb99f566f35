/** A source that has moved for good, as its site says with a permanent redirect. */
import { sql } from 'drizzle-orm';
import { longestAddress } from '#contract';
import type { Db } from '#platform/db';
import type { SourceRow } from './poll-source.ts';

/** A permanent redirect counts once it has been seen twice: one bad configuration must not move a source. */
export function movedFields(source: SourceRow, movedTo: string | null): Pick<SourceRow, 'movedTo' | 'movedSeen'> {
  if (movedTo === null || source.kind === 'telegram' || movedTo === source.address || movedTo.length > longestAddress) return { movedTo: null, movedSeen: 0 };
  if (source.movedTo !== movedTo) return { movedTo, movedSeen: 1 };
  return { movedTo, movedSeen: source.movedSeen + 1 };
}

/** Takes the new address over, unless it is already followed as a source of its own. */
export async function applyMove(db: Db, source: SourceRow, movedTo: string | null): Promise<void> {
  if (movedTo === null || source.movedTo !== movedTo || source.kind === 'telegram') return;
  await db.execute(sql`update sources s set address = ${movedTo}, moved_to = null, moved_seen = 0
    where s.id = ${source.id} and s.address = ${source.address} and not exists (select from sources o where o.kind = s.kind and o.address = ${movedTo})`);
}
