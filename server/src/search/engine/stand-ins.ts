/** A copy of a post has no vector of its own: the first post of its story stands in for it, also for those who may not see that one. */
import type { PostTable } from './post-table.ts';

export interface StandIns {
  /** The allowed posts and those that stand in for them. */
  flags: Uint8Array;
  /** Ordinal of a stand-in → the allowed post that is meant. */
  for: Map<number, number>;
}

export function allowStandIns(posts: PostTable, allowed: Uint8Array): StandIns {
  const flags = allowed.slice();
  const meant = new Map<number, number>();
  for (let ordinal = 0; ordinal < allowed.length; ordinal++) {
    if (allowed[ordinal] !== 1) continue;
    const head = posts.headOfStory(posts.storyOf[ordinal]!);
    if (head < 0 || allowed[head] === 1) continue;
    flags[head] = 1;
    meant.set(head, ordinal);
  }
  return { flags, for: meant };
}
