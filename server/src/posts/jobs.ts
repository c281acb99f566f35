/** Jobs of the pipeline after a post is saved. Each may run twice, also at once, with the same end. */
import type { Deps } from '../deps.ts';
import { cleanUpPosts } from './clean-up.ts';
import { enrichPost } from './enrich-post.ts';
import { tagPosts as tag } from './tag-posts.ts';

type PostIds = { postIds: number[] };

export async function enrichPosts(deps: Deps, data: PostIds, job: { signal: AbortSignal }): Promise<void> {
  for (const postId of data.postIds) {
    if (job.signal.aborted) return;
    await enrichPost(deps, postId);
  }
}

export async function tagPosts(deps: Deps, data: PostIds): Promise<void> {
  await tag(deps, data.postIds);
}

export async function cleanUp(deps: Deps): Promise<void> {
  const removed = await cleanUpPosts(deps);
  deps.log.info({ removed }, 'old posts removed');
}
