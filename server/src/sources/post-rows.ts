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
  const inStories = [...(stories?.values() ?? [])].flatMap((story) => story.source_ids);
  const { facts, carriers } = await carriersOf(deps.db, actor, list, inStories);
  return list.map((row) => toRow(deps, row, { sourceId: carriers.get(row.id) ?? unnamed, facts, story: stories?.get(row.story_id) }));
}

interface Told {
  sourceId: number;
  facts: ReadonlyMap<number, SourceFacts>;
  story?: StoryCount | undefined;
}

export function toRow(deps: Pick<RowDeps, 'imageOf'>, row: ListRow, { sourceId, facts, story }: Told): PostRow {
  return {
    id: row.id,
    ...toldBy(deps, row, sourceId, facts),
    author: row.author,
    language: row.language,
    thumb: thumbOf(deps, row.media),
    ...attachmentOf(row),
    words: row.words,
    read: row.read,
    saved: row.saved,
    tags: row.tags,
    story: toldIn(deps, story, facts),
  };
}

/** What was said, and who said it. */
export function toldBy(deps: Pick<RowDeps, 'imageOf'>, row: ListRow, sourceId: number, facts: ReadonlyMap<number, SourceFacts>) {
  const said = { title: row.title, snippet: row.snippet, url: row.url, postedAt: new Date(row.posted_at).toISOString() };
  const named = namedAs(deps, sourceId, facts);
  return { ...named, sourceTitle: named.sourceTitle || hostOf(row.url), ...said };
}

export function namedAs(deps: Pick<RowDeps, 'imageOf'>, sourceId: number, facts: ReadonlyMap<number, SourceFacts>) {
  const source = facts.get(sourceId);
  return { sourceId, sourceTitle: source?.title ?? '', sourceKind: source?.kind ?? ('rss' as const), sourceIcon: deps.imageOf(source?.icon_url) };
}

/** Stands for a source that the reader may not know: it is called by the site that the post itself names. */
const unnamed = 0;

const hostOf = (url: string | null): string => (url === null ? '' : (URL.parse(url)?.hostname ?? ''));

/**
 * By post, the source by which this reader has it: the one that brought it when they follow it, else the first that
 * they follow. Saved posts may have none left; then only a source that alone carries the post was surely theirs.
 */
async function carriersOf(
  db: Db,
  actor: Actor,
  list: readonly ListRow[],
  alsoSources: readonly number[],
): Promise<{ facts: Map<number, SourceFacts>; carriers: Map<number, number> }> {
  if (list.length === 0) return { facts: new Map(), carriers: new Map() };
  const posts = array(
    list.map((row) => row.id),
    'bigint',
  );
  const brought = array(
    list.map((row) => row.source_id),
    'int',
  );
  const found = await rows<SourceFacts & { carries: number[] | null }>(
    db,
    // Each is looked up by its key: these are few, and a person may follow thousands.
    sql`with told as materialized (
          select r.post_id, coalesce(
            (select h.source_id from follows h where h.source_id = r.source_id and h.user_id = ${actor.userId}),
            (select c.source_id from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId}
              where c.post_id = r.post_id order by c.posted_at, c.source_id limit 1),
            (select case when count(*) = 1 then min(c.source_id) end from post_sources c where c.post_id = r.post_id)) as source_id
          from unnest(${posts}, ${brought}) as r (post_id, source_id)),
        named as (
          select source_id, array_agg(post_id) filter (where post_id is not null) as carries
          from (select source_id, post_id from told union all select unnest(${array(alsoSources, 'int')}), null) n group by source_id)
        select s.id, s.kind, coalesce((select f.title from follows f where f.source_id = s.id and f.user_id = ${actor.userId}), s.title) as title, s.icon_url, n.carries
        from named n join sources s on s.id = n.source_id`,
  );
  return {
    facts: new Map(found.map(({ carries: _, ...row }) => [row.id, row])),
    carriers: new Map(found.flatMap((row) => (row.carries ?? []).map((post): [number, number] => [Number(post), row.id]))),
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
