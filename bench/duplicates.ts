/**
 * Near-duplicates among many posts: how long a look-up takes and how many light reposts it finds,
 * against a scan of all simhashes and against "at most three bits differ".
 */
import { fingerprint, hammingDistance, type Fingerprint } from '../server/src/posts/fingerprint.ts';
import { createDuplicateIndex, type DuplicateIndex } from '../server/src/posts/near-duplicates.ts';
import { planRepost, repost, seeded } from '../server/test/suites/dedup-reposts.ts';
import { makeCorpus } from './corpus.ts';
import { median, percentile, type BenchOptions, type Report } from './report.ts';

const now = new Date('2026-03-01T12:00:00Z');
const sampled = 3000;
const stranger = 1_000_000;

interface Filled {
  index: DuplicateIndex;
  simhashes: BigInt64Array;
  /** Every so manieth text, with its number. */
  samples: { number: number; text: string }[];
  fingerprintUs: number[];
}

export function run(report: Report, { posts = 300_000 }: BenchOptions = {}): void {
  const filled = fill(posts);
  const conditions = `${posts} posts of 30 to 450 words in the window, texts from a seed`;
  report({ bench: 'duplicates', metric: 'fingerprint of a post, median', value: median(filled.fingerprintUs), unit: 'us', conditions });
  report({
    bench: 'duplicates',
    metric: 'memory of the index',
    value: filled.index.bytes / 2 ** 20,
    unit: 'MiB',
    conditions: `${conditions}, with what confirms a copy`,
  });
  reportStrangers(report, filled, posts);
  reportReposts(report, filled, posts);
}

function fill(posts: number): Filled {
  const filled: Filled = { index: createDuplicateIndex(), simhashes: new BigInt64Array(posts), samples: [], fingerprintUs: [] };
  const every = Math.max(1, Math.floor(posts / sampled));
  let number = 0;
  for (const { title, text, source } of makeCorpus({ posts }).posts()) {
    const started = performance.now();
    const print = fingerprint(title, text);
    if (number % every === 0) {
      filled.fingerprintUs.push((performance.now() - started) * 1000);
      filled.samples.push({ number, text: `${title}\n${text}` });
    }
    filled.simhashes[number] = print.simhash ?? 0n;
    number++;
    filled.index.add({ postId: number, storyId: number, sourceId: source, postedAt: now, print });
  }
  return filled;
}

/** Posts of another seed: new to all. */
function reportStrangers(report: Report, { index, simhashes }: Filled, posts: number): void {
  const fresh = [...makeCorpus({ posts: sampled * 4, seed: 99 }).posts()].filter((post) => post.externalId === `c${post.story}`);
  const prints = fresh.map(({ title, text }) => fingerprint(title, text));
  let joined = 0;
  const times = prints.map((print) => {
    const started = performance.now();
    if (index.find({ sourceId: stranger, postedAt: now, print }) !== null) joined++;
    return (performance.now() - started) * 1000;
  });
  const scan = median(prints.slice(0, 15).map((print) => timeScan(simhashes, print)));
  const conditions = `among ${posts} posts; 15 look-ups of the reference`;
  report({
    bench: 'duplicates',
    metric: 'look-up, median',
    value: median(times),
    unit: 'us',
    reference: { name: 'all simhashes compared', value: scan },
    conditions,
  });
  report({
    bench: 'duplicates',
    metric: 'look-up, p99',
    value: percentile(times, 0.99),
    unit: 'us',
    reference: { name: 'all simhashes compared', value: scan },
    conditions,
  });
  report({
    bench: 'duplicates',
    metric: 'strangers joined',
    value: joined / prints.length,
    unit: 'of 1',
    conditions: `${prints.length} posts that repeat nothing, among ${posts}`,
  });
}

function timeScan(simhashes: BigInt64Array, print: Fingerprint): number {
  const halves = new Uint32Array(simhashes.buffer);
  const low = Number(BigInt.asUintN(32, print.simhash ?? 0n));
  const high = Number(BigInt.asUintN(32, (print.simhash ?? 0n) >> 32n));
  const started = performance.now();
  let nearest = 65;
  for (let n = 0; n < halves.length; n += 2) {
    const distance = bits(halves[n]! ^ low) + bits(halves[n + 1]! ^ high);
    if (distance < nearest) nearest = distance;
  }
  if (nearest > 64) throw new Error('nothing was compared');
  return (performance.now() - started) * 1000;
}

function bits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function reportReposts(report: Report, { index, simhashes, samples }: Filled, posts: number): void {
  const random = seeded(17);
  const vocabulary = samples.flatMap(({ text }) => text.split(/\s+/).slice(0, 5)).filter((word) => /^\p{Ll}+$/u.test(word));
  for (const [name, words] of [
    ['short posts', 25],
    ['whole posts', 1000],
  ] as const) {
    const own = createDuplicateIndex();
    let joined = 0;
    let near = 0;
    for (const { number, text } of samples) {
      const original = text.split(/\s+/).slice(0, words).join(' ');
      const whole = words === 1000;
      const first = whole ? null : fingerprint(null, original);
      if (first !== null) own.add({ postId: number + 1, storyId: number + 1, sourceId: 1, postedAt: now, print: first });
      const print = fingerprint(null, repost(original, planRepost(random), vocabulary, random));
      if ((whole ? index : own).find({ sourceId: stranger, postedAt: now, print }) !== null) joined++;
      if (print.simhash !== null && hammingDistance(print.simhash, first?.simhash ?? simhashes[number]!) <= 3) near++;
    }
    report({
      bench: 'duplicates',
      metric: `light reposts joined, ${name}`,
      value: joined / samples.length,
      unit: 'of 1',
      reference: { name: 'simhash, 3 bits at most', value: near / samples.length },
      conditions: `${samples.length} posts${name === 'short posts' ? ' of 25 words' : ` among ${posts}`}: 0-3 words replaced, emoji, links, signature, spacing, some cut`,
    });
  }
}
