/** What a source has made of a post that others carry too becomes a post of its own: what it was before is left to them. */
import { sql } from '#platform/sql';
import { rows, type Db } from '#platform/db';
import { copyMarks } from './marks.ts';

interface Changed {
  id: number;
  source: { id: number };
  /** The post that it was. */
  instead: number | null;
}

/** Under the lock of saves, once the new posts are there. Answers with the number of the last change, null where nothing was left. */
export async function leavePosts(tx: Pick<Db, 'execute'>, news: readonly Changed[]): Promise<number | null> {
  const left = news.flatMap(({ id, source, instead }) => (instead === null ? [] : [{ post_id: instead, source_id: source.id, new_id: id }]));
  if (left.length === 0) return null;
  const given = sql`jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as g(post_id int8, source_id int, new_id int8)`;
  await copyMarks(tx, given);
  // Whoever carried it next may change it from now on; it names the post in its own way.
  const changed = await rows<{ rev: number }>(
    tx,
    sql`with g as materialized (select * from ${given}),
          gone as (delete from post_sources c using g where c.post_id = g.post_id and c.source_id = g.source_id)
        update posts p set rev = nextval('posts_rev'), external_id = null, source_id = coalesce((select c.source_id from post_sources c
            where c.post_id = p.id and not exists (select from g where g.post_id = p.id and g.source_id = c.source_id) order by c.seen_at, c.source_id limit 1), p.source_id)
          from (select distinct post_id from g) left_post where p.id = left_post.post_id returning p.rev`,
  );
  return Math.max(...changed.map((row) => Number(row.rev)));
}
