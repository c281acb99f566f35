/** Tags out of the text itself, made again; those of new and edited posts are made where they are saved. */
import { sql } from '#platform/sql';
import type { Bus } from '#platform/bus';
import { array, lockSaves, rows, type Db } from '#platform/db';
import { keyphrases } from './keyphrases.ts';

/** Duplicates keep none, as their story's first post has them. */
export async function tagPosts(deps: { db: Db; bus: Bus }, postIds: readonly number[]): Promise<Map<number, string[]>> {
  return deps.db.transaction(async (tx) => {
    await lockSaves(tx);
    const { tags, rev } = await tagAgain(tx, postIds);
    if (rev !== null) await deps.bus.broadcast(tx, 'posts.changed', { rev });
    return tags;
  });
}

/** Under the lock of saves. `rev` is the number of the change; null when the tags are what they were. */
export async function tagAgain(tx: Pick<Db, 'execute'>, postIds: readonly number[]): Promise<{ tags: Map<number, string[]>; rev: number | null }> {
  const found = await rows<{ id: number; title: string | null; language: string | null; text: string; tags: string[] }>(
    tx,
    sql`select p.id, p.title, p.language, left(b.text, 20000) as text, p.tags from posts p join post_bodies b on b.post_id = p.id
        where p.id = any(${array(postIds, 'bigint')}) and p.index_status <> 'skipped'`,
  );
  const tagged = found.map((post) => ({ id: post.id, tags: keyphrases(post.title, post.text, post.language), before: post.tags }));
  const changed = tagged.filter((post) => post.tags.join('\n') !== post.before.join('\n')).map(({ id, tags }) => ({ id, tags }));
  const revs = await rows<{ rev: number }>(
    tx,
    sql`update posts p set tags = g.tags, rev = nextval('posts_rev') from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as g(id int8, tags text[]) where p.id = g.id
        returning p.rev`,
  );
  return { tags: new Map(tagged.map((post) => [post.id, post.tags])), rev: revs.length === 0 ? null : Math.max(...revs.map((row) => Number(row.rev))) };
}
