/** Jobs of the pipeline after a post is saved. Each may run twice, also at once, with the same end. */
import type { Deps } from '../deps.ts';
import { fromDatabase } from '../platform/database-errors.ts';
import { RetryLater } from '../platform/errors.ts';
import { cleanUpPosts } from './clean-up.ts';
import { enrichPost, postsToEnrich } from './enrich-post.ts';

type PostIds = { postIds: number[] };
/** `tries`: how often a site has asked to wait for this post. */
type ToEnrich = PostIds & { tries?: number };

/** So few that the slowest pages are read within the limit of a job. */
const postsAtOnce = 8;
const mostTries = 4;

export async function enrichPosts(deps: Deps, data: ToEnrich, job: { signal: AbortSignal }): Promise<void> {
  const wanted = await postsToEnrich(deps.db, data.postIds);
  const [now, rest] = [wanted.slice(0, postsAtOnce), wanted.slice(postsAtOnce)];
  if (rest.length > 0) await deps.bus.enqueue(deps.db, 'enrichment', { postIds: rest });
  for (const postId of now) {
    if (job.signal.aborted) throw new RetryLater(1, 'interrupted');
    await enrichAlone(deps, postId, data.tries ?? 0);
  }
}

/** One page that breaks something, or one site that asks to wait, must not hold up the other posts. */
async function enrichAlone(deps: Deps, postId: number, tries: number): Promise<void> {
  try {
    await enrichPost(deps, postId);
  } catch (error) {
    // A site that always asks to wait is left alone in the end: the post stands as it is.
    if (error instanceof RetryLater && tries >= mostTries) return;
    if (error instanceof RetryLater)
      return deps.bus.enqueue(deps.db, 'enrichment', { postIds: [postId], tries: tries + 1 }, { delaySeconds: error.seconds * 2 ** tries });
    if (fromDatabase(error)?.status === 503) throw error;
    deps.log.warn({ err: error, postId }, 'a linked page could not be read');
  }
}

export async function cleanUp(deps: Deps): Promise<void> {
  const removed = await cleanUpPosts(deps);
  deps.log.info({ removed }, 'old posts removed');
}
