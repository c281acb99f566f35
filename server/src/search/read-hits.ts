/** The rows behind the hits of a page: what is shown of each post, and of the story that it stands for. */
import { sql } from '#platform/sql';
import type { Media } from '#contract';
import { array, rows, type Db } from '#platform/db';
import type { EngineHit } from './engine/protocol.ts';

/** Characters of text that a snippet is looked for in. */
const TEXT_READ = 20_000;

export interface HitRow {
  id: number;
  sourceIds: number[];
  externalId: string | null;
  url: string | null;
  title: string | null;
  author: string | null;
  language: string | null;
  media: Media[];
  postedAt: Date;
  text: string;
  enriched: string;
  read: boolean;
  saved: boolean;
}

export interface StoryRow {
  id: number;
  /** Posts of it that the asker may see. */
  count: number;
  /** The earliest first. */
  sourceIds: number[];
}

/** A post that went meanwhile, or that no followed source carries any more, is missing in the answer. */
export async function readHits(db: Pick<Db, 'execute'>, userId: number, hits: readonly EngineHit[]): Promise<Map<number, HitRow>> {
  if (hits.length === 0) return new Map();
  const found = await rows<HitRow>(
    db,
    sql`select p.id, s.ids as "sourceIds", p.external_id as "externalId", p.url, p.title, p.author, p.language, p.media, p.posted_at as "postedAt",
          left(b.text, ${TEXT_READ}) as text, coalesce(left(b.enriched_text, ${TEXT_READ}), '') as enriched,
          m.read_at is not null as read, m.saved_at is not null as saved
        from posts p
        join post_bodies b on b.post_id = p.id
        join lateral (
          select array_agg(c.source_id order by (c.source_id = p.source_id) desc, c.posted_at, c.source_id) as ids
          from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${userId} where c.post_id = p.id
        ) s on s.ids is not null
        left join post_marks m on m.post_id = p.id and m.user_id = ${userId}
        where p.id = any(${array(
          hits.map((hit) => hit.postId),
          'bigint',
        )})`,
  );
  return new Map(found.map((row) => [row.id, row]));
}

/** Only stories of several posts. */
export async function readStories(db: Pick<Db, 'execute'>, userId: number, hits: readonly EngineHit[]): Promise<Map<number, StoryRow>> {
  if (hits.length === 0) return new Map();
  const found = await rows<StoryRow>(
    db,
    sql`select p.story_id as id, count(distinct p.id)::int as count, array_agg(c.source_id order by c.posted_at, c.source_id) as "sourceIds"
        from posts p join post_sources c on c.post_id = p.id join follows f on f.source_id = c.source_id and f.user_id = ${userId}
        where p.story_id = any(${array(
          hits.map((hit) => hit.storyId),
          'bigint',
        )})
        group by p.story_id having count(distinct p.id) > 1`,
  );
  return new Map(found.map((row) => [row.id, { ...row, sourceIds: [...new Set(row.sourceIds)] }]));
}
