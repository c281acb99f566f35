import { describe, expect, it } from 'vitest';
import { PostTable } from './engine/post-table.ts';
import { freshness, freshScore, fuse, rankStories } from './hybrid.ts';

const now = 1_000_000_000;
const DAY = 86_400;

/** Posts 1, 2, 3 ... at ordinals 0, 1, 2 ..., by story and age in days. */
function table(entries: readonly { story: number; age?: number }[]): PostTable {
  const posts = new PostTable();
  for (const [i, { story, age = 0 }] of entries.entries())
    posts.put({ postId: i + 1, sourceIds: [1], postedAt: now - age * DAY, language: null, has: 0, storyId: story });
  return posts;
}

const ranked = (...pairs: [ordinal: number, key: number][]) => pairs.map(([ordinal, key]) => ({ ordinal, key }));

describe('ranking stories', () => {
  it('counts a story once, by its best post, and finds the best without sorting all', () => {
    const posts = table([{ story: 1 }, { story: 1 }, { story: 3 }, { story: 4 }, { story: 4 }]);
    const keys = [1, 5, 3, 2, 2];
    const { ranked: found, stories } = rankStories(posts, Int32Array.of(0, 1, 2, 3, 4), (ordinal) => keys[ordinal]!, 2);
    expect(stories).toBe(3);
    expect(found).toEqual(ranked([1, 5], [2, 3]));
  });

  it('agrees with sorting everything, however many are wanted and however many are equal', () => {
    const posts = table(Array.from({ length: 400 }, (_, i) => ({ story: i + 1, age: i % 11 })));
    const ordinals = Int32Array.from({ length: 400 }, (_, i) => (i * 137) % 400);
    const keyOf = (ordinal: number): number => (ordinal * 31) % 17;
    const sorted = [...ordinals].sort((a, b) => keyOf(b) - keyOf(a) || posts.postedAt[b]! - posts.postedAt[a]! || b - a);
    for (const most of [0, 1, 7, 50, 399, 400, 1000])
      expect(rankStories(posts, ordinals, keyOf, most).ranked.map((entry) => entry.ordinal)).toEqual(sorted.slice(0, most));
  });

  it('lets the earlier post stand for a story when both are as good', () => {
    const posts = table([
      { story: 1, age: 1 },
      { story: 1, age: 3 },
    ]);
    expect(rankStories(posts, Int32Array.of(0, 1), () => 1, 5).ranked).toEqual(ranked([1, 1]));
  });
});

describe('freshness', () => {
  it('halves in a week, ends some time, and takes the future for now', () => {
    expect(freshness(now, now)).toBe(1);
    expect(freshness(now + DAY, now)).toBe(1);
    expect(freshness(now - 7 * DAY, now)).toBeCloseTo(0.5, 2);
    expect(freshness(now - 300 * DAY, now)).toBe(0);
  });

  it('decides between equals, not between good and bad', () => {
    expect(freshScore(10, now, now)).toBeGreaterThan(freshScore(10, now - 30 * DAY, now));
    expect(freshScore(10, now - 300 * DAY, now)).toBeGreaterThan(freshScore(8, now, now));
  });
});

describe('fusion', () => {
  const posts = table([{ story: 1 }, { story: 2 }, { story: 3 }, { story: 4 }, { story: 3 }]);

  it('leaves a post with all words before one that often holds some of them', () => {
    // The words rank first what holds them all, whatever its score.
    const words = ranked([0, 4], [1, 12]);
    expect(
      fuse(posts, { words, fullScore: 10, vectors: ranked([2, 0.5]), now })
        .map((entry) => entry.ordinal)
        .slice(0, 2),
    ).toEqual([0, 1]);
  });

  it('puts first what both found', () => {
    const fused = fuse(posts, { words: ranked([0, 9], [1, 8], [2, 7]), fullScore: 9, vectors: ranked([2, 0.9], [3, 0.8]), now });
    expect(fused[0]).toMatchObject({ ordinal: 2, parts: { words: 7, wordsRank: 3, vector: 0.9, vectorRank: 1 } });
    expect(fused.map((entry) => entry.ordinal).toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('does not let a vector push away a post that holds all words, and lets it win over one that holds few', () => {
    const vectors = ranked([3, 0.9], [1, 0.2]);
    expect(fuse(posts, { words: ranked([0, 9]), fullScore: 9, vectors, now })[0]!.ordinal).toBe(0);
    expect(fuse(posts, { words: ranked([0, 2]), fullScore: 12, vectors, now })[0]!.ordinal).toBe(3);
  });

  it('shows the post that the words found where the vectors found another of its story', () => {
    expect(fuse(posts, { words: ranked([4, 5]), fullScore: 5, vectors: ranked([2, 0.9]), now }).map((entry) => entry.ordinal)).toEqual([4]);
  });

  it('prefers the newer of two equals', () => {
    const aged = table([
      { story: 1, age: 60 },
      { story: 2, age: 0 },
    ]);
    expect(fuse(aged, { words: ranked([0, 5], [1, 5]), fullScore: 5, vectors: [], now })[0]!.ordinal).toBe(1);
  });
});
