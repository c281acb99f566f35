/**
 * Saves what a source gave: new posts, edits, and posts that another source brought first, with
 * their events, in one transaction. Saving the same batch again changes nothing.
 */
import { sql } from 'drizzle-orm';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, lockSaves, rows, type Db } from '#platform/db';
import type { SourceKind } from '#contract';
import type { EventName } from '#events';
import type { DuplicateFinder, StoryMatch } from './find-duplicates.ts';
import { withoutRenamed } from './known-content.ts';
import type { NormalPost } from './normalise.ts';

export interface SaveDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
  duplicates: DuplicateFinder;
}

export interface SaveSource {
  id: number;
  kind: SourceKind;
}

export interface Saved {
  /** Ids of posts that nobody had before, in the order given. */
  added: number[];
  edited: number[];
  /** Posts that were there, and are now also of this source. */
  linked: number[];
}

const batchSize = 100;
type Executor = Pick<Db, 'execute'>;

/** One post, and the source that it was read from. */
export interface SaveItem {
  source: SaveSource;
  post: NormalPost;
}

export async function savePosts(deps: SaveDeps, source: SaveSource, posts: readonly NormalPost[]): Promise<Saved> {
  return saveItems(
    deps,
    (await withoutRenamed(deps.db, source.id, posts)).map((post) => ({ source, post })),
  );
}

/** The same for posts of many sources at once. */
export async function saveItems(deps: SaveDeps, items: readonly SaveItem[]): Promise<Saved> {
  const total: Saved = { added: [], edited: [], linked: [] };
  const unique = [...new Map(items.map((item) => [`${item.post.uniqueCode} ${item.source.id}`, item])).values()];
  for (let start = 0; start < unique.length; start += batchSize) {
    const saved = await saveBatch(deps, unique.slice(start, start + batchSize));
    total.added.push(...saved.added);
    total.edited.push(...saved.edited);
    total.linked.push(...saved.linked);
  }
  return total;
}

interface Known {
  id: number;
  unique_code: string;
  source_id: number;
  content_hash: string;
  carriers: number[];
}

const nothing: Saved = { added: [], edited: [], linked: [] };

async function saveBatch(deps: SaveDeps, items: readonly SaveItem[]): Promise<Saved> {
  // Most polls bring nothing new: that is found out before anything is locked.
  const before = await sort(deps.db, items);
  if (before.fresh.length + before.edits.length + before.links.length === 0) return nothing;

  await deps.duplicates.catchUp(deps.db);
  let forget = () => {};
  try {
    return await deps.db.transaction(async (tx) => {
      await lockSaves(tx);
      const { fresh, edits, links } = await sort(tx, items);
      const changed = fresh.length + edits.length + links.length;
      if (changed === 0) return nothing;
      const { ids, revs } = await takeNumbers(tx, fresh.length, changed);
      const news = fresh.map((item, n) => ({ ...item, id: ids[n]!, rev: revs[n]! }));
      const matches = await deps.duplicates.match(tx, news);
      forget = matches.forget;
      await insertPosts(
        tx,
        news.map((item) => ({ ...item, match: matches.of(item.id) })),
      );
      await updatePosts(
        tx,
        edits.map(({ id, post }, n) => ({ id, post, rev: revs[fresh.length + n]! })),
      );
      await linkPosts(
        tx,
        links.map(({ id, source }, n) => ({ id, source, rev: revs[fresh.length + edits.length + n]! })),
      );
      await announce(
        deps,
        tx,
        news,
        edits.map((edit) => edit.id),
      );
      await deps.bus.broadcast(tx, 'posts.changed', { rev: revs.at(-1)! });
      return { added: ids, edited: edits.map((edit) => edit.id), linked: links.map((link) => link.id) };
    });
  } catch (error) {
    forget();
    throw error;
  }
}

async function sort(db: Executor, items: readonly SaveItem[]) {
  const known = await rows<Known>(
    db,
    sql`select p.id, p.unique_code, p.source_id, p.content_hash, (select array_agg(s.source_id) from post_sources s where s.post_id = p.id) as carriers
        from posts p where p.unique_code = any(${array(
          items.map((item) => item.post.uniqueCode),
          'text',
        )})`,
  );
  const byCode = new Map(known.map((row) => [row.unique_code, row]));
  const first = new Map<string, SaveItem>();
  const again: SaveItem[] = [];
  for (const item of items) {
    if (byCode.has(item.post.uniqueCode)) again.push(item);
    else if (!first.has(item.post.uniqueCode)) first.set(item.post.uniqueCode, item);
  }
  const met = again.map((item) => ({ ...item, row: byCode.get(item.post.uniqueCode)!, id: byCode.get(item.post.uniqueCode)!.id }));
  return {
    fresh: [...first.values()],
    // Only the source that brought a post may change it: two feeds with longer and shorter texts would edit it for ever.
    edits: met.filter(({ row, source, post }) => row.source_id === source.id && row.content_hash !== post.contentHash),
    links: met.filter(({ row, source }) => !row.carriers?.includes(source.id)),
  };
}

async function takeNumbers(tx: Executor, ids: number, revs: number) {
  const [numbers] = await rows<{ ids: number[] | null; revs: number[] }>(
    tx,
    sql`select (select array_agg(nextval(pg_get_serial_sequence('posts', 'id'))::int8) from generate_series(1, ${ids}::int)) as ids,
               (select array_agg(nextval('posts_rev')::int8) from generate_series(1, ${revs}::int)) as revs`,
  );
  return { ids: (numbers!.ids ?? []).map(Number), revs: numbers!.revs.map(Number) };
}

async function insertPosts(tx: Executor, list: readonly (SaveItem & { id: number; rev: number; match: StoryMatch })[]): Promise<void> {
  if (list.length === 0) return;
  const records = list.map(({ id, rev, source, post, match }) => ({
    ...fields(post),
    id,
    rev,
    source_id: source.id,
    unique_code: post.uniqueCode,
    external_id: post.externalId,
    posted_at: post.postedAt.toISOString(),
    date_is_guess: post.dateIsGuess ? 1 : 0,
    simhash: match.simhash === null ? null : match.simhash.toString(),
    story_id: match.storyId ?? id,
    index_status: match.storyId === null || match.saysMore ? 'pending' : 'skipped',
    story: match.storyId,
    relation: match.relation,
    distance: match.distance,
    overlap: match.overlap,
  }));
  await tx.execute(sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(
      id int8, rev int8, source_id int, unique_code text, external_id text, url text, title text, snippet text, author text, language text, media jsonb,
      categories text[], words int, posted_at timestamptz, date_is_guess int2, content_hash text, simhash text, story_id int8, index_status text,
      body text, blocks jsonb, story int8, relation text, distance int2, overlap float4)),
    post as (insert into posts (id, rev, unique_code, source_id, external_id, url, title, snippet, author, language, media, categories, words, posted_at, date_is_guess, content_hash, simhash, story_id, index_status)
      overriding system value
      select id, rev, unique_code, source_id, external_id, url, title, snippet, author, language, media, categories, words, posted_at, date_is_guess, content_hash, simhash::int8, story_id, index_status from given returning id),
    body as (insert into post_bodies (post_id, text, blocks) select id, body, blocks from given),
    origin as (insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from given),
    joined as (insert into story_joins (post_id, story_id, relation, distance, overlap) select id, story, relation, distance, overlap from given where story is not null)
    select count(*) from post`);
}

async function updatePosts(tx: Executor, list: readonly { id: number; rev: number; post: NormalPost }[]): Promise<void> {
  if (list.length === 0) return;
  const records = list.map(({ id, rev, post }) => ({ ...fields(post), id, rev }));
  await tx.execute(sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(
      id int8, rev int8, url text, title text, snippet text, author text, language text, media jsonb, categories text[], words int, content_hash text, body text, blocks jsonb)),
    body as (update post_bodies b set text = g.body, blocks = g.blocks from given g where b.post_id = g.id)
    update posts p set rev = g.rev, url = g.url, title = g.title, snippet = g.snippet, author = g.author, language = g.language, media = g.media,
      categories = g.categories, words = g.words, content_hash = g.content_hash, edited_at = now(), removed_at = null,
      index_status = case when p.index_status = 'skipped' then 'skipped' else 'pending' end
    from given g where p.id = g.id`);
}

async function linkPosts(tx: Executor, list: readonly { id: number; rev: number; source: SaveSource }[]): Promise<void> {
  if (list.length === 0) return;
  const records = list.map(({ id, rev, source }) => ({ id, rev, source_id: source.id }));
  await tx.execute(sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(id int8, rev int8, source_id int)),
    post as (update posts p set rev = g.rev from (select id, max(rev) as rev from given group by id) g where p.id = g.id returning p.id, p.posted_at)
    insert into post_sources (post_id, source_id, posted_at) select g.id, g.source_id, post.posted_at from given g join post on post.id = g.id on conflict do nothing`);
}

function fields(post: NormalPost) {
  return {
    url: post.url,
    title: post.title,
    snippet: post.snippet,
    author: post.author,
    language: post.language,
    media: post.media,
    categories: post.categories,
    words: post.words,
    content_hash: post.contentHash,
    body: post.text,
    blocks: post.blocks,
  };
}

const eventOf: Record<SourceKind, EventName> = { rss: 'posts.new.rss', telegram: 'posts.new.telegram', web: 'posts.new.web', import: 'posts.imported' };

async function announce(deps: SaveDeps, tx: Executor, news: readonly (SaveItem & { id: number })[], edited: number[]): Promise<void> {
  for (const [kind, list] of Map.groupBy(news, (item) => item.source.kind)) {
    const data = { sourceIds: [...new Set(list.map((item) => item.source.id))], postIds: list.map((item) => item.id) };
    await deps.bus.publish(tx, eventOf[kind], data as never);
  }
  if (edited.length > 0) await deps.bus.publish(tx, 'posts.edited', { postIds: edited });
}
