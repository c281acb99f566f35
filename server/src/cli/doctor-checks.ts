import { sql } from '#platform/sql';
import type { Deps } from '../deps.ts';
import { readAddress } from '../platform/claim-folder.ts';
import { first } from '../platform/db.ts';
import { createEgress } from '../platform/egress.ts';
import { enoughSpace, freeSpace, inGigabytes } from '../platform/free-space.ts';
import { errorLine } from '../platform/log.ts';

export interface Check {
  name: string;
  ok: boolean;
  detail: string;
  /** What to do next; absent where there is nothing to do. */
  advice?: string;
}

export function fine(name: string, detail: string, advice?: string): Check {
  return { name, ok: true, detail, ...(advice === undefined ? {} : { advice }) };
}

export function fault(name: string, detail: string, advice: string): Check {
  return { name, ok: false, detail, advice };
}

export async function checkInstance(deps: Deps): Promise<Check[]> {
  const server = await checkServer(deps);
  return [
    server.check,
    ...checkProxy(deps),
    await checkDatabase(deps),
    await checkSources(deps),
    ...(server.runs ? [await checkVisits(deps)] : []),
    await checkJobs(deps),
    await checkMeaning(deps),
    await checkDisk(deps),
  ];
}

async function checkServer({ config }: Deps): Promise<{ runs: boolean; check: Check }> {
  const served = readAddress(config.dataDir);
  if (served === null) return { runs: false, check: fine('server', 'none runs on this data folder', 'Start it with "npm start": until then nothing is read.') };
  const egress = createEgress({ trustedOrigins: [served.listening] });
  try {
    await egress.get(`${served.listening}/health/ready`, { kind: 'page' });
    return { runs: true, check: fine('server', `runs at ${served.shown}`) };
  } catch (error) {
    const advice = 'Its log says why. When it is not running any more, start it with "npm start".';
    return { runs: false, check: fault('server', `${served.listening} is not ready: ${errorLine(error)}`, advice) };
  } finally {
    await egress.close();
  }
}

/** This program speaks no https: under such an address a proxy stands before it. */
function checkProxy({ config }: Deps): Check[] {
  const { publicUrl, trustedProxies, metricsToken } = config.http;
  if (!publicUrl?.startsWith('https:') && trustedProxies.length === 0) return [];
  if (trustedProxies.length === 0)
    return [
      fine(
        'proxy',
        'TRUSTED_PROXIES is empty: all who come through the proxy share the limits of one address',
        'Name the proxy, for example TRUSTED_PROXIES=127.0.0.1, and have it send X-Forwarded-For (docs/operations.md).',
      ),
    ];
  const detail = `believed: ${trustedProxies.join(', ')}`;
  return [metricsToken === undefined ? fine('proxy', detail, 'To read /metrics, set METRICS_TOKEN.') : fine('proxy', detail)];
}

async function checkDatabase({ db, config }: Deps): Promise<Check> {
  const server = await first<{ version: string }>(db, sql`select current_setting('server_version') as version`);
  const detail = `PostgreSQL ${server?.version}${config.database.url ? '' : ', embedded'}`;
  if (Number.parseInt(server?.version ?? '0', 10) >= 15) return fine('database', detail);
  return fault('database', detail, 'Update that server to PostgreSQL 15 or newer, or leave DATABASE_URL out: then the program brings its own.');
}

async function checkSources({ db }: Deps): Promise<Check> {
  const facts = await first<{ followed: number; failing: number; long: number; posts: number }>(
    db,
    sql`select count(*)::int as followed, (count(*) filter (where failures > 0 or gone_at is not null))::int as failing,
          (count(*) filter (where failing_since < now() - interval '1 day'))::int as long, (select count(*)::int from posts) as posts
        from sources where followers > 0 and kind <> 'import'`,
  );
  const { followed, failing, long, posts } = facts!;
  const detail = `${followed} followed, ${failing} failing (${long} for more than a day), ${posts} posts`;
  const reasons = '"npx tidings source list" has the reason of each.';
  if (followed === 0) return fine('sources', detail, 'Follow something: npx tidings source add ADDRESS');
  if (failing === followed) return fault('sources', detail, `None can be read: look whether this machine reaches the internet. ${reasons}`);
  return failing === 0 ? fine('sources', detail) : fine('sources', detail, reasons);
}

async function checkVisits({ db }: Deps): Promise<Check> {
  const late = await first<{ n: number }>(
    db,
    sql`select count(*)::int as n from sources where followers > 0 and gone_at is null and kind <> 'import' and next_poll_at < now() - interval '30 minutes'`,
  );
  if (late!.n === 0) return fine('visits', 'every source is visited when it is due');
  return fault('visits', `overdue by more than half an hour: ${late!.n}`, 'Look whether a process has the role "poller" (ROLES), and what its log says.');
}

async function checkJobs({ bus }: Deps): Promise<Check> {
  const [queues, dead] = [await bus.queues(), await bus.deadLetters(1000)];
  const waiting = queues.reduce((sum, queue) => sum + queue.ready, 0);
  if (dead.length === 0) return fine('jobs', `${waiting} waiting, 0 given up`);
  const reasons = [...Map.groupBy(dead, (job) => job.queue)].map(([queue, jobs]) => {
    const { message } = (jobs[0]!.output ?? {}) as { message?: string };
    return `; ${queue}: ${jobs.length}${message ? `, for example "${message.slice(0, 200)}"` : ''}`;
  });
  const advice = 'Put right what failed, then have them tried again: npx tidings doctor --retry';
  return fault('jobs', `${waiting} waiting, ${dead.length} given up${reasons.join('')}`, advice);
}

async function checkMeaning({ embedder, config }: Deps): Promise<Check> {
  const { url, model } = config.embeddings;
  if (embedder === null && model !== undefined)
    return fault('meaning', `the model ${model} is not installed: search is by words`, `npx tidings models pull ${model}`);
  if (embedder === null)
    return fine('meaning', 'no embedding model: search is by words', 'To search by meaning: npx tidings models pull, or set EMBEDDINGS_URL (docs/search.md).');
  try {
    await embedder.embed(['harbour'], 'query', AbortSignal.timeout(30_000));
    return fine('meaning', `model ${embedder.model} answers`);
  } catch (error) {
    const remote = `Look whether the server at EMBEDDINGS_URL (${url}) runs, has the model, and takes the key; meanwhile search is by words.`;
    const local = `docs/search.md says what a local model needs; "npx tidings models pull ${embedder.model}" fetches it anew.`;
    return fault('meaning', errorLine(error), url ? remote : local);
  }
}

async function checkDisk({ config }: Deps): Promise<Check> {
  const free = await freeSpace(config.dataDir);
  if (free > enoughSpace) return fine('disk', inGigabytes(free));
  return fault('disk', inGigabytes(free), `Free some space on the disk of ${config.dataDir}: a full one stops the database.`);
}
