/** What every store of vectors must do, as a suite: call it in the test file of the driver. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostTable, type Selection } from './engine/post-table.ts';
import type { PostSet, VectorIndex } from './vector-index.ts';

export interface OpenedVectors {
  index: VectorIndex;
  close(): Promise<void>;
}

const DIMENSION = 64;

/** `open` gives an empty store of vectors of this dimension for the posts of a table. */
export function checkVectorIndex(name: string, open: (posts: PostTable, dimension: number) => Promise<OpenedVectors>): void {
  describe(`${name} as a store of vectors`, () => {
    let posts: PostTable;
    let opened: OpenedVectors;
    beforeEach(async () => {
      posts = new PostTable();
      opened = await open(posts, DIMENSION);
    });
    afterEach(() => opened.close());

    const put = async (entries: readonly { postId: number; vector: number[]; sourceId?: number; postedAt?: number }[]): Promise<void> => {
      for (const { postId, sourceId = 1, postedAt = 1000 } of entries)
        posts.put({ postId, sourceIds: [sourceId], postedAt, language: null, has: 0, storyId: postId });
      await opened.index.upsert(
        entries.map(({ postId, vector, sourceId = 1, postedAt = 1000 }) => ({ postId, sourceIds: [sourceId], postedAt, vector: unit(vector) })),
      );
    };
    const nearest = async (vector: number[], limit = 10, selection: Selection = { sourceIds: [1] }, posted = setOf(posts, selection)): Promise<number[]> =>
      (await opened.index.search({ vector: unit(vector), limit, selection, posts: posted })).hits.map((hit) => hit.postId);

    it('finds the nearest first, with their cosine', async () => {
      await put([
        { postId: 11, vector: [1, 0] },
        { postId: 12, vector: [1, 1] },
        { postId: 13, vector: [0, 1] },
        { postId: 14, vector: [-1, 0] },
      ]);
      expect(await nearest([1, 0.1], 3)).toEqual([11, 12, 13]);
      const { hits } = await opened.index.search({ vector: unit([1, 1]), limit: 1, selection: { sourceIds: [1] }, posts: setOf(posts, { sourceIds: [1] }) });
      expect(hits[0]!.similarity).toBeCloseTo(1, 2);
      expect(await opened.index.size()).toBe(4);
    });

    it('finds only what is selected, by source and time', async () => {
      await put([
        { postId: 1, vector: [1, 0] },
        { postId: 2, vector: [1, 0.1], sourceId: 2 },
        { postId: 3, vector: [1, 0.2], postedAt: 2000 },
      ]);
      expect(await nearest([1, 0], 10, { sourceIds: [2] })).toEqual([2]);
      expect(await nearest([1, 0], 10, { sourceIds: [1, 2], after: 1500 })).toEqual([3]);
      expect(await nearest([1, 0], 10, { sourceIds: [1, 2], before: 1500 })).toEqual([1, 2]);
      expect(await nearest([1, 0], 10, { sourceIds: [] })).toEqual([]);
    });

    it('finds only posts of the set, whatever the selection would give', async () => {
      await put([
        { postId: 1, vector: [1, 0] },
        { postId: 2, vector: [0, 1] },
      ]);
      const flags = setOf(posts, { sourceIds: [1] }).flags.slice();
      flags[posts.ordinalOf(1)] = 0;
      expect(await nearest([1, 0], 1, { sourceIds: [1] }, { flags, has: (postId) => postId !== 1 })).toEqual([2]);
    });

    it('replaces a vector, and forgets one', async () => {
      await put([
        { postId: 1, vector: [1, 0] },
        { postId: 2, vector: [0, 1] },
      ]);
      await put([{ postId: 1, vector: [0, -1] }]);
      expect(await nearest([0, -1], 1)).toEqual([1]);
      expect(await opened.index.size()).toBe(2);
      await opened.index.remove([1, 999]);
      expect(await nearest([0, -1])).toEqual([2]);
      expect(await opened.index.size()).toBe(1);
    });

    it('answers a vector of another dimension with nothing', async () => {
      await put([{ postId: 1, vector: [1, 0] }]);
      expect(
        (
          await opened.index.search({
            vector: new Float32Array(DIMENSION + 1).fill(0.1),
            limit: 5,
            selection: { sourceIds: [1] },
            posts: setOf(posts, { sourceIds: [1] }),
          })
        ).hits,
      ).toEqual([]);
    });

    it('tells what is near from what is near by chance', async () => {
      const vectors = clustered(3000);
      await put(vectors.map((vector, i) => ({ postId: i + 1, vector })));
      const ask = (vector: number[]) =>
        opened.index.search({ vector: unit(vector), limit: 100, selection: { sourceIds: [1] }, posts: setOf(posts, { sourceIds: [1] }) });
      const near = await ask(vectors[7]!);
      expect(near.hits.filter((hit) => hit.similarity > near.floor).length).toBeGreaterThan(2);
      const far = await Promise.all(clustered(400).map((_, i) => ask(noise(i))));
      expect(far.filter(({ hits, floor }) => hits[0]!.similarity > floor).length).toBeLessThan(40);
    });

    it('finds nearly all of the nearest among many', async () => {
      const vectors = clustered(3000);
      await put(vectors.map((vector, i) => ({ postId: i + 1, vector })));
      let found = 0;
      for (const query of vectors.slice(0, 20)) {
        const expected = new Set(nearestExactly(vectors, query));
        for (const id of await nearest(query)) if (expected.has(id)) found++;
      }
      expect(found).toBeGreaterThanOrEqual(196);
    });
  });
}

/** Like the vectors of texts: a common direction, a hundred subjects, noise. */
function clustered(count: number): number[][] {
  let state = 5;
  const random = (): number => (state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) | 0) / 2 ** 31;
  const direction = (): number[] => Array.from({ length: DIMENSION }, random);
  const base = direction();
  const subjects = Array.from({ length: 100 }, direction);
  return Array.from({ length: count }, (_, i) => direction().map((noise, d) => base[d]! + subjects[i % subjects.length]![d]! + noise * 0.8));
}

/** A direction that has nothing to do with the others. */
function noise(seed: number): number[] {
  let state = seed * 7919 + 3;
  return Array.from({ length: DIMENSION }, () => (state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) | 0) / 2 ** 31);
}

/** Post ids, which are one more than the places in `vectors`. */
function nearestExactly(vectors: readonly number[][], query: number[]): number[] {
  const to = unit(query);
  const all = vectors.map((vector, i) => ({ id: i + 1, similarity: dot(unit(vector), to) }));
  return all
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 10)
    .map((entry) => entry.id);
}

function setOf(posts: PostTable, selection: Selection): PostSet {
  const flags = posts.select(selection);
  return { flags, has: (postId) => flags[posts.ordinalOf(postId)] === 1 };
}

/** Padded with zeros, at unit length. */
function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from({ length: DIMENSION }, (_, d) => (values[d] ?? 0) / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, d) => sum + value * b[d]!, 0);
}
