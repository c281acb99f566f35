/** Lists of posts of what a person follows: the timeline, a folder, a source, saved posts, a tag. */
import { sql, type SQL } from '#platform/sql';
import type { z } from 'zod';
import type { Actor } from '#accounts';
import { writeEventId, type listPostsQuery } from '#contract';
import { array, first, rows, type Db } from '#platform/db';
import { olderThan, readCursor, writeCursor, type Cursor } from '#platform/page';
import { rowColumns, toPostRows, type ListRow, type RowDeps } from './post-rows.ts';

export type ListQuery = z.output<typeof listPostsQuery>;

export async function listPosts(deps: RowDeps, actor: Actor, query: ListQuery) {
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor);
  const sourceIds = await followedSources(deps.db, actor, query);
  // Before the list: what comes in between is in the list and told again, never lost.
  const newest = await newestChange(deps.db);
  const found =
    query.show === 'saved'
      ? await savedRows(deps.db, actor, { ...query, sourceIds }, cursor)
      : await timelineRows(deps.db, actor, { ...query, sourceIds }, cursor);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await toPostRows(deps, actor, page, query.collapse),
    nextCursor: found.length > query.limit && last ? writeCursor({ at: new Date(last.posted_at), id: last.id }) : null,
    eventId: writeEventId(newest),
  };
}

/** Where the feed of changes is: the newest change, and the newest post. */
export async function newestChange(db: Db): Promise<{ rev: number; id: number }> {
  const newest = await first<{ rev: number; id: number }>(
    db,
    sql`select greatest((select coalesce(max(rev), 0) from posts), (select coalesce(max(rev), 0) from post_removals))::int8 as rev, (select coalesce(max(id), 0)::int8 from posts) as id`,
  );
  return newest ?? { rev: 0, id: 0 };
}

export async function followedSources(db: Db, actor: Actor, only: { sourceId?: number | undefined; folderId?: number | undefined }): Promise<number[]> {
  const found = await rows<{ source_id: number }>(
    db,
    sql`select source_id from follows where user_id = ${actor.userId}
        ${only.sourceId === undefined ? sql`` : sql`and source_id = ${only.sourceId}`} ${only.folderId === undefined ? sql`` : sql`and folder_id = ${only.folderId}`}`,
  );
  return found.map((row) => row.source_id);
}

/** Carried by one of these sources. */
export function carriedBy(sourceIds: readonly number[], post: SQL = sql`p`): SQL {
  return sql`(${post}.source_id = any(${array(sourceIds, 'int')}) or exists (select from post_sources c where c.post_id = ${post}.id and c.source_id = any(${array(sourceIds, 'int')})))`;
}

/** The one of its story that lists show: the first that these sources carry. */
export function headsItsStory(sourceIds: readonly number[]): SQL {
  return sql`(p.story_id = p.id or not exists (select from posts e where e.story_id = p.story_id and e.id < p.id and ${carriedBy(sourceIds, sql`e`)}))`;
}

/** Another followed source has a post of the same story. */
function toldElsewhere(sourceIds: readonly number[]): SQL {
  return sql`exists (select from posts e join post_sources c on c.post_id = e.id
    where e.story_id = p.story_id and e.id <> p.id and c.source_id <> p.source_id and c.source_id = any(${array(sourceIds, 'int')}))`;
}

const fewSources = 5;

async function timelineRows(db: Db, actor: Actor, query: ListQuery & { sourceIds: readonly number[] }, cursor: Cursor | null): Promise<ListRow[]> {
  const { sourceIds } = query;
  if (sourceIds.length === 0) return [];
  const shown = query.show === 'unread' ? sql`and m.read_at is null` : query.show === 'stories' ? sql`and ${toldElsewhere(sourceIds)}` : sql``;
  const tagged = query.tag === undefined ? sql`` : sql`and p.tags @> array[${query.tag}]::text[]`;
  const collapsed = query.collapse ? sql`and ${headsItsStory(sourceIds)}` : sql``;
  // Posts of few sources are looked up by source; those of many lie close together in the order of time.
  const among =
    sourceIds.length <= fewSources
      ? sql`exists (select from post_sources c where c.post_id = p.id and c.source_id = any(${array(sourceIds, 'int')}))`
      : carriedBy(sourceIds);
  // "nulls last" is the order of the index: without it every post is read and sorted.
  return rows<ListRow>(
    db,
    sql`select ${rowColumns}, m.read_at is not null as read, m.saved_at is not null as saved
        from posts p left join post_marks m on m.post_id = p.id and m.user_id = ${actor.userId}
        where ${among} and ${olderThan(sql`p.posted_at`, sql`p.id`, cursor)} ${shown} ${tagged} ${collapsed}
        order by p.posted_at desc nulls last, p.id desc nulls last limit ${query.limit + 1}`,
  );
}

/** Saved posts stay readable for whoever saved them, also when the source is no longer followed; then only in the list of all. */
async function savedRows(db: Db, actor: Actor, query: ListQuery & { sourceIds: readonly number[] }, cursor: Cursor | null): Promise<ListRow[]> {
  const among = query.sourceId === undefined && query.folderId === undefined ? sql`` : sql`and ${carriedBy(query.sourceIds)}`;
  const tagged = query.tag === undefined ? sql`` : sql`and p.tags @> array[${query.tag}]::text[]`;
  return rows<ListRow>(
    db,
    sql`select ${rowColumns}, m.read_at is not null as read, true as saved
        from post_marks m join posts p on p.id = m.post_id
        where m.user_id = ${actor.userId} and m.saved_at is not null and ${olderThan(sql`p.posted_at`, sql`p.id`, cursor)} ${among} ${tagged}
        order by p.posted_at desc, p.id desc limit ${query.limit + 1}`,
  );
}
