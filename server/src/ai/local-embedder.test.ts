import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tinyModelFiles, writeFiles } from '#test/tiny-model';
import { createLocalEmbedder } from './local-embedder.ts';
import { isModelName, listInstalledModels, readInstalledModel } from './local-model.ts';
import { openEmbedder } from './open-embedder.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

function dataDir(models: Record<string, Record<string, string | Buffer>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'tidings-models-'));
  cleanUp.push(() => rmSync(dir, { recursive: true }));
  for (const [name, files] of Object.entries(models)) writeFiles(join(dir, 'models', name), files);
  return dir;
}

const words = { query: [0, 0, 2], passage: [0, 0, 2], river: [3, 0, 0], bank: [0, 4, 0] };
const log = { warn() {}, info() {} };
const installed = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('@huggingface/transformers'));
  } catch {
    return false;
  }
})();

describe('a model in a folder', () => {
  it('is known with its size, its numbers and its habits', () => {
    const dir = dataDir({
      'maker/words': tinyModelFiles(words),
      'maker/e5-tiny': tinyModelFiles(words),
      'maker/odd': {
        ...tinyModelFiles(words),
        '1_Pooling/config.json': '{"pooling_mode_cls_token": true}',
        'config_sentence_transformers.json': '{"prompts": {"query": "q> ", "document": "d> "}}',
      },
      'maker/half': { 'config.json': '{}' },
    });
    const models = listInstalledModels(join(dir, 'models'));
    expect(models.map(({ name, dimension, dtype, pooling, prefix }) => [name, dimension, dtype, pooling, prefix.query, prefix.passage])).toEqual([
      ['maker/e5-tiny', 3, 'q8', 'mean', 'query: ', 'passage: '],
      ['maker/odd', 3, 'q8', 'cls', 'q> ', 'd> '],
      ['maker/words', 3, 'q8', 'mean', '', ''],
    ]);
    expect(models[0]?.bytes).toBeGreaterThan(500);
  });

  it('cannot be named so that it leads elsewhere', () => {
    expect(['maker/words', 'Xenova/multilingual-e5-small'].map(isModelName)).toEqual([true, true]);
    expect(['words', '../words', 'a/../b', 'a/b/c', '/etc/passwd', 'a/..', '.a/b', 'a/b c', ''].map(isModelName)).not.toContain(true);
    expect(readInstalledModel('/', 'etc/..')).toBeNull();
  });
});

describe('the embedder of the configuration', () => {
  it('is none without a server and a model, and none with a model that is not there', async () => {
    const dir = dataDir();
    expect(await openEmbedder({ dataDir: dir, embeddings: {} }, { log })).toBeNull();
    const warned: unknown[] = [];
    expect(await openEmbedder({ dataDir: dir, embeddings: { model: 'maker/words' } }, { log: { ...log, warn: (facts) => warned.push(facts) } })).toBeNull();
    expect(warned).toHaveLength(1);
  });

  it('is the server when there is one, else the model that is named or there', async () => {
    const dir = dataDir({ 'maker/words': tinyModelFiles(words), 'maker/more': tinyModelFiles(words) });
    const named = async (embeddings: object) => (await openEmbedder({ dataDir: dir, embeddings }, { log }))?.model;
    expect(await named({ url: 'http://127.0.0.1:9/v1', model: 'served' })).toBe('served');
    expect(await named({ model: 'maker/words' })).toBe('maker/words');
    expect(await named({})).toBe('maker/more');
  });
});

describe.skipIf(installed)('without the package for local models', () => {
  it('the error says how to install it', async () => {
    const dir = dataDir({ 'maker/words': tinyModelFiles(words) });
    const embedder = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/words' });
    cleanUp.push(() => embedder.close());
    await expect(embedder.embed(['river'], 'query')).rejects.toThrow(/npm install --ignore-scripts --prefix ".*models" @huggingface\/transformers/);
  });
});

/** Stands in for the package: the first number of a vector says in which of its calls it was made. */
const countingPackage = {
  'package.json': '{"name": "@huggingface/transformers", "version": "0.0.0", "main": "index.cjs"}',
  'index.cjs': `
    let calls = 0;
    exports.env = {};
    exports.pipeline = async () => async (texts) => {
      calls += 1;
      await new Promise((done) => setTimeout(done, 5));
      return { dims: [texts.length, 3], data: texts.flatMap(() => [calls, 0, 0]) };
    };`,
};

describe.skipIf(installed)('while many passages are embedded', () => {
  async function busyEmbedder() {
    const dir = dataDir({ 'maker/words': tinyModelFiles(words) });
    writeFiles(join(dir, 'models/node_modules/@huggingface/transformers'), countingPackage);
    const embedder = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/words' });
    cleanUp.push(() => embedder.close());
    const passages = Array.from({ length: 80 }, (_, n) => `passage ${n}`);
    return { embedder, passages: [embedder.embed(passages, 'passage'), embedder.embed(passages, 'passage')] };
  }

  it('a query goes before all that wait', async () => {
    const { embedder, passages } = await busyEmbedder();
    const [vector] = await embedder.embed(['river'], 'query');
    expect(vector?.[0]).toBe(2);
    const last = (await Promise.all(passages)).map((vectors) => Math.max(...vectors.map((one) => one![0]!)));
    expect(Math.max(...last)).toBeGreaterThan(20);
  });

  it('whoever gives up is answered at once, and holds up nobody', async () => {
    const { embedder, passages } = await busyEmbedder();
    const given = new AbortController();
    const query = embedder.embed(['river'], 'query', given.signal);
    given.abort(new Error('too late'));
    await expect(query).rejects.toThrow('too late');
    expect((await embedder.embed(['bank'], 'query'))[0]?.[0]).toBe(2);
    await Promise.all(passages);
  });
});

describe.skipIf(!installed)('with the package for local models', () => {
  it('texts become vectors, in order, with the words that the model wants before them', async () => {
    const dir = dataDir({ 'maker/words': tinyModelFiles(words), 'maker/e5-tiny': tinyModelFiles(words) });
    const embedder = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/words' });
    cleanUp.push(() => embedder.close());
    const texts = ['river bank', 'river', ...Array.from({ length: 40 }, () => 'bank'), 'River river bank'];
    const vectors = await embedder.embed(texts, 'passage');
    const rounded = vectors.map((vector) => [...vector!].map((value) => Number(value.toFixed(3))));
    expect([rounded[0], rounded[1], rounded[41], rounded[42]]).toEqual([
      [0.6, 0.8, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0.832, 0.555, 0],
    ]);
    expect([embedder.model, embedder.dimension]).toEqual(['maker/words', 3]);
    const e5 = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/e5-tiny' });
    cleanUp.push(() => e5.close());
    const [vector] = await e5.embed(['river'], 'query');
    expect(vector?.[2]).toBeGreaterThan(0.3);
  });

  it('many questions at once are answered one after the other', async () => {
    const dir = dataDir({ 'maker/words': tinyModelFiles(words) });
    const embedder = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/words' });
    cleanUp.push(() => embedder.close());
    const all = await Promise.all(Array.from({ length: 10 }, (_, at) => embedder.embed([at % 2 === 0 ? 'river' : 'bank'], 'query')));
    expect(all.map(([vector]) => vector?.[0])).toEqual(all.map((_, at) => (at % 2 === 0 ? 1 : 0)));
  });

  it('a damaged model is an error, and the thread serves again after it', async () => {
    const dir = dataDir({ 'maker/broken': { ...tinyModelFiles(words), 'onnx/model_quantized.onnx': 'not a model' } });
    const embedder = createLocalEmbedder({ folder: join(dir, 'models'), model: 'maker/broken' });
    cleanUp.push(() => embedder.close());
    await expect(embedder.embed(['river'], 'query')).rejects.toMatchObject({ code: 'model_failed' });
    writeFiles(join(dir, 'models/maker/broken'), tinyModelFiles(words));
    expect(await embedder.embed(['river'], 'query')).toHaveLength(1);
  });
});
