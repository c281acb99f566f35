/**
 * Brings the state up to date with the database: posts, removals and embeddings whose `rev` is higher
 * than the last one seen. Numbers become visible in their order, so nothing is missed in between.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type pg from 'pg';
import { HAS_LINK, HAS_PHOTO, HAS_VIDEO } from './post-table.ts';
import type { EnginePost, SearchState } from './search-state.ts';

const PAGE = 500;
const VECTOR_PAGE = 2000;
/** Posts indexed before searches get their turn. */
const AT_ONCE = 16;

type Query = Pick<pg.Pool, 'query'>;

/** Returns whether anything had changed. */
export async function catchUp(db: Query, state: SearchState): Promise<boolean> {
  const horizon = await newestRev(db);
  if (horizon <= state.rev && horizon <= state.vectorRev) return false;
  if (horizon > state.rev) {
    await readRemovals(db, state, horizon);
    await readPosts(db, state, horizon);
    state.rev = horizon;
  }
  if (state.model !== null) await readVectors(db, state, horizon);
  state.vectorRev = horizon;
  await dropOrphans(db, state);
  return true;
}

/** Everything up to it is visible. */
async function newestRev(db: Query): Promise<number> {
  const { rows } = await db.query<{ rev: number }>(
    'select greatest((select max(rev) from posts), (select max(rev) from post_removals), (select max(rev) from embeddings), 0)::float8 as rev',
  );
  return rows[0]!.rev;
}

async function readRemovals(db: Query, state: SearchState, horizon: number): Promise<void> {
  for (let after = state.rev; ;) {
    const { rows } = await db.query<{ id: number; rev: number }>(
      'select post_id::float8 as id, rev::float8 as rev from post_removals where rev > $1 and rev <= $2 order by rev limit $3',
      [after, horizon, VECTOR_PAGE],
    );
    for (const row of rows) await state.removePost(row.id);
    if (rows.length < VECTOR_PAGE) return;
    after = rows.at(-1)!.rev;
  }
}

interface PostRow {
  id: number;
  rev: number;
  title: string | null;
  text: string | null;
  enriched: string | null;
  author: string | null;
  words: string[];
  language: string | null;
  posted: number;
  story: number;
  photo: boolean;
  video: boolean;
  link: boolean;
  sources: number[] | null;
}

const POSTS = `
  select p.id::float8 as id, p.rev::float8 as rev, p.title, left(b.text, 100000) as text, left(b.enriched_text, 100000) as enriched, p.author,
    p.tags || p.categories as words, p.language, extract(epoch from p.posted_at)::float8 as posted, p.story_id::float8 as story,
    p.media @> '[{"type":"photo"}]' as photo, p.media @> '[{"type":"video"}]' as video,
    b.text ~ 'https?://' or b.enriched_url is not null or coalesce(jsonb_path_exists(b.blocks, '$.**.t ? (@ == "a")'), false) as link,
    (select array_agg(s.source_id order by (s.source_id = p.source_id) desc, s.source_id) from post_sources s where s.post_id = p.id) as sources
  from posts p left join post_bodies b on b.post_id = p.id
  where p.rev > $1 and p.rev <= $2 order by p.rev limit $3`;

async function readPosts(db: Query, state: SearchState, horizon: number): Promise<void> {
  const page = (after: number) => db.query<PostRow>(POSTS, [after, horizon, PAGE]);
  for (let next = page(state.rev); ;) {
    const { rows } = await next;
    const isLast = rows.length < PAGE;
    // The next page is on its way while this one is indexed.
    if (!isLast) {
      next = page(rows.at(-1)!.rev);
      next.catch(() => {});
    }
    for (const [i, row] of rows.entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await breathe();
      await state.putPost(toPost(row));
    }
    if (isLast) return;
    await tidy(state);
  }
}

/** Merges what has become many, in slices. */
export async function tidy(state: SearchState): Promise<void> {
  for (let more = true; more;) {
    const work = state.lexical.tidy();
    let step = work.next();
    for (; step.done !== true; step = work.next()) await breathe();
    more = step.value;
  }
}

function toPost(row: PostRow): EnginePost {
  // Tags made from the text say nothing new: counted again they would lift a post above its untagged copy.
  const own = `${row.title ?? ''}\n${row.text ?? ''}`.toLowerCase();
  const added = row.words.filter((word) => !own.includes(word.toLowerCase()));
  return {
    postId: row.id,
    sourceIds: row.sources ?? [],
    postedAt: row.posted,
    language: row.language,
    has: (row.photo ? HAS_PHOTO : 0) | (row.video ? HAS_VIDEO : 0) | (row.link ? HAS_LINK : 0),
    storyId: row.story,
    title: row.title ?? '',
    text: [row.text, row.enriched, row.author, added.join(', ')].filter(Boolean).join('\n\n'),
    tags: row.words,
  };
}

async function readVectors(db: Query, state: SearchState, horizon: number): Promise<void> {
  const { rows: models } = await db.query<{ id: number }>('select id from embedding_models where name = $1', [state.model]);
  if (models[0] === undefined) return;
  for (let after = state.vectorRev; ;) {
    const { rows } = await db.query<{ id: number; rev: number; vector: Buffer }>(
      'select post_id::float8 as id, rev::float8 as rev, vector from embeddings where model_id = $1 and rev > $2 and rev <= $3 order by rev limit $4',
      [models[0].id, after, horizon, VECTOR_PAGE],
    );
    for (const [i, row] of rows.entries()) {
      if (i % VECTORS_AT_ONCE === 0) await breathe();
      await state.putVector(row.id, toFloats(row.vector));
    }
    if (rows.length < VECTOR_PAGE) return;
    after = rows.at(-1)!.rev;
  }
}

/** A vector may come before its post, but not after it is gone: such a one would wait for ever. */
async function dropOrphans(db: Query, state: SearchState): Promise<void> {
  if (state.early.size === 0) return;
  const { rows } = await db.query<{ id: number }>('select id::float8 as id from posts where id = any($1::int8[])', [[...state.early.keys()]]);
  state.keepEarly(new Set(rows.map((row) => row.id)));
}

const VECTORS_AT_ONCE = 200;

function toFloats(bytes: Buffer): Float32Array {
  const floats = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < floats.length; i++) floats[i] = bytes.readFloatLE(i * 4);
  return floats;
}
