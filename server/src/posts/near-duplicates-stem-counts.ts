/** Learns from the posts that pass by how common each stem is, in a table of fixed size. */
import type { StemWeight, StoryTerms } from './near-duplicates-same-story.ts';
import { hashWord } from './fingerprint-hash.ts';

export interface StemCounts {
  add(terms: StoryTerms): void;
  weight: StemWeight;
  /** Posts counted so far. */
  readonly posts: number;
}

const TABLE = 1 << 17;
/** Below this many posts the counts say little, and all stems weigh nearly the same. */
const PRIOR = 50;

/** Two stems may share a place of the table: then the rarer one weighs a little less than it should. */
export function createStemCounts(): StemCounts {
  const counts = new Uint32Array(TABLE);
  let posts = 0;
  return {
    add: (terms) => {
      posts++;
      for (const stem of terms.all.keys()) counts[hashWord(stem) & (TABLE - 1)]!++;
    },
    weight: (stem) => Math.max(0.05, Math.log((posts + PRIOR) / (counts[hashWord(stem) & (TABLE - 1)]! + 1)) - 0.3),
    get posts() {
      return posts;
    },
  };
}
