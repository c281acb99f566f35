/**
 * From what words and vectors found to one ranking: a story counts once, the two rankings are joined
 * by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, k = 60), newer posts get a little more.
 * Each rank is weighed by how good the hit is: ranks alone let the best of two bad hits win, and a
 * weak model spoil what the words found.
 */
import { grown } from './engine/grow.ts';
import type { PostTable } from './engine/post-table.ts';

const FUSION_K = 60;
/** What the nearest vector weighs against a post that holds all words once, which weighs 1. */
const VECTOR_SHARE = 0.3;
const MOST_WORD_WEIGHT = 1.5;
/** What the prior adds to a post of this moment; half of it after a week. */
const FRESHNESS_IN_WORDS = 0.15;
const FRESHNESS_IN_FUSION = 0.1;
const HALF_LIFE = 7 * 86_400;
const STEP = 3 * 3600;

const FRESHNESS: Float64Array = Float64Array.from({ length: 512 }, (_, step) => 2 ** ((-step * STEP) / HALF_LIFE));

/** 1 for a post of this moment, 0 for an old one. */
export function freshness(postedAt: number, now: number): number {
  return FRESHNESS[Math.max(0, Math.trunc((now - postedAt) / STEP))] ?? 0;
}

/** A post with the number that it is ranked by, the highest first. */
export interface Ranked {
  ordinal: number;
  key: number;
}

/** Where in the list a story stands, counted from 1; all 0 between searches, which use it again (see `startTally`). */
let bestAt = new Int32Array(0);

/** The `most` best of `ordinals`, one a story. */
export function rankStories(posts: PostTable, ordinals: Int32Array, keyOf: (ordinal: number) => number, most: number): { ranked: Ranked[]; stories: number } {
  bestAt = grown(bestAt, posts.storyCount);
  const chosen = new Int32Array(ordinals.length);
  const keys = new Float64Array(ordinals.length);
  let stories = 0;
  for (const ordinal of ordinals) {
    const key = keyOf(ordinal);
    const story = posts.storyOf[ordinal]!;
    const at = bestAt[story]! - 1;
    if (at < 0) {
      chosen[stories] = ordinal;
      keys[stories] = key;
      bestAt[story] = ++stories;
    } else if (key > keys[at]! || (key === keys[at]! && isEarlier(posts, ordinal, chosen[at]!))) {
      chosen[at] = ordinal;
      keys[at] = key;
    }
  }
  for (let i = 0; i < stories; i++) bestAt[posts.storyOf[chosen[i]!]!] = 0;
  return { ranked: best(posts, chosen.subarray(0, stories), keys, most), stories };
}

/** The first to tell a story stands for it. */
function isEarlier(posts: PostTable, one: number, other: number): boolean {
  const apart = posts.postedAt[one]! - posts.postedAt[other]!;
  return apart < 0 || (apart === 0 && posts.postIds[one]! < posts.postIds[other]!);
}

/** The highest keys in order; of equal ones the newer post first. */
function best(posts: PostTable, ordinals: Int32Array, keys: Float64Array, most: number): Ranked[] {
  const bound = keyAt(keys.slice(0, ordinals.length), most);
  const ranked: Ranked[] = [];
  for (let i = 0; i < ordinals.length; i++) if (keys[i]! >= bound) ranked.push({ ordinal: ordinals[i]!, key: keys[i]! });
  const newerFirst = (a: number, b: number): number => posts.postedAt[b]! - posts.postedAt[a]! || posts.postIds[b]! - posts.postIds[a]!;
  return ranked.sort((a, b) => b.key - a.key || newerFirst(a.ordinal, b.ordinal)).slice(0, most);
}

/** The key that `most` of them reach, found without sorting them all (Hoare's selection); -Infinity when there are fewer. */
function keyAt(keys: Float64Array, most: number): number {
  const wanted = keys.length - most;
  if (wanted <= 0) return -Infinity;
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const pivot = keys[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (keys[i]! < pivot) i++;
      while (keys[j]! > pivot) j--;
      if (i > j) break;
      const key = keys[i]!;
      keys[i++] = keys[j]!;
      keys[j--] = key;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return keys[wanted]!;
}

/** How a word score is weighed by age. */
export function freshScore(score: number, postedAt: number, now: number): number {
  return score * (1 + FRESHNESS_IN_WORDS * freshness(postedAt, now));
}

export interface Fused extends Ranked {
  parts: Record<string, number>;
}

export interface ToFuse {
  words: readonly Ranked[];
  /** The score of a post that holds all words of the query once. */
  fullScore: number;
  vectors: readonly Ranked[];
  /** Seconds since 1970. */
  now: number;
}

/** Joins both rankings by story; where both know it, the post that the words found stands for it. */
export function fuse(posts: PostTable, { words, fullScore, vectors, now }: ToFuse): Fused[] {
  const byStory = new Map<number, Fused>();
  const add = (list: readonly Ranked[], weigh: (key: number) => number, name: string): void => {
    for (const [rank, { ordinal, key }] of list.entries()) {
      const story = posts.storyOf[ordinal]!;
      const known = byStory.get(story) ?? { ordinal, key: 0, parts: {} };
      known.key += weigh(key) / (FUSION_K + rank + 1);
      known.parts[name] = key;
      known.parts[`${name}Rank`] = rank + 1;
      byStory.set(story, known);
    }
  };
  // A post that stands behind one with all words weighs no more than it, however often it holds some of them.
  let most = MOST_WORD_WEIGHT;
  add(words, (score) => (most = Math.min(score / fullScore, most)), 'words');
  const nearest = vectors[0]?.key ?? 0;
  const spread = nearest - (vectors.at(-1)?.key ?? 0);
  add(vectors, (similarity) => VECTOR_SHARE * (spread > 0 ? 1 - (nearest - similarity) / spread : 1), 'vector');
  const fused = [...byStory.values()];
  for (const entry of fused) {
    entry.parts['freshness'] = freshness(posts.postedAt[entry.ordinal]!, now);
    entry.key *= 1 + FRESHNESS_IN_FUSION * entry.parts['freshness'];
  }
  return fused.sort(
    (a, b) => b.key - a.key || posts.postedAt[b.ordinal]! - posts.postedAt[a.ordinal]! || posts.postIds[b.ordinal]! - posts.postIds[a.ordinal]!,
  );
}
