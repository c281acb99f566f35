/**
 * Another reader on the same feeds: Miniflux as a process of its own, on a database of the same kind as ours.
 * Its binary is not part of this repository: `MINIFLUX=/path/to/miniflux` names one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts';
import { freePort } from '../server/test/torture/free-port.ts';
import { benchFolder } from './filled-data.ts';

/** As many visits at once as our own default. */
const workers = 16;
const account = { name: 'bench', password: 'bench-bench' };

export interface Miniflux {
  pid: number;
  version: string;
  /** Where its database lives, as `databaseCost` wants it. */
  dataDir: string;
  db: pg.Pool;
  /** Visits every feed that is due; answers at once. */
  refresh: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function runMiniflux(binary: string): Promise<Miniflux> {
  const dataDir = mkdtempSync(join(benchFolder(), 'miniflux-'));
  const postgres = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') });
  const port = await freePort();
  const child = spawn(binary, [], { env: settings(postgres.url, port), stdio: ['ignore', 'inherit', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  const db = new pg.Pool({ connectionString: postgres.url, max: 3 });
  db.on('error', () => {});
  const stop = async () => {
    await db.end();
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const version = await untilServed(child, url);
    return { pid: child.pid!, version, dataDir, db, refresh: () => refreshAll(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing holds it back: private addresses, no limit per host, no pause after errors, no schedule of its own. */
function settings(databaseUrl: string, port: number): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    LISTEN_ADDR: `127.0.0.1:${port}`,
    RUN_MIGRATIONS: '1',
    CREATE_ADMIN: '1',
    ADMIN_USERNAME: account.name,
    ADMIN_PASSWORD: account.password,
    FETCHER_ALLOW_PRIVATE_NETWORKS: '1',
    WORKER_POOL_SIZE: String(workers),
    // By its default it keeps one idle connection, and would sign in to the database again at almost every query.
    DATABASE_MIN_CONNS: String(workers + 4),
    DATABASE_MAX_CONNS: String(workers + 4),
    POLLING_FREQUENCY: '1440',
    POLLING_LIMIT_PER_HOST: '0',
    POLLING_PARSING_ERROR_LIMIT: '0',
    LOG_LEVEL: 'error',
  };
}

const authorization = `Basic ${Buffer.from(`${account.name}:${account.password}`).toString('base64')}`;

async function untilServed(child: ChildProcess, url: string): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Miniflux ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/v1/version`, { headers: { authorization } }).catch(() => null);
    if (answer?.ok) return ((await answer.json()) as { version: string }).version;
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function refreshAll(url: string): Promise<void> {
  const { ok, status } = await fetch(`${url}/v1/feeds/refresh`, { method: 'PUT', headers: { authorization } });
  if (!ok) throw new Error(`Miniflux refused to refresh: ${status}`);
}
