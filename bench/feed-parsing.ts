/** Feed reading against the parsers on npm: speed in turns on the same bodies, and correctness on the suites. */
import { readFileSync } from 'node:fs';
import { parseFeed } from '../server/src/sources/adapters/rss/parse-feed.ts';
import { checkReader, feedsDir, isNeeded } from '../server/test/suites/feeds.ts';
import { ownReader, readCases, type FeedReader } from '../server/test/suites/feeds/reader.ts';
import { feedparserReader, feedsmithReader, rssParserReader, runFeedparser, runFeedsmith, runRssParser } from './feed-readers.ts';
import { median, type Report } from './report.ts';
import { syntheticFeeds } from './synthetic-feeds.ts';

type Parse = (body: Buffer) => unknown;

const now = new Date('2024-06-01T00:00:00Z');

/** Each does what its users get from it; ours also decodes, reads dates and resolves addresses. */
const parsers: [string, Parse][] = [
  ['ours', (body) => parseFeed(body, { address: 'http://feed.example/', now })],
  ['feedsmith', runFeedsmith],
  ['rss-parser', runRssParser],
  ['feedparser', runFeedparser],
];

const rounds = 5;
/** Bytes that a round reads at least, so that short bodies are timed over many calls. */
const bytesARound = 500_000;

export async function run(report: Report): Promise<void> {
  for (const [name, body] of syntheticFeeds()) await compare(report, `${name}, 100 items`, [body], 'made for this bench');
  const data = process.env['TIDINGS_TEST_DATA'];
  if (data === undefined) return;
  const root = feedsDir(data);
  const corpus = ['feedparser', 'gofeed', 'miniflux', 'feedvalidator'].flatMap((suite) =>
    readCases(`${root}/${suite}`).map((each) => readFileSync(`${root}/${suite}/${each.file}`)),
  );
  await compare(report, 'suites', corpus, `${corpus.length} small feeds of the suites`);
  await compareCorrectness(report, root);
}

/** Speed of all in turns; the reference is the fastest of the others. */
async function compare(report: Report, name: string, bodies: readonly Buffer[], what: string): Promise<void> {
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const repeats = Math.max(1, Math.ceil(bytesARound / bytes));
  const times = new Map(parsers.map(([parser]) => [parser, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [parser, parse] of parsers) {
      const took = await time(parse, bodies, repeats);
      // The first round only warms up.
      if (round >= 0) times.get(parser)?.push(took / repeats);
    }
  }
  const seconds = new Map([...times].map(([parser, list]) => [parser, median(list) / 1000]));
  const own = seconds.get('ours') ?? Number.NaN;
  const [fastest, best] = [...seconds].filter(([parser]) => parser !== 'ours').toSorted((a, b) => a[1] - b[1])[0] ?? ['none', Number.NaN];
  const others = [...seconds].map(([parser, each]) => `${parser} ${(bytes / 1e6 / each).toFixed(1)} MB/s`).join(', ');
  const conditions = `${what}, ${(bytes / 1000).toFixed(0)} kB; median of ${rounds} in turns; reference: ${fastest}; ${others}`;
  report({ bench: 'feed-parsing', metric: `${name}: feeds`, value: bodies.length / own, unit: 'feeds/s', reference: bodies.length / best, conditions });
  report({ bench: 'feed-parsing', metric: `${name}: size`, value: bytes / 1e6 / own, unit: 'MB/s', reference: bytes / 1e6 / best, conditions });
}

/** Milliseconds. A body that a parser refuses counts with the time of the refusal. */
async function time(parse: Parse, bodies: readonly Buffer[], repeats: number): Promise<number> {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const body of bodies) {
      try {
        await parse(body);
      } catch {
        // Refused.
      }
    }
  }
  return performance.now() - start;
}

async function compareCorrectness(report: Report, root: string): Promise<void> {
  const readers: [string, FeedReader][] = [
    ['ours', ownReader],
    ['feedsmith', feedsmithReader],
    ['rss-parser', rssParserReader],
    ['feedparser', feedparserReader],
  ];
  const shares = new Map<string, number>();
  let compared = 0;
  for (const [name, read] of readers) {
    const checks = Object.values(await checkReader(root, read))
      .flat()
      .filter(isNeeded);
    shares.set(name, (100 * checks.filter((check) => check.ok).length) / checks.length);
    compared = checks.length;
  }
  const others = [...shares].filter(([name]) => name !== 'ours');
  const all = [...shares].map(([name, share]) => `${name} ${share.toFixed(1)} %`).join(', ');
  const conditions = `${compared} comparisons on the public suites; reference: the best of the others; ${all}`;
  report({
    bench: 'feed-parsing',
    metric: 'correct',
    value: shares.get('ours') ?? Number.NaN,
    unit: '%',
    reference: Math.max(...others.map(([, share]) => share)),
    conditions,
  });
}
