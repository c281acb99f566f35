import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from '#platform/egress';
import { serveHttp } from '#test/serve-http';
import { createOpenAiEmbedder, type OpenAiEmbedderDeps } from './openai-embedder.ts';

interface Asked {
  path: string;
  key: string | undefined;
  model: string;
  input: string[];
}
type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

/** Each text's vector tells its length and its first letter, so that order shows. */
const vectorOf = (text: string) => [text.length, text.codePointAt(0) ?? 0, 1];
const good = ({ input }: Asked): Reply => ({ body: { data: input.map((text, index) => ({ index, embedding: vectorOf(text) })) } });

async function model(reply: (asked: Asked, turn: number) => Reply, deps: Partial<OpenAiEmbedderDeps> = {}) {
  const asked: Asked[] = [];
  const server = await serveHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; input: string[] };
      const one = { path: request.url ?? '', key: request.headers.authorization, ...sent };
      asked.push(one);
      const { status = 200, headers = {}, body } = reply(one, asked.length);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const egress = createEgress({ trustedOrigins: [server.origin] });
  cleanUp.push(
    () => egress.close(),
    () => server.close(),
  );
  return {
    asked,
    embedder: createOpenAiEmbedder({ egress, url: `${server.origin}/v1`, model: 'maker/words-1', apiKey: 'k-1', retryWaits: [1, 1, 1], ...deps }),
    server,
  };
}

const unit = (values: number[]) => values.map((value) => value / Math.hypot(...values));
const rounded = (vectors: (Float32Array | null)[]) => vectors.map((vector) => [...(vector ?? [])].map((value) => Number(value.toFixed(4))));

describe('an embeddings server', () => {
  it('is asked with model and key, and its vectors come back in order and of unit length', async () => {
    const { asked, embedder } = await model(({ input }) => ({ body: { data: input.map((text, index) => ({ index, embedding: vectorOf(text) })).reverse() } }));
    expect([embedder.model, embedder.dimension]).toEqual(['maker/words-1', 0]);
    const vectors = await embedder.embed(['alpha', 'b'], 'passage');
    expect(asked).toEqual([{ path: '/v1/embeddings', key: 'Bearer k-1', model: 'maker/words-1', input: ['alpha', 'b'] }]);
    expect(rounded(vectors)).toEqual([vectorOf('alpha'), vectorOf('b')].map((one) => unit(one).map((value) => Number(value.toFixed(4)))));
    expect(embedder.dimension).toBe(3);
  });

  it('gets at most 64 texts at a time, fewer when they are long, and no empty ones', async () => {
    const { asked, embedder } = await model(good);
    const many = await embedder.embed(
      Array.from({ length: 130 }, (_, at) => `text ${at}`),
      'passage',
    );
    expect([many.length, ...asked.map(({ input }) => input.length)]).toEqual([130, 64, 64, 2]);
    asked.length = 0;
    await embedder.embed(['a'.repeat(60_000), 'b'.repeat(60_000), '  '], 'passage');
    expect(asked.map(({ input }) => input.length)).toEqual([1, 2]);
    expect(asked[1]?.input[1]).toBe(' ');
  });

  it('of a model that knows questions from passages is told which it is', async () => {
    const { asked, embedder } = await model(good, { model: 'intfloat/multilingual-e5-large' });
    await embedder.embed(['what'], 'query');
    await embedder.embed(['this'], 'passage');
    expect(asked.map(({ input }) => input[0])).toEqual(['query: what', 'passage: this']);
  });

  it('may answer in base64, without numbers of order, and with zeros', async () => {
    const base64 = Buffer.from(Float32Array.from([3, 4]).buffer).toString('base64');
    const { embedder } = await model(() => ({ body: { data: [{ embedding: base64 }, { embedding: [0, 0] }] } }));
    expect(rounded(await embedder.embed(['a', 'b'], 'query'))).toEqual([
      [0.6, 0.8],
      [0, 0],
    ]);
  });
});

describe('an embeddings server in trouble', () => {
  it('is asked again, after the time that it names', async () => {
    const { asked, embedder } = await model(
      (one, turn) =>
        [
          { status: 429, headers: { 'retry-after': '0' }, body: {} },
          { status: 503, body: 'busy' },
          { status: 500, body: {} },
        ][turn - 1] ?? good(one),
    );
    expect(await embedder.embed(['a'], 'passage')).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });

  it('is given up after three more tries, with its status as the reason', async () => {
    const { asked, embedder } = await model(() => ({ status: 500, body: 'secret stack trace' }));
    await expect(embedder.embed(['a'], 'passage')).rejects.toMatchObject({
      code: 'model_failed',
      details: { model: 'maker/words-1', reason: 'it answers 500' },
    });
    expect(asked).toHaveLength(4);
  });

  it('is asked for a query once more at once, and no longer: somebody waits', async () => {
    const { asked, embedder } = await model(() => ({ status: 500, body: {} }), { retryWaits: [60_000, 60_000] });
    await expect(embedder.embed(['a'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
    expect(asked).toHaveLength(2);
  });

  it('is not waited for when it asks for minutes', async () => {
    const { asked, embedder } = await model(() => ({ status: 429, headers: { 'retry-after': '600' }, body: {} }));
    await expect(embedder.embed(['a'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
    expect(asked).toHaveLength(1);
  });

  it('is not asked again with a key that it refused', async () => {
    const { asked, embedder } = await model(() => ({ status: 401, body: {} }));
    await expect(embedder.embed(['a'], 'query')).rejects.toThrow('the key is not accepted');
    expect(asked).toHaveLength(1);
  });

  it('that hangs, or is not there, is an error like any other', async () => {
    const { embedder, server } = await model(good, { timeoutMs: 100, retryWaits: [] });
    server.server.removeAllListeners('request');
    await expect(embedder.embed(['a'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
    await server.close();
    await expect(embedder.embed(['a'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
  });

  it('lets go at once when the caller stops', async () => {
    const { embedder } = await model(() => ({ status: 500, body: {} }), { retryWaits: [60_000] });
    const stop = new AbortController();
    const asked = embedder.embed(['a'], 'passage', stop.signal);
    setTimeout(() => stop.abort(), 30);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that refuses one text of many still embeds the others, and that one shortened', async () => {
    const { embedder } = await model((asked) => (asked.input.some((text) => text.length > 1500) ? { status: 400, body: {} } : good(asked)));
    const vectors = await embedder.embed(['aa', 'b'.repeat(5000), 'cc', 'dd'], 'passage');
    expect(rounded([vectors[1] ?? new Float32Array()])).toEqual(rounded([Float32Array.from(unit(vectorOf('b'.repeat(1250))))]));
    expect(vectors).toHaveLength(4);
  });

  it('that refuses a text however short gives nothing for that one, and each other is paid for once', async () => {
    const { asked, embedder } = await model((one) => (one.input.includes('bad') ? { status: 400, body: {} } : good(one)));
    const texts = ['a1', 'b2', 'c3', 'bad', 'd4', 'e5'];
    const vectors = await embedder.embed(texts, 'passage');
    expect(vectors.map((vector) => vector !== null)).toEqual([true, true, true, false, true, true]);
    const taken = asked.flatMap(({ input }) => (input.includes('bad') ? [] : input));
    expect(taken.filter((text) => text !== 'harbour').toSorted()).toEqual(['a1', 'b2', 'c3', 'd4', 'e5']);
  });

  it('that refuses everything is set up wrongly: no text is looked for', async () => {
    const { asked, embedder } = await model(() => ({ status: 400, body: {} }));
    await expect(embedder.embed(['a', 'b', 'c', 'd'], 'passage')).rejects.toMatchObject({ code: 'model_failed', details: { reason: 'it answers 400' } });
    expect(asked).toHaveLength(2);
  });
});

describe('an answer that is not what was asked for', () => {
  it.each([
    ['a page', '<html>hello</html>'],
    ['too few', { data: [{ embedding: [1, 2] }] }],
    [
      'the same number twice',
      {
        data: [
          { index: 0, embedding: [1, 2] },
          { index: 0, embedding: [1, 2] },
        ],
      },
    ],
    [
      'a number too high',
      {
        data: [
          { index: 0, embedding: [1, 2] },
          { index: 2, embedding: [1, 2] },
        ],
      },
    ],
    ['two sizes', { data: [{ embedding: [1, 2] }, { embedding: [1, 2, 3] }] }],
    ['words', { data: [{ embedding: [1, 'x'] }, { embedding: [1, 2] }] }],
    ['nothing in it', { data: [{ embedding: [] }, { embedding: [] }] }],
    ['null', { data: [{ embedding: [1, null] }, { embedding: [1, 2] }] }],
    ['more than fits', `{"data":[{"embedding":[1,1e400]},{"embedding":[1,2]}]}`],
    ['half a number', { data: [{ embedding: 'AAAA' }, { embedding: [1, 2] }] }],
    ['huge vectors', { data: [{ embedding: Array.from({ length: 20_000 }, () => 1) }, { embedding: [1] }] }],
    ['an error with 200', { error: { message: 'no' } }],
  ])('(%s) is refused and not asked for again', async (_, body) => {
    const { asked, embedder } = await model(() => ({ body }));
    await expect(embedder.embed(['a', 'b'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
    expect(asked).toHaveLength(1);
  });

  it('(another size than before) is refused', async () => {
    const { embedder } = await model((_, turn) => ({ body: { data: [{ embedding: turn === 1 ? [1, 2] : [1, 2, 3] }] } }));
    await embedder.embed(['a'], 'query');
    await expect(embedder.embed(['b'], 'query')).rejects.toThrow('3 numbers and not 2');
  });
});
