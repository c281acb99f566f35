/** Search in memory at a given number of posts: indexing, words, vectors, both, snapshot; and through the database. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSnapshot, saveSnapshot } from '../server/src/search/engine/snapshot.ts';
import { benchDatabase } from './search-database.ts';
import { median, percentile, type BenchOptions, type Figure, type Report } from './report.ts';
import { ask, fillIndex, queryClasses, toAsk, type Ask, type Sample } from './search-sample.ts';
import { timeEach } from './search-times.ts';

const DIMENSION = 384;
const SOURCES = 2000;
const QUERIES = 48;

/** One figure of this bench; the rest of it is always the same. */
type Tell = (figure: Pick<Figure, 'metric' | 'value' | 'unit' | 'target' | 'reference'>) => void;

export async function run(report: Report, { posts = 100_000 }: BenchOptions = {}): Promise<void> {
  const conditions = `${posts} posts of ${SOURCES} sources, ${DIMENSION} dimensions, a person with 200 sources`;
  const tell: Tell = (figure) => report({ bench: 'search', conditions, ...figure });
  await benchIndex(tell, posts);
  await benchDatabase(tell, posts);
}

/** The index and the vectors to compare with are let go at its end: a heap of that size would slow what is timed after it. */
async function benchIndex(tell: Tell, posts: number): Promise<void> {
  const isUsual = posts <= 100_000;
  const before = memory();
  const sample = await fillIndex(posts, DIMENSION, SOURCES);
  tell({ metric: 'indexing, without a database', value: posts / sample.indexingSeconds, unit: 'posts/s', ...(isUsual ? { target: { atLeast: 3000 } } : {}) });
  const own = (memory() - before) / 2 ** 20 - sample.exact.byteLength / 2 ** 20;
  tell({ metric: 'memory of the index', value: own, unit: 'MB', target: { atMost: 200 * Math.max(1, posts / 100_000) } });
  await benchWords(sample, tell, isUsual);
  await benchVectors(sample, tell, isUsual);
  await benchBoth(sample, tell);
  await benchSnapshot(sample, tell);
}

/** Bytes of arrays and objects that are in use. */
function memory(): number {
  // The arrays that the first collection frees are counted until the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function benchWords(sample: Sample, tell: Tell, isUsual: boolean): Promise<void> {
  const all: number[] = [];
  for (const [name, queries] of queryClasses(sample, QUERIES)) {
    const asks = queries.map((text, i): Ask => ({ ...toAsk(text), selection: { sourceIds: sample.people[i % sample.people.length]! } }));
    const times = await timeEach(asks, (given) => ask(sample, given));
    const isHard = name.includes('very') || name.includes('common');
    tell({ metric: `words, ${name}, p50`, value: median(times), unit: 'ms' });
    tell({ metric: `words, ${name}, p95`, value: percentile(times, 0.95), unit: 'ms', ...(isUsual ? { target: { atMost: isHard ? 30 : 15 } } : {}) });
    all.push(...times);
  }
  tell({ metric: 'words, all classes, p95', value: percentile(all, 0.95), unit: 'ms', ...(isUsual ? { target: { atMost: 15 } } : {}) });
}

async function benchVectors(sample: Sample, tell: Tell, isUsual: boolean): Promise<void> {
  // Comparing a million float vectors takes seconds: enough to tell how cost grows, but not sixty times.
  const vectors = Array.from({ length: isUsual ? 60 : 12 }, () => sample.corpus.query());
  const everything = sample.corpus.shareOf.map((_, source) => source + 1);
  for (const [name, people, atMost] of [
    ['own posts', sample.people, 5],
    ['all posts', [everything], 12],
  ] as const) {
    const asks = vectors.map((vector, i) => ({ vector, flags: sample.state.posts.select({ sourceIds: people[i % people.length]! }) }));
    const exact = asks.map(({ vector, flags }) => new Set(nearestExactly(sample, vector, flags)));
    const reference = await timeEach(asks, ({ vector, flags }) => nearestExactly(sample, vector, flags));
    const times = await timeEach(asks, ({ vector, flags }) => sample.state.codes!.search(vector, flags, 10));
    const scan = (share: number) => ({ name: 'every float vector compared', value: percentile(reference, share) });
    tell({ metric: `vectors, ${name}, p50`, value: median(times), unit: 'ms', reference: scan(0.5) });
    tell({ metric: `vectors, ${name}, p95`, value: percentile(times, 0.95), unit: 'ms', reference: scan(0.95), ...(isUsual ? { target: { atMost } } : {}) });
    const shares = asks.map(
      ({ vector, flags }, i) => sample.state.codes!.search(vector, flags, 10).filter((hit) => exact[i]!.has(hit.row)).length / exact[i]!.size,
    );
    tell({
      metric: `vectors, ${name}, recall of the nearest 10`,
      value: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      unit: 'share',
      target: { atLeast: 0.98 },
    });
  }
}

/** Every allowed float vector compared. */
function nearestExactly({ exact }: Sample, vector: Float32Array, flags: Uint8Array): number[] {
  const nearest: { row: number; similarity: number }[] = [];
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] !== 1) continue;
    let similarity = 0;
    for (let d = 0, at = row * DIMENSION; d < DIMENSION; d++, at++) similarity += exact[at]! * vector[d]!;
    nearest.push({ row, similarity });
  }
  return nearest
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 10)
    .map((hit) => hit.row);
}

async function benchBoth(sample: Sample, tell: Tell): Promise<void> {
  const queries = [...queryClasses(sample, 12).values()].flat();
  const asks = queries.map((text, i): Ask => ({
    ...toAsk(text),
    mode: 'hybrid',
    vector: sample.corpus.query(),
    selection: { sourceIds: sample.people[i % sample.people.length]! },
  }));
  const times = await timeEach(asks, (given) => ask(sample, given));
  tell({ metric: 'words and vectors, stories and facets, p50', value: median(times), unit: 'ms' });
  tell({ metric: 'words and vectors, stories and facets, p95', value: percentile(times, 0.95), unit: 'ms' });
}

async function benchSnapshot(sample: Sample, tell: Tell): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  try {
    const saving = performance.now();
    await saveSnapshot(folder, sample.state, 'bench', new Date());
    tell({ metric: 'snapshot, saving', value: performance.now() - saving, unit: 'ms' });
    tell({ metric: 'snapshot, size', value: statSync(join(folder, 'index.snapshot')).size / 2 ** 20, unit: 'MB' });
    const loading = performance.now();
    await loadSnapshot(folder, 'bench', new Date(0));
    tell({ metric: 'snapshot, loading', value: performance.now() - loading, unit: 'ms', target: { atMost: 1500 * Math.max(1, sample.posts / 100_000) } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
