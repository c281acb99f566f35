import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuery } from './answer-query.ts';
import type { EngineAnswer, EngineQuery } from './protocol.ts';
import { SearchState } from './search-state.ts';

const COUNT = 900;
const NOW = 1_000_000_000;
const state = new SearchState();

/** Somewhere between the query and a right angle to it, every post at another. */
function vectorOf(post: number): Float32Array {
  const angle = (Math.imul(post, 7919) % COUNT) / COUNT;
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0);
}

beforeAll(async () => {
  for (let id = 1; id <= COUNT; id++) {
    const text = id % 3 === 0 ? `The ferry ${'sails '.repeat(id % 7)}${'and a gull cries '.repeat(id % 11)}` : 'A boat in the fog';
    await state.putPost({ postId: id, sourceIds: [1], postedAt: NOW - id * 3600, language: null, has: 0, storyId: id, title: '', text, tags: [] });
    await state.putVector(id, vectorOf(id));
  }
  for (let id = 5001; id < 20_000; id++)
    await state.putPost({ postId: id, sourceIds: [2], postedAt: NOW, language: null, has: 0, storyId: id, title: '', text: 'of others', tags: [] });
  for (let id = 5001; id < 7000; id++) await state.putVector(id, Float32Array.of(-0.5 + (id % 7) / 70, -0.5, Math.SQRT1_2));
});

function ask(given: Partial<EngineQuery>): Promise<EngineAnswer> {
  const query: EngineQuery = {
    text: 'ferry',
    phrases: [],
    notWords: [],
    notPhrases: [],
    tags: [],
    notTags: [],
    selection: { sourceIds: [1, 2] },
    mode: 'hybrid',
    vector: Float32Array.of(1, 0, 0),
    sort: 'relevance',
    offset: 0,
    limit: 20,
    now: NOW,
    ...given,
  };
  return answerQuery(state, query);
}

async function pages(given: Partial<EngineQuery>, limit: number, end: number): Promise<number[]> {
  const ids: number[] = [];
  for (let offset = 0; offset < end; offset += limit) ids.push(...(await ask({ ...given, offset, limit })).hits.map((hit) => hit.postId));
  return ids;
}

describe('pages', () => {
  for (const mode of ['lexical', 'vector', 'hybrid'] as const) {
    it(`are cuts of one order, of whatever size, in mode ${mode}`, async () => {
      const ids = await pages({ mode }, 20, 600);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThanOrEqual(mode === 'lexical' ? 300 : 500);
      expect(await pages({ mode }, 100, 600)).toEqual(ids);
      expect(await pages({ mode }, 7, 210)).toEqual(ids.slice(0, 210));
    });

    it(`do not repeat the newest, in mode ${mode}`, async () => {
      const ids = await pages({ mode, sort: 'newest' }, 20, 200);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      expect(ids.length).toBe(Math.min(200, (await ask({ mode, sort: 'newest' })).total));
      expect(await pages({ mode, sort: 'newest' }, 50, 200)).toEqual(ids);
    });
  }
});

it('looks for the words of a long phrase that no post holds, also of one without spaces', async () => {
  await state.putPost({ postId: 9_001, sourceIds: [3], postedAt: NOW, language: null, has: 0, storyId: 9_001, title: '', text: '東京港の新しい船', tags: [] });
  const answer = await ask({ text: '', phrases: ['新しい東京港の船'], mode: 'lexical', vector: null, selection: { sourceIds: [3] } });
  expect(answer).toMatchObject({ relaxed: true, hits: [{ postId: 9_001 }] });
});
