import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEvent, tellEvent } from '../world/news/write-news.ts';
import { createRandom } from '../world/random.ts';
import { embedText } from './embed-text.ts';
import { startEmbeddings, type Embeddings } from './embeddings.ts';

let server: Embeddings;
beforeAll(async () => {
  server = await startEmbeddings({ apiKey: 'sk-quay' });
});
afterAll(() => server.stop());

const post = (body: unknown, key = 'sk-quay'): Promise<Response> =>
  fetch(`${server.url}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

interface Answer {
  data: { index: number; embedding: number[] | string }[];
  usage: { total_tokens: number };
}

describe('the embeddings emulator', () => {
  it('gives one unit vector a text, the same in both formats', async () => {
    const floats = (await (await post({ model: 'm', input: ['a tug at the quay', 'буксир у причала'] })).json()) as Answer;
    const packed = (await (await post({ model: 'm', input: ['a tug at the quay', 'буксир у причала'], encoding_format: 'base64' })).json()) as Answer;
    expect(floats.data.map((d) => d.index)).toEqual([0, 1]);
    const first = Float32Array.from(floats.data[0]?.embedding as number[]);
    expect(first).toHaveLength(384);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    const bytes = Buffer.from(packed.data[0]?.embedding as string, 'base64');
    expect(bytes.readFloatLE(40)).toBeCloseTo(first[10] ?? Number.NaN, 6);
    expect(floats.usage.total_tokens).toBeGreaterThan(0);
  });

  it('puts tellings of one event nearer than tellings of another, across languages too', () => {
    const random = createRandom('near');
    const events = Array.from({ length: 60 }, (_, i) => createEvent(random, ['harbour', 'energy', 'science', 'city', 'code'], `e${i}`));
    const vectors = (teller: string, language: 'ru' | 'en'): Float32Array[] =>
      events.map((e) => {
        const t = tellEvent(e, teller, language);
        return embedText(`${t.title}\n${t.paragraphs.join('\n')}`);
      });
    const firstHits = (questions: Float32Array[], texts: Float32Array[]): number =>
      questions.filter((q, i) => texts.every((t, j) => j === i || cosine(q, t) < cosine(q, texts[i] ?? q))).length / questions.length;
    const [one, two, english] = [vectors('one', 'ru'), vectors('two', 'ru'), vectors('three', 'en')];
    expect(firstHits(one, two)).toBeGreaterThan(0.7);
    expect(firstHits(one, english)).toBeGreaterThan(0.6);
  });

  it('refuses what the real interface refuses', async () => {
    expect((await post({ input: 'x' }, 'wrong')).status).toBe(401);
    expect((await post({ input: [] })).status).toBe(400);
    expect((await post({ input: [''] })).status).toBe(400);
    expect((await post({ input: [1, 2] })).status).toBe(400);
  });

  it('fails on demand and counts calls', async () => {
    const before = server.calls.length;
    for (const kind of ['429', '500', 'html', 'wrong-count', 'nan'] as const) server.failNext(kind);
    expect((await post({ input: 'a' })).headers.get('retry-after')).toBe('1');
    expect((await post({ input: 'a' })).status).toBe(500);
    expect(await (await post({ input: 'a' })).text()).toContain('<h1>');
    expect(((await (await post({ input: ['a', 'b'] })).json()) as Answer).data).toHaveLength(1);
    expect(((await (await post({ input: 'a' })).json()) as Answer).data[0]?.embedding).toContain(null);
    server.failNext('hang');
    await expect(
      fetch(`${server.url}/embeddings`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk-quay' },
        body: '{"input":"a"}',
        signal: AbortSignal.timeout(100),
      }),
    ).rejects.toThrow();
    expect(server.calls.slice(before).map((c) => c.status)).toEqual([429, 500, 200, 200, 200, 0]);
  });
});
