import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdMap } from './id-map.ts';
import { HAS_PHOTO, HAS_VIDEO, PostTable, type PostFacts } from './post-table.ts';

const post = (given: Partial<PostFacts> & { postId: number }): PostFacts => ({
  sourceIds: [1],
  postedAt: 100,
  language: 'en',
  has: 0,
  storyId: given.postId,
  ...given,
});

function selected(posts: PostTable, selection: Parameters<PostTable['select']>[0]): number[] {
  const flags = posts.select(selection);
  return [...flags.keys()]
    .filter((ordinal) => flags[ordinal] === 1)
    .map((ordinal) => posts.postIds[ordinal]!)
    .sort((a, b) => a - b);
}

it('selects by source, any of a post with several, by time, language and media', () => {
  const posts = new PostTable();
  posts.put(post({ postId: 1 }));
  posts.put(post({ postId: 2, sourceIds: [2, 3], has: HAS_PHOTO | HAS_VIDEO }));
  posts.put(post({ postId: 3, sourceIds: [2], postedAt: 200, language: 'ru', has: HAS_PHOTO }));
  expect(selected(posts, { sourceIds: [1, 2] })).toEqual([1, 2, 3]);
  expect(selected(posts, { sourceIds: [3] })).toEqual([2]);
  expect(selected(posts, { sourceIds: [] })).toEqual([]);
  expect(selected(posts, { sourceIds: [1, 2], after: 200 })).toEqual([3]);
  expect(selected(posts, { sourceIds: [1, 2], before: 200 })).toEqual([1, 2]);
  expect(selected(posts, { sourceIds: [1, 2], languages: ['ru', 'xx'] })).toEqual([3]);
  expect(selected(posts, { sourceIds: [1, 2], has: HAS_PHOTO })).toEqual([2, 3]);
  expect(selected(posts, { sourceIds: [1, 2], notLanguages: ['ru', 'xx'] })).toEqual([1, 2]);
  expect(selected(posts, { sourceIds: [1, 2], hasNot: HAS_VIDEO })).toEqual([1, 3]);
  expect(selected(posts, { sourceIds: [1, 2], has: HAS_PHOTO, hasNot: HAS_PHOTO })).toEqual([]);
});

it('keeps what it was told, through changes, removals and being written down', () => {
  const change = fc.oneof(
    fc.record({ put: fc.nat(20), sources: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }), story: fc.nat(4) }),
    fc.record({ remove: fc.nat(20) }),
    fc.constant('reload' as const),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      let posts = new PostTable();
      const expected = new Map<number, { sources: number[]; story: number }>();
      for (const one of changes) {
        if (one === 'reload') posts = PostTable.from(posts.data());
        else if ('put' in one) {
          posts.put(post({ postId: one.put, sourceIds: one.sources, storyId: one.story }));
          expected.set(one.put, one);
        } else {
          posts.remove(one.remove);
          expected.delete(one.remove);
        }
      }
      expect(posts.size).toBe(expected.size);
      for (const [postId, { sources, story }] of expected) {
        const ordinal = posts.ordinalOf(postId);
        expect(posts.sourcesOf(ordinal)).toEqual(sources);
        expect(posts.storyIdOf(posts.storyOf[ordinal]!)).toBe(story);
        const head = posts.headOfStory(posts.storyOf[ordinal]!);
        if (expected.get(story)?.story === story) expect(posts.postIds[head]).toBe(story);
        else expect(head).toBe(-1);
      }
      for (const source of [1, 2, 3, 4, 5])
        expect(selected(posts, { sourceIds: [source] })).toEqual(
          [...expected]
            .filter(([, one]) => one.sources.includes(source))
            .map(([id]) => id)
            .sort((a, b) => a - b),
        );
    }),
    { numRuns: 200 },
  );
});

it('uses the numbers of stories again that no post tells any more', () => {
  const posts = new PostTable();
  const put = (postId: number, storyId: number) => posts.put({ postId, sourceIds: [1], postedAt: 0, language: null, has: 0, storyId });
  for (let id = 1; id <= 5000; id++) {
    put(id, id);
    if (id > 10) posts.remove(id - 10);
    // A post that moves into the story of another leaves its own behind.
    if (id % 2 === 0) put(id, id - 1);
  }
  expect(posts.size).toBe(10);
  expect(posts.storyCount).toBeLessThan(20);
  expect(posts.storyIdOf(posts.storyOf[posts.ordinalOf(5000)]!)).toBe(4999);
});

it('maps ids of any size, and forgets them', () => {
  const id = fc.oneof(fc.nat(50), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean()), { maxLength: 3000 }), (changes) => {
      const map = new IdMap();
      const expected = new Map<number, number>();
      for (const [i, [key, keep]] of changes.entries()) {
        if (keep) {
          map.set(key, i);
          expected.set(key, i);
        } else {
          map.delete(key);
          expected.delete(key);
        }
      }
      expect(map.size).toBe(expected.size);
      for (const [key] of changes) expect(map.get(key)).toBe(expected.get(key) ?? -1);
    }),
    { numRuns: 50 },
  );
});
