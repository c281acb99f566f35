/** Tags out of the text itself. */
import { sql } from 'drizzle-orm';
import { array, lockSaves, rows, type Db } from '#platform/db';
import type { Bus } from '#platform/bus';
import { keyphrases } from './keyphrases.ts';

/** Makes the tags of these posts again; duplicates keep none, as their story's first post has them. */
export async function tagPosts(deps: { db: Db; bus: Bus }, postIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = await rows<{ id: number; title: string | null; language: string | null; text: string; tags: string[] }>(
    deps.db,
    sql`select p.id, p.title, p.language, left(b.text, 20000) as text, p.tags from posts p join post_bodies b on b.post_id = p.id
        where p.id = any(${array(postIds, 'bigint')}) and p.index_status <> 'skipped'`,
  );
  const tagged = found.map((post) => ({ id: post.id, tags: keyphrases(post.title, post.text, post.language), before: post.tags }));
  const changed = tagged.filter((post) => post.tags.join('\n') !== post.before.join('\n')).map(({ id, tags }) => ({ id, tags }));
  if (changed.length > 0) {
    await deps.db.transaction(async (tx) => {
      await lockSaves(tx);
      await tx.execute(
        sql`update posts p set tags = g.tags, rev = nextval('posts_rev') from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as g(id int8, tags text[]) where p.id = g.id`,
      );
      const [newest] = await rows<{ rev: number }>(tx, sql`select max(rev)::int8 as rev from posts`);
      await deps.bus.broadcast(tx, 'posts.changed', { rev: newest!.rev });
    });
  }
  return new Map(tagged.map((post) => [post.id, post.tags]));
}
