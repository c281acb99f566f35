import { sql } from 'drizzle-orm';
import type { Actor } from '#accounts';
import { rows, type Db } from '#platform/db';

/** Every post of what the actor follows, in the shape that `import posts` reads. */
export async function* exportPosts(db: Db, actor: Actor): AsyncGenerator<object> {
  let after = 0;
  for (;;) {
    const page = await rows<{
      id: number;
      externalId: string;
      source: string;
      url: string | null;
      title: string | null;
      text: string;
      author: string | null;
      postedAt: Date;
      language: string | null;
    }>(
      db,
      sql`select p.id, coalesce(p.external_id, p.unique_code) as "externalId", s.title as source, p.url, p.title, b.text, p.author, p.posted_at as "postedAt", p.language
          from posts p join post_bodies b on b.post_id = p.id join sources s on s.id = p.source_id
          where p.id > ${after} and exists (select from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where c.post_id = p.id)
          order by p.id limit 500`,
    );
    for (const { id, ...line } of page) {
      after = id;
      yield { ...line, postedAt: new Date(line.postedAt).toISOString() };
    }
    if (page.length < 500) return;
  }
}
