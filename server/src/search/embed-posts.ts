import { createHash } from 'node:crypto';
import { sql } from '#platform/sql';
import type { Embedder } from '#ai';
import { indexing } from '#posts';
import type { Bus } from '#platform/bus';
import { array, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { Metrics } from '#platform/metrics';
import { saveEmbeddings, type EmbeddingsToSave } from './save-embeddings.ts';

interface EmbedDeps {
  db: Db;
  bus: Bus;
  embedder: Embedder;
  metrics: Metrics;
}

/** What of a post is embedded: models read about 512 tokens. */
const textChars = 2000;

/** Of one request: what was got is saved before the next is sent. */
const postsAtOnce = 64;

interface Wanted {
  id: number;
  text: string;
  textHash: string;
}

/**
 * Embeds those of the posts that have no embedding of their present text. Duplicates are left out:
 * their story's first post stands for them. A text that the model refuses fails alone.
 * @throws AppError `model_failed`; the posts are marked with it and the job is tried again.
 */
export async function embedPosts(deps: EmbedDeps, postIds: readonly number[], signal?: AbortSignal): Promise<number> {
  const posts = await rows<{ id: number; text: string; hash: string | null; refused: string | null }>(
    deps.db,
    sql`select p.id, left(concat_ws(E'\\n', p.title, b.text, b.enriched_text), ${textChars}) as text, e.text_hash as hash, r.text_hash as refused
        from posts p join post_bodies b on b.post_id = p.id
        left join embeddings e on e.post_id = p.id and e.model_id = (select id from embedding_models where name = ${deps.embedder.model})
        left join embedding_refusals r on r.post_id = p.id and r.model = ${deps.embedder.model}
        where p.id = any(${array(postIds, 'bigint')}) and p.index_status <> 'skipped'`,
  );
  const hashed = posts.map((post) => ({ ...post, textHash: hashText(post.text) })).filter((post) => post.refused !== post.textHash);
  const wanted = hashed.filter((post) => post.hash !== post.textHash && post.text.trim() !== '');
  const done = hashed.filter((post) => !wanted.includes(post)).map((post) => post.id);
  await saveBatch(deps, done, { items: [], refused: [] });
  // Edited since: the sweep looks after them again, whatever becomes of this try.
  const edited = idsOf(wanted.filter((post) => post.refused !== null));
  if (edited.length > 0)
    await deps.db.execute(sql`delete from embedding_refusals where model = ${deps.embedder.model} and post_id = any(${array(edited, 'bigint')})`);
  let embedded = 0;
  for (let start = 0; start < wanted.length; start += postsAtOnce) {
    try {
      embedded += await embedBatch(deps, wanted.slice(start, start + postsAtOnce), signal);
    } catch (error) {
      if (error instanceof AppError) await indexing.noteFailed(deps.db, idsOf(wanted.slice(start)), error.message);
      throw error;
    }
  }
  return embedded;
}

async function embedBatch(deps: EmbedDeps, batch: readonly Wanted[], signal?: AbortSignal): Promise<number> {
  const { model } = deps.embedder;
  const end = deps.metrics.embeddingTime.startTimer({ provider: model });
  const vectors = await deps.embedder.embed(
    batch.map((post) => post.text),
    'passage',
    signal,
  );
  end();
  const items = batch.flatMap((post, n) => {
    const vector = vectors[n];
    return vector?.some((value) => value !== 0) ? [{ postId: post.id, vector, textHash: post.textHash }] : [];
  });
  deps.metrics.embeddings.inc({ provider: model }, items.length);
  const embedded = new Set(items.map((item) => item.postId));
  await saveBatch(deps, [...embedded], { items, refused: batch.filter((post) => !embedded.has(post.id)) });
  return items.length;
}

async function saveBatch(
  deps: EmbedDeps,
  indexed: readonly number[],
  { items, refused }: { items: EmbeddingsToSave['items']; refused: readonly Wanted[] },
): Promise<void> {
  if (indexed.length + refused.length === 0) return;
  const { model, dimension } = deps.embedder;
  await deps.db.transaction(async (tx) => {
    if (items.length > 0) await saveEmbeddings(tx, { model, dimension, items });
    await indexing.noteIndexed(tx, indexed);
    if (refused.length > 0) await saveRefusals(tx, model, refused);
    const [newest] = await rows<{ rev: number }>(tx, sql`select last_value::int8 as rev from posts_rev`);
    await deps.bus.broadcast(tx, 'posts.changed', { rev: newest!.rev });
  });
}

/** Kept by the text: one that is edited is tried again, the same one is not. */
async function saveRefusals(tx: Pick<Db, 'execute'>, model: string, refused: readonly Wanted[]): Promise<void> {
  const hashes = array(
    refused.map((post) => post.textHash),
    'text',
  );
  await tx.execute(sql`insert into embedding_refusals (post_id, model, text_hash)
    select p.id, ${model}, r.text_hash from unnest(${array(idsOf(refused), 'bigint')}, ${hashes}) as r (post_id, text_hash) join posts p on p.id = r.post_id
    order by p.id on conflict (post_id, model) do update set text_hash = excluded.text_hash`);
  await indexing.noteFailed(tx, idsOf(refused), new AppError('model_failed', { model, reason: 'it refuses this text, or finds nothing in it' }).message);
}

function idsOf(posts: readonly { id: number }[]): number[] {
  return posts.map((post) => post.id);
}

/** What is embedded of a post that has only title and text, as `embedPosts` reads it from the database. */
export function embeddedTextHash(post: { title: string | null; text: string }): string {
  const whole = post.title === null ? post.text : `${post.title}\n${post.text}`;
  return hashText(
    Array.from(whole.slice(0, textChars * 2))
      .slice(0, textChars)
      .join(''),
  );
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
