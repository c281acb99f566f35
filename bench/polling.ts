/** Visits to many feeds of which few have changed; by Miniflux too where `MINIFLUX` names its binary. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { makeCorpus } from './corpus.ts';
import { startFeedServer, type FeedServer } from './feed-server.ts';
import { benchFolder } from './filled-data.ts';
import { runMiniflux } from './miniflux.ts';
import { median, type Measured, type Report } from './report.ts';
import { cpuSeconds, databaseCost, runProgram } from './run-program.ts';
import { writeFeed, writeItem } from './write-feed.ts';

const feeds = 10_000;
const changedEvery = 20;
const itemsPerFeed = 20;
/** Processor time that a visit may take, in parts of the other reader's. */
const mayTake = 1.5;
const rounds = 3;

interface Cost {
  /** What was visited, in words. */
  conditions: string;
  perSecond: number;
  /** Milliseconds of processor time a visit. */
  program: number;
  database: number;
}

interface Reader {
  pid: number;
  dataDir: string;
  /** Makes all feeds due at once. */
  begin: () => Promise<void>;
  /** Feeds not yet visited. @throws when one could not be read */
  left: () => Promise<number>;
}

export async function run(report: Report): Promise<void> {
  const server = await startFeedServer();
  try {
    publish(server.set);
    await server.count();
    const binary = process.env['MINIFLUX'];
    const ours: Cost[] = [];
    const theirs: (Cost & { name: string })[] = [];
    // In turns: the machine has slower minutes, and both should meet them.
    for (let round = 0; round < (binary ? rounds : 1); round += 1) {
      const own = await visitOurs(server);
      const other = binary ? await visitMiniflux(server, binary) : null;
      if (other && !own.conditions.startsWith(other.conditions)) throw new Error(`${other.name} had other work to do: ${other.conditions}`);
      ours.push(own);
      if (other) theirs.push(other);
    }
    tell(report, ours, theirs);
  } finally {
    await server.stop();
  }
}

function tell(report: Report, ours: readonly Cost[], theirs: readonly (Cost & { name: string })[]): void {
  const conditions = `${ours[0]!.conditions}${ours.length > 1 ? `; medians of ${ours.length} rounds in turns` : ''}`;
  const beside = (metric: string, unit: string, of: (cost: Cost) => number, target?: (reference: number) => Measured['target']) => {
    const reference = theirs.length > 0 ? { name: theirs[0]!.name, value: median(theirs.map(of)) } : undefined;
    const limit = reference && target?.(reference.value);
    report({
      bench: 'polling',
      metric,
      value: median(ours.map(of)),
      unit,
      conditions,
      ...(reference ? { reference } : {}),
      ...(limit ? { target: limit } : {}),
    });
  };
  const figure = (value: number) => Number(value.toPrecision(3));
  beside(
    'polls',
    'polls/s',
    (cost) => cost.perSecond,
    (reference) => ({ atLeast: figure(reference) }),
  );
  // The target speaks of all that a visit costs, whichever process pays.
  beside(
    'processor time a poll',
    'ms',
    (cost) => cost.program + cost.database,
    (reference) => ({ atMost: figure(mayTake * reference) }),
  );
  beside('processor time a poll, program alone', 'ms', (cost) => cost.program);
  beside('processor time a poll, database alone', 'ms', (cost) => cost.database);
}

async function visitOurs(server: FeedServer): Promise<Cost> {
  const dataDir = mkdtempSync(join(benchFolder(), 'polling-'));
  const program = await runProgram(dataDir, { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${server.port}` });
  try {
    await program.db.query(
      `insert into sources (kind, address, title, followers, next_poll_at, etag, last_good_at, language)
       select 'rss', $1 || '/' || n || '.xml', 'Feed ' || n, 1, now() + interval '1 day', case when n % $3 = 0 then '"0"' else '"1"' end, now(), 'en' from generate_series(0, $2::int - 1) as n`,
      [server.origin, feeds, changedEvery],
    );
    await program.db.query('vacuum analyze sources');
    const cost = await measure(server, {
      pid: program.pid,
      dataDir,
      begin: async () => void (await program.db.query('update sources set next_poll_at = now()')),
      left: () => countLeft(program.db, `select (count(*) filter (where last_polled_at is null))::int as left, max(error_code) as failed from sources`),
    });
    return { ...cost, conditions: `${cost.conditions}; POLL_CONCURRENCY 16` };
  } finally {
    await program.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function visitMiniflux(server: FeedServer, binary: string): Promise<Cost & { name: string }> {
  const miniflux = await runMiniflux(binary);
  const { db } = miniflux;
  try {
    await db.query(
      `insert into feeds (user_id, category_id, title, feed_url, site_url, etag_header, checked_at, next_check_at)
       select c.user_id, c.id, 'Feed ' || n, $1 || '/' || n || '.xml', $1 || '/', case when n % $3 = 0 then '"0"' else '"1"' end, now(), now() + interval '1 day'
       from generate_series(0, $2::int - 1) as n, (select id, user_id from categories limit 1) as c`,
      [server.origin, feeds, changedEvery],
    );
    // With an icon each, it does not ask the sites for one; we do not, either.
    await db.query(
      `with one as (insert into icons (hash, mime_type, content) values ('bench', 'image/png', '') returning id) insert into feed_icons (feed_id, icon_id) select f.id, one.id from feeds f, one`,
    );
    await db.query('vacuum analyze');
    const cost = await measure(server, {
      pid: miniflux.pid,
      dataDir: miniflux.dataDir,
      begin: async () => {
        await db.query(`update feeds set next_check_at = now() - interval '1 minute'`);
        await miniflux.refresh();
      },
      left: () => countLeft(db, `select (count(*) filter (where next_check_at < now()))::int as left, max(nullif(parsing_error_msg, '')) as failed from feeds`),
    });
    return { ...cost, name: `Miniflux ${miniflux.version}` };
  } finally {
    await miniflux.stop();
  }
}

async function measure(server: FeedServer, { pid, dataDir, begin, left }: Reader): Promise<Cost> {
  const cpu = [cpuSeconds(pid), databaseCost(dataDir).cpu] as const;
  const started = performance.now();
  await begin();
  await untilVisited(left);
  const seconds = (performance.now() - started) / 1000;
  const spent = [cpuSeconds(pid) - cpu[0], databaseCost(dataDir).cpu - cpu[1]] as const;
  const { full, notModified } = await server.count();
  return {
    conditions: `${feeds} feeds on this machine, ${notModified} answered "not modified", ${full} with ${itemsPerFeed} posts that nobody had`,
    perSecond: feeds / seconds,
    program: (spent[0] * 1000) / feeds,
    database: (spent[1] * 1000) / feeds,
  };
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

async function countLeft(db: pg.Pool, query: string): Promise<number> {
  const { rows } = await db.query<{ left: number; failed: string | null }>(query);
  if (rows[0]!.failed !== null) throw new Error(`a feed could not be read: ${rows[0]!.failed}`);
  return rows[0]!.left;
}

async function untilVisited(left: () => Promise<number>): Promise<void> {
  for (let n = 0; n < 2400; n += 1) {
    if ((await left()) === 0) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('the feeds were not visited in time');
}
