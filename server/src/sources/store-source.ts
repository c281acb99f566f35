/** A source is stored once, whoever follows it. */
import { and, eq, isNull, sql } from '#platform/sql';
import { longestAddress } from '#contract';
import { array, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { cleanLine } from '#platform/text-lines';
import type { SourceRow } from './poll-source.ts';
import { longestTitle } from './source-facts.ts';
import { sources } from './tables.ts';

/**
 * The stored source of an address; made when nobody follows it yet, and then left to its maker for its first reading.
 * @throws AppError `address_too_long`
 */
export async function storeSource(
  deps: { db: Db },
  found: { kind: SourceRow['kind']; address: string; ownerId?: number | null; reading?: { title: string | null } },
): Promise<SourceRow> {
  if (Buffer.byteLength(found.address) > longestAddress) throw new AppError('address_too_long', { limit: longestAddress });
  const title = cleanLine(found.reading?.title, longestTitle) ?? titleFromAddress(found);
  const ownerId = found.ownerId ?? null;
  await deps.db
    .insert(sources)
    .values({ kind: found.kind, address: found.address, ownerId, title, leasedUntil: sql`now() + interval '60 seconds'` })
    .onConflictDoNothing();
  const [row] = await deps.db
    .select()
    .from(sources)
    .where(and(eq(sources.kind, found.kind), eq(sources.address, found.address), ownerId === null ? isNull(sources.ownerId) : eq(sources.ownerId, ownerId)));
  return row!;
}

export function titleFromAddress(found: { kind: string; address: string }): string {
  return found.kind === 'telegram' ? `@${found.address}` : (URL.parse(found.address)?.hostname ?? found.address).slice(0, longestTitle);
}

/** Only sources that somebody reads are polled; one that is followed again is due at once. */
export async function countFollowers(tx: Pick<Db, 'execute'>, sourceId: number): Promise<void> {
  // One after the other, each seeing what the one before has done; no stronger lock, as follows hold theirs on the row.
  await tx.execute(sql`select from sources where id = ${sourceId} for no key update`);
  await tx.execute(sql`
    update sources s set followers = f.n, gone_at = case when s.followers = 0 and f.n > 0 then null else s.gone_at end,
      next_poll_at = case when s.followers = 0 and f.n > 0 then least(s.next_poll_at, now()) else s.next_poll_at end
    from (select count(*)::int as n from follows where source_id = ${sourceId} and paused_at is null) f where s.id = ${sourceId}`);
}

/**
 * Where nobody but these has followed it, nobody has missed anything: the next reading is a first one. After
 * `countFollowers`, whose lock lets newcomers in one after the other.
 */
export async function beginAnew(tx: Pick<Db, 'execute'>, sourceId: number, newcomers: readonly number[]): Promise<void> {
  await tx.execute(sql`
    with anew as (
      update sources s set last_good_at = null, newest_item = null
      where s.id = ${sourceId} and s.kind <> 'import' and s.last_good_at is not null
        and not exists (select from follows f where f.source_id = s.id and f.user_id <> all(${array(newcomers, 'bigint')}))
      returning s.id)
    delete from source_gaps g using anew where g.source_id = anew.id and g.closed_at is null`);
}
