/** Posts as lists show them. */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { Media, PostRow } from '#contract';
import { array, rows, type Db } from '#platform/db';

export interface RowDeps {
  db: Db;
  /** A foreign picture's path on this server, or null. */
  imageOf: (url: string | null | undefined) => string | null;
}

export interface ListRow {
  id: number;
  source_id: number;
  title: string | null;
  snippet: string;
  author: string | null;
  url: string | null;
  language: string | null;
  posted_at: Date;
  media: Media[];
  words: number;
  tags: string[];
  story_id: number;
  rev: number;
  read: boolean;
  saved: boolean;
}

export const rowColumns = sql`p.id, p.source_id, p.title, p.snippet, p.author, p.url, p.language, p.posted_at, p.media, p.words, p.tags, p.story_id, p.rev`;

export interface SourceFacts {
  id: number;
  kind: PostRow['sourceKind'];
  title: string;
  icon_url: string | null;
}

/** Rows as clients see them, with names of sources and the other sources of each story. */
export async function toPostRows(deps: RowDeps, actor: Actor, list: readonly ListRow[], withStories: boolean): Promise<PostRow[]> {
  const storyIds = withStories ? list.map((row) => row.story_id) : [];
  const stories = (await storiesOf(deps.db, [actor.userId], storyIds)).get(actor.userId);
  const sourceIds = [...new Set([...list.map((row) => row.source_id), ...[...(stories?.values() ?? [])].flatMap((story) => story.source_ids)])];
  const facts = await sourceFacts(deps.db, actor, sourceIds);
  return list.map((row) => ({
    id: row.id,
    ...toldBy(deps, row, row.source_id, facts),
    author: row.author,
    language: row.language,
    thumb: thumbOf(deps, row.media),
    ...attachmentOf(row),
    words: row.words,
    read: row.read,
    saved: row.saved,
    tags: row.tags,
    story: toldIn(deps, stories?.get(row.story_id), facts),
  }));
}

/** What was said, and who said it. */
export function toldBy(deps: RowDeps, row: ListRow, sourceId: number, facts: ReadonlyMap<number, SourceFacts>) {
  const source = facts.get(sourceId);
  return {
    sourceId,
    sourceTitle: source?.title ?? '',
    sourceKind: source?.kind ?? ('rss' as const),
    sourceIcon: deps.imageOf(source?.icon_url),
    title: row.title,
    snippet: row.snippet,
    url: row.url,
    postedAt: new Date(row.posted_at).toISOString(),
  };
}

interface StoryCount {
  story_id: number;
  count: number;
  source_ids: number[];
}

/** By user and story, where sources that the user follows tell it more than once. */
export async function storiesOf(db: Db, userIds: readonly number[], storyIds: readonly number[]): Promise<Map<number, Map<number, StoryCount>>> {
  const stories = new Map(userIds.map((id) => [id, new Map<number, StoryCount>()]));
  if (storyIds.length === 0 || userIds.length === 0) return stories;
  const found = await rows<StoryCount & { user_id: number }>(
    db,
    sql`select f.user_id, p.story_id, count(distinct p.id)::int as count, (array_agg(s.source_id order by s.posted_at, s.source_id)) as source_ids
        from posts p join post_sources s on s.post_id = p.id join follows f on f.source_id = s.source_id and f.user_id = any(${array(userIds, 'bigint')})
        where p.story_id = any(${array(storyIds, 'bigint')}) group by f.user_id, p.story_id having count(distinct p.id) > 1`,
  );
  for (const { user_id: user, ...story } of found) stories.get(user)?.set(story.story_id, { ...story, source_ids: [...new Set(story.source_ids)] });
  return stories;
}

/** The others who tell it, in the order in which they did. */
export function toldIn(deps: Pick<RowDeps, 'imageOf'>, story: StoryCount | undefined, facts: ReadonlyMap<number, SourceFacts>): PostRow['story'] {
  if (story === undefined) return null;
  const sources = story.source_ids.flatMap((id) => {
    const member = facts.get(id);
    return member ? [{ sourceId: id, title: member.title, kind: member.kind, iconSrc: deps.imageOf(member.icon_url) }] : [];
  });
  return { id: story.story_id, count: story.count, sources };
}

export async function sourceFacts(db: Db, actor: Actor, ids: readonly number[]): Promise<Map<number, SourceFacts>> {
  if (ids.length === 0) return new Map();
  const found = await rows<SourceFacts>(
    db,
    sql`select s.id, s.kind, coalesce(f.title, s.title) as title, s.icon_url
        from sources s left join follows f on f.source_id = s.id and f.user_id = ${actor.userId} where s.id = any(${array(ids, 'int')})`,
  );
  return new Map(found.map((row) => [row.id, row]));
}

function attachmentOf(row: ListRow): Pick<PostRow, 'attachment'> {
  const item = row.title === null && row.snippet === '' ? row.media[0] : undefined;
  return item ? { attachment: { type: item.type, ...(item.duration === undefined ? {} : { duration: item.duration }) } } : {};
}

export function thumbOf(deps: Pick<RowDeps, 'imageOf'>, media: readonly Media[]): PostRow['thumb'] {
  const item = media.find((entry) => entry.type === 'photo' || (entry.type === 'video' && entry.thumbnailUrl));
  const src = item && deps.imageOf(item.thumbnailUrl ?? item.url);
  if (!item || !src) return null;
  return { src, kind: item.type === 'video' ? 'video' : 'photo', ...(item.duration === undefined ? {} : { duration: item.duration }) };
}
