import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Embedder } from '#ai';
import { indexing } from '#posts';
import type { Bus } from '#platform/bus';
import { array, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { Metrics } from '#platform/metrics';
import { saveEmbeddings } from './save-embeddings.ts';

interface EmbedDeps {
  db: Db;
  bus: Bus;
  embedder: Embedder;
  metrics: Metrics;
}

/** What of a post is embedded: models read about 512 tokens. */
const textChars = 2000;

/**
 * Embeds those of the posts that have no embedding of their present text. Duplicates are left out:
 * their story's first post stands for them.
 * @throws AppError `model_failed`; the posts are marked with it and the job is tried again.
 */
export async function embedPosts(deps: EmbedDeps, postIds: readonly number[], signal?: AbortSignal): Promise<number> {
  const posts = await rows<{ id: number; text: string; hash: string | null }>(
    deps.db,
    sql`select p.id, left(concat_ws(E'\\n', p.title, b.text, b.enriched_text), ${textChars}) as text, e.text_hash as hash
        from posts p join post_bodies b on b.post_id = p.id
        left join embeddings e on e.post_id = p.id and e.model_id = (select id from embedding_models where name = ${deps.embedder.model})
        where p.id = any(${array(postIds, 'bigint')}) and p.index_status <> 'skipped'`,
  );
  const wanted = posts.map((post) => ({ ...post, textHash: hashText(post.text) })).filter((post) => post.hash !== post.textHash && post.text.trim() !== '');
  try {
    const end = deps.metrics.embeddingTime.startTimer({ provider: deps.embedder.model });
    const vectors =
      wanted.length === 0
        ? []
        : await deps.embedder.embed(
            wanted.map((post) => post.text),
            'passage',
            signal,
          );
    end();
    deps.metrics.embeddings.inc({ provider: deps.embedder.model }, vectors.length);
    await deps.db.transaction(async (tx) => {
      if (wanted.length > 0)
        await saveEmbeddings(tx, {
          model: deps.embedder.model,
          dimension: deps.embedder.dimension,
          items: wanted.map((post, n) => ({ postId: post.id, vector: vectors[n]!, textHash: post.textHash })),
        });
      await indexing.noteIndexed(
        tx,
        posts.map((post) => post.id),
      );
      const [newest] = await rows<{ rev: number }>(tx, sql`select last_value::int8 as rev from posts_rev`);
      await deps.bus.broadcast(tx, 'posts.changed', { rev: newest!.rev });
    });
    return wanted.length;
  } catch (error) {
    if (error instanceof AppError) {
      await indexing.noteFailed(
        deps.db,
        wanted.map((post) => post.id),
        error.message,
      );
    }
    throw error;
  }
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
