/** The statements that write posts. Each takes all rows at once, under the lock of saves. */
import { sql } from '#platform/sql';
import { rows, type Db } from '#platform/db';
import type { StoryMatch } from './find-duplicates.ts';
import type { Fingerprint } from './fingerprint.ts';
import { toBytes } from './near-duplicates-bytes.ts';
import type { NormalPost } from './normalise.ts';
import type { SaveItem, SaveSource } from './save-posts.ts';

type Executor = Pick<Db, 'execute'>;

/** What is found out about a text by looking at it closely. */
export interface TextFacts {
  print: Fingerprint;
  tags: string[];
}

interface NewPost extends SaveItem, TextFacts {
  id: number;
  rev: number;
  code: string;
  match: StoryMatch;
  /** Recent enough that later posts may be copies of it. */
  isCompared: boolean;
}

export async function insertPosts(tx: Executor, list: readonly NewPost[]): Promise<void> {
  if (list.length === 0) return;
  const records = list.map(({ id, rev, code, source, post, print, tags, match, isCompared }) => ({
    ...fields(post),
    id,
    rev,
    // A copy keeps none: its story's first post has them.
    tags: standsAlone(match) ? tags : [],
    source_id: source.id,
    unique_code: code,
    external_id: post.externalId,
    posted_at: post.postedAt.toISOString(),
    date_is_guess: post.dateIsGuess ? 1 : 0,
    simhash: match.simhash === null ? null : match.simhash.toString(),
    story_id: match.storyId ?? id,
    index_status: standsAlone(match) ? 'pending' : 'skipped',
    print: isCompared && print.simhash !== null ? toBytes(print).toString('base64') : null,
    story: match.storyId,
    relation: match.relation,
    distance: match.distance,
    overlap: match.overlap,
  }));
  await tx.execute(sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(
      id int8, rev int8, source_id int, unique_code text, external_id text, url text, title text, snippet text, author text, language text, media jsonb,
      categories text[], tags text[], words int, posted_at timestamptz, date_is_guess int2, content_hash text, simhash text, story_id int8, index_status text,
      body text, blocks jsonb, print text, story int8, relation text, distance int2, overlap float4)),
    post as (insert into posts (id, rev, unique_code, source_id, external_id, url, title, snippet, author, language, media, categories, tags, words, posted_at, date_is_guess, content_hash, simhash, story_id, index_status)
      overriding system value
      select id, rev, unique_code, source_id, external_id, url, title, snippet, author, language, media, categories, tags, words, posted_at, date_is_guess, content_hash, simhash::int8, story_id, index_status from given returning id),
    body as (insert into post_bodies (post_id, text, blocks) select id, body, blocks from given),
    origin as (insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from given),
    print as (insert into post_prints (post_id, print) select id, decode(print, 'base64') from given where print is not null),
    joined as (insert into story_joins (post_id, story_id, relation, distance, overlap) select id, story, relation, distance, overlap from given where story is not null)
    select count(*) from post`);
}

/** It is indexed, tagged and embedded itself. */
function standsAlone(match: StoryMatch): boolean {
  return match.storyId === null || match.saysMore;
}

/** Answers with the ids of those whose text is another one now: not only their pictures or links. */
export async function updatePosts(tx: Executor, list: readonly ({ id: number; rev: number; post: NormalPost } & TextFacts)[]): Promise<Set<number>> {
  if (list.length === 0) return new Set();
  const records = list.map(({ id, rev, post, tags, print }) => ({ ...fields(post), id, rev, tags, ...printFields(print) }));
  const rewritten = await rows<{ id: number }>(
    tx,
    sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(
      id int8, rev int8, url text, title text, snippet text, author text, language text, media jsonb, categories text[], tags text[], words int, content_hash text, simhash text, print text, body text, blocks jsonb)),
    kept as (update post_prints f set print = decode(g.print, 'base64') from given g where f.post_id = g.id and g.print is not null),
    gone as (delete from post_prints f using given g where f.post_id = g.id and g.print is null),
    body as (update post_bodies b set text = g.body, blocks = g.blocks from given g where b.post_id = g.id),
    post as (update posts p set rev = g.rev, url = g.url, title = g.title, snippet = g.snippet, author = g.author, language = g.language, media = g.media,
      categories = g.categories, words = g.words, content_hash = g.content_hash, simhash = g.simhash::int8, edited_at = now(), removed_at = null,
      tags = case when p.index_status = 'skipped' then p.tags else g.tags end,
      index_status = case when p.index_status = 'skipped' then 'skipped' else 'pending' end
      from given g where p.id = g.id)
    select p.id from posts p join given g on g.id = p.id where p.simhash is distinct from g.simhash::int8`,
  );
  return new Set(rewritten.map((row) => Number(row.id)));
}

/** `isTaken`: from now on this source is the one that may change the post. */
export async function linkPosts(
  tx: Executor,
  list: readonly { id: number; rev: number; source: SaveSource; post: NormalPost; isTaken: boolean }[],
): Promise<void> {
  if (list.length === 0) return;
  const records = list.map(({ id, rev, source, post, isTaken }) => ({
    id,
    rev,
    source_id: source.id,
    taker: isTaken ? source.id : null,
    external_id: isTaken ? post.externalId : null,
  }));
  await tx.execute(sql`
    with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as g(id int8, rev int8, source_id int, taker int, external_id text)),
    post as (update posts p set rev = g.rev, source_id = coalesce(g.taker, p.source_id), external_id = case when g.taker is null then p.external_id else g.external_id end
      from (select id, max(rev) as rev, min(taker) as taker, (array_agg(external_id order by taker))[1] as external_id from given group by id) g where p.id = g.id returning p.id, p.posted_at)
    insert into post_sources (post_id, source_id, posted_at) select g.id, g.source_id, post.posted_at from given g join post on post.id = g.id on conflict do nothing`);
}

function printFields(print: Fingerprint) {
  return { simhash: print.simhash === null ? null : print.simhash.toString(), print: print.simhash === null ? null : toBytes(print).toString('base64') };
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
