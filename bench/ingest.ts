/** From due feeds to searchable posts, without AI: the poller, parsing, copies, the database, the index. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startFeedServer } from './feed-server.ts';
import { benchFolder } from './filled-data.ts';
import type { BenchOptions, Report } from './report.ts';
import { cpuSeconds, databaseCost, makeReader, runProgram, type RunningProgram } from './run-program.ts';
import { markerOf, writeFeeds } from './write-feed.ts';

const itemsPerFeed = 100;

export async function run(report: Report, { posts = 30_000 }: BenchOptions = {}): Promise<void> {
  const feeds = Math.ceil(posts / itemsPerFeed);
  const server = await startFeedServer();
  const dataDir = mkdtempSync(join(benchFolder(), 'ingest-'));
  const program = await runProgram(dataDir, { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${server.port}` });
  try {
    for (const [n, body] of writeFeeds(feeds, itemsPerFeed, 21).entries()) server.set(`/${n}.xml`, body);
    await program.db.query(
      `insert into sources (kind, address, title, next_poll_at) select 'rss', $1 || '/' || n || '.xml', 'Feed ' || n, now() + interval '1 day' from generate_series(0, $2::int - 1) as n`,
      [server.origin, feeds],
    );
    const [cookie] = await program.signIn(await makeReader(program.db, 'ingest', feeds));
    const cpu = [cpuSeconds(program.pid), databaseCost(dataDir).cpu] as const;
    const started = performance.now();
    await program.db.query(`update sources set followers = 1, next_poll_at = now()`);
    await untilSaved(program, feeds);
    const savedAfter = (performance.now() - started) / 1000;
    await untilFound(program, cookie!);
    const foundAfter = (performance.now() - started) / 1000;
    const { rows } = await program.db.query<{ posts: number; joined: number }>(
      'select count(*)::int as posts, (count(*) filter (where story_id <> id))::int as joined from posts',
    );
    const stored = rows[0]!.posts;
    const conditions = `${feeds} feeds of ${itemsPerFeed} posts (about 110 words, ${rows[0]!.joined} found to be copies), default settings, durable database; until the newest is found by a search`;
    report({ bench: 'ingest', metric: 'parse to searchable', value: stored / foundAfter, unit: 'posts/s', conditions });
    report({ bench: 'ingest', metric: 'parse to saved', value: stored / savedAfter, unit: 'posts/s', conditions });
    report({
      bench: 'ingest',
      metric: 'processor time of the program',
      value: ((cpuSeconds(program.pid) - cpu[0]) * 1000) / stored,
      unit: 'ms a post',
      conditions,
    });
    report({
      bench: 'ingest',
      metric: 'processor time of the database',
      value: ((databaseCost(dataDir).cpu - cpu[1]) * 1000) / stored,
      unit: 'ms a post',
      conditions,
    });
  } finally {
    await program.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function untilSaved({ db }: RunningProgram, feeds: number): Promise<void> {
  for (let n = 0; n < 3000; n += 1) {
    const { rows } = await db.query<{ read: number; failed: string | null }>('select count(last_good_at)::int as read, max(error_code) as failed from sources');
    if (rows[0]!.failed !== null) throw new Error(`a feed could not be read: ${rows[0]!.failed}`);
    if (rows[0]!.read === feeds) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the feeds were not read in time');
}

/** The index reads changes in their order: when the last one is found, all are. */
async function untilFound({ db, url }: RunningProgram, cookie: string): Promise<void> {
  const { rows } = await db.query<{ external_id: string }>('select external_id from posts order by rev desc limit 1');
  const query = markerOf(Number(/bench-(\d+)/.exec(rows[0]!.external_id)![1]));
  for (let n = 0; n < 3000; n += 1) {
    const answer = await fetch(`${url}/api/search`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { results } = (await answer.json()) as { results?: { externalId: string }[] };
    if (results?.some((result) => result.externalId === rows[0]!.external_id)) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('the newest post was not found in time');
}
