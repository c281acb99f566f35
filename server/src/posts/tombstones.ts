/**
 * What retention has removed from a source. The source may list it for years to come, and each listing
 * would bring it back as news.
 */
import { sql, type SQL } from '#platform/sql';
import { array, rows, type Db } from '#platform/db';
import type { SaveItem } from './save-posts.ts';

type Executor = Pick<Db, 'execute'>;

/** A post as a source lists it: by its code, its content (ids may change), or its address (a link is all that a site lists). */
type Fact = 'code' | 'content' | 'address';

export interface Listed {
  sourceId: number;
  fact: string;
}

const hashOf = (text: SQL): SQL => sql`hashtextextended(${text}, 0)`;

/** For posts that are about to be removed. */
export async function layTombstones(tx: Executor, postIds: readonly number[]): Promise<void> {
  await tx.execute(sql`
    insert into post_tombstones (source_id, code, content, address)
    select c.source_id, ${hashOf(sql`p.unique_code`)}, ${hashOf(sql`p.content_hash`)}, ${hashOf(sql`p.url`)}
    from posts p join post_sources c on c.post_id = p.id where p.id = any(${array(postIds, 'bigint')})
    on conflict (source_id, code) do update set seen_at = now()`);
}

/** The rows of `list` that have a tombstone: `source_id`, `fact`, and the stone's `code` and `seen_at`. */
export function buriedOf(list: readonly Listed[], by: Fact): SQL {
  const sources = array(
    list.map((item) => item.sourceId),
    'int',
  );
  const facts = array(
    list.map((item) => item.fact),
    'text',
  );
  return sql`select g.source_id, g.fact, t.code, t.seen_at from unnest(${sources}, ${facts}) as g (source_id, fact)
    join post_tombstones t on t.source_id = g.source_id and t.${sql.raw(by)} = ${hashOf(sql`g.fact`)}`;
}

/** The rows of `buriedOf` under the name `buried`, for a statement that notes that they are still listed. */
export function notedOf(list: readonly Listed[], by: Fact): SQL {
  return sql`buried as materialized (${buriedOf(list, by)}),
    noted as (update post_tombstones t set seen_at = now() from buried b
      where t.source_id = b.source_id and t.code = b.code and b.seen_at < now() - interval '30 days')`;
}

/** By `keyOf`, when each was last seen to be listed, or removed. */
export type Buried = ReadonlyMap<string, Date>;

/** The same by `keyOf`; what is still listed keeps its tombstone. */
export async function findBuried(db: Executor, list: readonly Listed[], by: Fact): Promise<Buried> {
  if (list.length === 0) return new Map();
  const found = await rows<{ source_id: number; fact: string; seen_at: string }>(
    db,
    sql`with ${notedOf(list, by)} select source_id, fact, seen_at from buried`,
  );
  return new Map(found.map((row) => [keyOf({ sourceId: row.source_id, fact: row.fact }), new Date(row.seen_at)]));
}

/** By all its codes: it may have been removed while it had another one. */
export const codesListed = ({ source, post }: SaveItem): Listed[] =>
  [post.uniqueCode, post.ownCode, ...post.otherCodes.codes].map((fact) => ({ sourceId: source.id, fact }));

export function isBuried({ source, post }: SaveItem, buried: Buried): boolean {
  if (buried.size === 0) return false;
  const { codes, byId } = post.otherCodes;
  const isOfLink = (code: string) => (byId === null ? codes.includes(code) : !codes.includes(code));
  return codesListed({ source, post }).some((listed) => {
    const stone = buried.get(keyOf(listed));
    // Another entry may have the link by now.
    return stone !== undefined && !(isOfLink(listed.fact) && !post.dateIsGuess && post.postedAt > stone);
  });
}

export const keyOf = ({ sourceId, fact }: Listed): string => `${sourceId} ${fact}`;

/** Those of a year that their source no longer lists: one that has published since was read in full. */
export async function sweepTombstones(db: Executor): Promise<void> {
  await db.execute(sql`delete from post_tombstones t using sources s
    where s.id = t.source_id and t.seen_at < now() - interval '1 year' and s.last_post_at > t.seen_at + interval '60 days'`);
}
