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
  /** For a fact that another post may have by now: one of another content and with a later date than the stone is not buried. */
  content?: string | null;
  postedAt?: string | null;
}

const hashOf = (text: SQL): SQL => sql`hashtextextended(${text}, 0)`;

/** For posts that are about to be removed. */
export async function layTombstones(tx: Executor, postIds: readonly number[]): Promise<void> {
  await tx.execute(sql`
    insert into post_tombstones (source_id, code, content, address)
    select c.source_id, ${hashOf(sql`p.unique_code`)}, ${hashOf(sql`p.content_hash`)}, ${hashOf(sql`p.url`)}
    from posts p join post_sources c on c.post_id = p.id where p.id = any(${array(postIds, 'bigint')})
    on conflict (source_id, code) do update set seen_at = now(), content = excluded.content`);
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
  const contents = array(
    list.map((item) => item.content ?? null),
    'text',
  );
  const dates = array(
    list.map((item) => item.postedAt ?? null),
    'text',
  );
  return sql`select g.source_id, g.fact, g.content, t.code, t.seen_at from unnest(${sources}, ${facts}, ${contents}, ${dates}) as g (source_id, fact, content, posted_at)
    join post_tombstones t on t.source_id = g.source_id and t.${sql.raw(by)} = ${hashOf(sql`g.fact`)}
      and (g.posted_at is null or g.posted_at::timestamptz <= t.seen_at or t.content = ${hashOf(sql`g.content`)})`;
}

/** The rows of `buriedOf` under the name `buried`, for a statement that notes that they are still listed. */
export function notedOf(list: readonly Listed[], by: Fact): SQL {
  return sql`buried as materialized (${buriedOf(list, by)}),
    noted as (update post_tombstones t set seen_at = now() from buried b
      where t.source_id = b.source_id and t.code = b.code and b.seen_at < now() - interval '30 days')`;
}

/** The same as a set of `keyOf`; what is still listed keeps its tombstone. */
export async function findBuried(db: Executor, list: readonly Listed[], by: Fact): Promise<Set<string>> {
  if (list.length === 0) return new Set();
  const found = await rows<Listed>(db, sql`with ${notedOf(list, by)} select source_id as "sourceId", fact, content from buried`);
  return new Set(found.map(keyOf));
}

/** By all its codes: it may have been removed while it had another one. Those of its link may be another's by now. */
export function codesListed({ source, post }: SaveItem): Listed[] {
  const { codes, byId } = post.otherCodes;
  const [strict, ofLink] = byId === null ? [[post.uniqueCode, post.ownCode], codes] : [codes, [post.uniqueCode, post.ownCode]];
  const dated = post.dateIsGuess ? {} : { content: post.contentHash, postedAt: post.postedAt.toISOString() };
  return [...strict.map((fact) => ({ sourceId: source.id, fact })), ...ofLink.map((fact) => ({ sourceId: source.id, fact, ...dated }))];
}

export const keyOf = ({ sourceId, fact, content }: Listed): string => `${sourceId} ${fact} ${content ?? ''}`;

/** Those of a year that their source no longer lists: one that has published since was read in full. */
export async function sweepTombstones(db: Executor): Promise<void> {
  await db.execute(sql`delete from post_tombstones t using sources s
    where s.id = t.source_id and t.seen_at < now() - interval '1 year' and s.last_post_at > t.seen_at + interval '60 days'`);
}
