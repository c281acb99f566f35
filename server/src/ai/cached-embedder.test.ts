import { describe, expect, it } from 'vitest';
import { cachedEmbedder } from './cached-embedder.ts';
import type { Embedder } from './embedder.ts';

function counting() {
  const asked: string[][] = [];
  const inner: Embedder = {
    model: 'counting',
    dimension: 4,
    embed: async (texts, kind) => {
      asked.push([...texts]);
      return texts.map((text) => Float32Array.of(text.length, kind === 'query' ? 1 : 0, 0, 0));
    },
  };
  let time = Date.parse('2026-09-01T10:00:00Z');
  return { asked, inner, clock: { now: () => new Date(time) }, pass: (ms: number) => (time += ms) };
}

describe('remembered embeddings', () => {
  it('are not asked for again for a day', async () => {
    const { asked, inner, clock, pass } = counting();
    const cached = cachedEmbedder(inner, { clock });
    await cached.embed(['one', 'two'], 'query');
    const vectors = await cached.embed(['two', 'three', 'one', 'three'], 'query');
    expect(vectors.map((vector) => vector?.[0])).toEqual([3, 5, 3, 5]);
    expect(asked).toEqual([['one', 'two'], ['three']]);
    expect([cached.hits, cached.misses, cached.model, cached.dimension]).toEqual([3, 3, 'counting', 4]);
    pass(86_400_001);
    await cached.embed(['one'], 'query');
    expect(asked).toHaveLength(3);
  });

  it('of a question and of a passage are two things', async () => {
    const { asked, inner, clock } = counting();
    const cached = cachedEmbedder(inner, { clock });
    const [query] = await cached.embed(['same'], 'query');
    const [passage] = await cached.embed(['same'], 'passage');
    expect([query?.[1], passage?.[1], asked.length]).toEqual([1, 0, 2]);
  });

  it('stay within their size, and those in use stay', async () => {
    const { asked, inner, clock } = counting();
    const cached = cachedEmbedder(inner, { clock, maxBytes: 10 * 216 });
    for (let at = 0; at < 50; at += 1) await cached.embed([`text ${at}`, 'often'], 'query');
    expect(asked.flat().filter((text) => text === 'often')).toHaveLength(1);
    asked.length = 0;
    await cached.embed(['text 1', 'text 49'], 'query');
    expect(asked).toEqual([['text 1']]);
  });

  it('do not remember a failure', async () => {
    const { inner, clock } = counting();
    let broken = true;
    const cached = cachedEmbedder({ ...inner, embed: async (...args) => (broken ? Promise.reject(new Error('down')) : inner.embed(...args)) }, { clock });
    await expect(cached.embed(['a'], 'query')).rejects.toThrow('down');
    broken = false;
    expect(await cached.embed(['a'], 'query')).toHaveLength(1);
  });
});
