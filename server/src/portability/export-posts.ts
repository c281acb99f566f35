import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { rows, type Db } from '#platform/db';
import type { PostOrigin } from './post-origin.ts';

interface ExportedRow {
  id: number;
  externalId: string;
  url: string | null;
  title: string | null;
  text: string;
  author: string | null;
  postedAt: Date;
  language: string | null;
  uniqueCode: string;
  carriers: (PostOrigin & { title: string })[];
}

/**
 * Every post of what the actor follows, in the shape that `import posts` reads; with the source that brought it where
 * the actor follows that one. And what the actor saved of other sources: as of an import of that name, so that
 * bringing it in again follows nothing that is read.
 */
export async function* exportPosts(db: Db, actor: Actor): AsyncGenerator<object> {
  let after = 0;
  for (;;) {
    const page = await rows<ExportedRow>(
      db,
      sql`select p.id, coalesce(p.external_id, p.unique_code) as "externalId", p.url, p.title, b.text, p.author, p.posted_at as "postedAt", p.language, p.unique_code as "uniqueCode", c.carriers
          from posts p join post_bodies b on b.post_id = p.id
          join lateral (
            select coalesce(
              (select json_agg(json_build_object('kind', s.kind, 'address', s.address, 'title', s.title) order by (s.id = p.source_id) desc, s.id)
               from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} join sources s on s.id = c.source_id where c.post_id = p.id),
              (select json_build_array(json_build_object('kind', 'import', 'address', left(s.title, 300), 'title', left(s.title, 300)))
               from post_marks m join sources s on s.id = p.source_id where m.post_id = p.id and m.user_id = ${actor.userId} and m.saved_at is not null)
            ) as carriers
          ) c on c.carriers is not null
          where p.id > ${after} order by p.id limit 500`,
    );
    for (const { id, externalId, uniqueCode, carriers, ...line } of page) {
      after = id;
      const [home, ...alsoIn] = carriers;
      const { title: source, kind, address } = home!;
      yield {
        externalId,
        source,
        ...line,
        postedAt: new Date(line.postedAt).toISOString(),
        kind,
        address,
        uniqueCode,
        ...(alsoIn.length > 0 ? { alsoIn } : {}),
      };
    }
    if (page.length < 500) return;
  }
}
