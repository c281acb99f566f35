/** Visits to many feeds of which few have changed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCorpus } from './corpus.ts';
import { startFeedServer } from './feed-server.ts';
import { benchFolder } from './filled-data.ts';
import type { Report } from './report.ts';
import { cpuSeconds, databaseCost, runProgram, type RunningProgram } from './run-program.ts';
import { writeFeed, writeItem } from './write-feed.ts';

const feeds = 10_000;
const changedEvery = 20;
const itemsPerFeed = 20;

export async function run(report: Report): Promise<void> {
  const server = await startFeedServer();
  const dataDir = mkdtempSync(join(benchFolder(), 'polling-'));
  const profile = process.env['TIDINGS_BENCH_PROFILE'];
  const program = await runProgram(
    dataDir,
    { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${server.port}` },
    profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  );
  try {
    publish(server.set);
    await program.db.query(
      `insert into sources (kind, address, title, followers, next_poll_at, etag, last_good_at, language)
       select 'rss', $1 || '/' || n || '.xml', 'Feed ' || n, 1, now() + interval '1 day', case when n % $3 = 0 then '"0"' else '"1"' end, now(), 'en' from generate_series(0, $2::int - 1) as n`,
      [server.origin, feeds, changedEvery],
    );
    await program.db.query('vacuum analyze sources');
    await server.count();
    const cpu = [cpuSeconds(program.pid), databaseCost(dataDir).cpu] as const;
    const started = performance.now();
    await program.db.query('update sources set next_poll_at = now()');
    await untilVisited(program);
    const seconds = (performance.now() - started) / 1000;
    const { full, notModified } = await server.count();
    const conditions = `${feeds} feeds on this machine, ${notModified} answered "not modified", ${full} with ${itemsPerFeed} posts that nobody had; POLL_CONCURRENCY 16; no other reader to compare with on this machine`;
    report({ bench: 'polling', metric: 'polls', value: feeds / seconds, unit: 'polls/s', conditions });
    report({
      bench: 'polling',
      metric: 'processor time a poll',
      value: ((cpuSeconds(program.pid) - cpu[0]) * 1000) / feeds,
      unit: 'ms',
      conditions: `${conditions}; the program`,
    });
    report({
      bench: 'polling',
      metric: 'processor time a poll, database',
      value: ((databaseCost(dataDir).cpu - cpu[1]) * 1000) / feeds,
      unit: 'ms',
      conditions: `${conditions}; its database`,
    });
  } finally {
    await program.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function publish(set: (path: string, body: string) => void): void {
  const posts = makeCorpus({ posts: (feeds / changedEvery) * itemsPerFeed, sources: feeds / changedEvery, seed: 31 }).posts();
  for (let feed = 0; feed < feeds; feed += 1) {
    const items =
      feed % changedEvery !== 0
        ? []
        : Array.from({ length: itemsPerFeed }, (_, n) => writeItem(posts.next().value!, feed * itemsPerFeed + n, new Date(Date.now() - n * 3_600_000)));
    set(`/${feed}.xml`, writeFeed(`Feed ${feed}`, items));
  }
}

async function untilVisited({ db }: RunningProgram): Promise<void> {
  for (let n = 0; n < 2400; n += 1) {
    const { rows } = await db.query<{ left: number; failed: string | null }>(
      'select (count(*) filter (where last_polled_at is null))::int as left, max(error_code) as failed from sources',
    );
    if (rows[0]!.failed !== null) throw new Error(`a feed could not be read: ${rows[0]!.failed}`);
    if (rows[0]!.left === 0) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('the feeds were not visited in time');
}
