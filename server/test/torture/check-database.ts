/** What must hold in the database after the storm, asked of it in SQL. */
import pg from 'pg';
import { attachToEmbeddedPostgres } from '#platform/embedded-postgres';

export interface Findings {
  posts: number;
  /** (source, item) pairs that were published and are not there. */
  lost: number;
  /** Pairs that are there more than once, and posts beyond one an item. */
  doubled: number;
  /** Pairs that nobody published. */
  foreign: number;
  /** Posts without a body or without their source. */
  torn: number;
  /** Posts that are neither indexed nor left out as copies. */
  unindexed: number;
  /** Posts with an embedding missing or one too many. */
  wrongEmbeddings: number;
  /** Change numbers that two posts share. */
  sharedRevs: number;
  /** Jobs that wait or run although their time has come. */
  openJobs: number;
  deadJobs: number;
  failingSources: number;
  runningTasks: number;
}

export type Expected = ReadonlyMap<string, readonly string[]>;

/** Address of the embedded database of this data folder; null while it is down. */
export function databaseUrl(dataDir: string): string | null {
  return attachToEmbeddedPostgres(`${dataDir}/postgres`);
}

/** `expected`: the guids of every source by its address. Null when the database does not answer. */
export async function findFaults(dataDir: string, expected: Expected): Promise<Findings | null> {
  const url = databaseUrl(dataDir);
  if (url === null) return null;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    return { ...(await comparePairs(client, expected)), ...(await countFaults(client)) };
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function comparePairs(client: pg.Client, expected: Expected): Promise<Pick<Findings, 'lost' | 'doubled' | 'foreign'>> {
  const { rows } = await client.query<{ address: string; guid: string | null; n: number }>(
    `select s.address, p.external_id as guid, count(*)::int as n
     from post_sources ps join posts p on p.id = ps.post_id join sources s on s.id = ps.source_id group by 1, 2`,
  );
  const found = new Map(rows.map((row) => [`${row.address} ${row.guid}`, row.n]));
  const wanted = new Set([...expected].flatMap(([address, guids]) => guids.map((guid) => `${address} ${guid}`)));
  return {
    lost: [...wanted].filter((pair) => !found.has(pair)).length,
    doubled: rows.reduce((sum, row) => sum + row.n - 1, 0),
    foreign: [...found.keys()].filter((pair) => !wanted.has(pair)).length,
  };
}

/** One statement a fault; each must give 0 (posts apart). */
const questions: Record<Exclude<keyof Findings, 'lost' | 'doubled' | 'foreign'>, string> = {
  posts: 'select count(*) from posts',
  torn: `select count(*) from posts p where not exists (select from post_bodies b where b.post_id = p.id)
         or not exists (select from post_sources s where s.post_id = p.id and s.source_id = p.source_id)
         or not exists (select from posts f where f.id = p.story_id)`,
  unindexed: `select count(*) from posts where index_status not in ('indexed', 'skipped')`,
  wrongEmbeddings: `select count(*) from posts p left join (select post_id, count(*) as n from embeddings group by 1) e on e.post_id = p.id
                    where coalesce(e.n, 0) <> case when p.index_status = 'skipped' then 0 else 1 end`,
  sharedRevs: 'select count(*) - count(distinct rev) from posts',
  openJobs: `select count(*) from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now() + interval '60 s' and name <> 'dead-letters' and name not like '\\_\\_%'`,
  deadJobs: `select count(*) from pgboss.job where name = 'dead-letters' or (state = 'failed' and name not like '\\_\\_%')`,
  failingSources: 'select count(*) from sources where last_good_at is null or error_code is not null',
  runningTasks: `select count(*) from tasks where state = 'running'`,
};

async function countFaults(client: pg.Client): Promise<Omit<Findings, 'lost' | 'doubled' | 'foreign'>> {
  const counts: [string, number][] = [];
  for (const [name, question] of Object.entries(questions)) {
    const { rows } = await client.query<Record<string, string>>(question);
    counts.push([name, Number(Object.values(rows[0] ?? { n: '-1' })[0])]);
  }
  return Object.fromEntries(counts) as unknown as Omit<Findings, 'lost' | 'doubled' | 'foreign'>;
}

export function isClean(findings: Findings): boolean {
  return Object.entries(findings).every(([name, count]) => name === 'posts' || count === 0);
}
