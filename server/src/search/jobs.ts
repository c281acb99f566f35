/** Embeds posts once they are saved; runs again without doing anything twice. */
import type { Deps } from '../deps.ts';
import { embedPosts as embed } from './embed-posts.ts';
import { sweepEmbeddings as sweep } from './sweep-embeddings.ts';

export async function embedPosts(deps: Deps, data: { postIds: number[] }, job: { signal: AbortSignal }): Promise<void> {
  if (deps.embedder === null) return;
  await embed({ ...deps, embedder: deps.embedder }, data.postIds, job.signal);
}

export async function sweepEmbeddings(deps: Deps): Promise<void> {
  const queued = await sweep(deps);
  if (queued > 0) deps.log.info({ queued }, 'posts without an embedding are in line');
}
