/** The program as people start it, as a process of its own on a data folder, and what it costs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createSecret, hashSecret } from '../server/src/accounts/tokens.ts';
import { attachToEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts';
import { freePort } from '../server/test/torture/free-port.ts';

const root = join(import.meta.dirname, '..');

export interface RunningProgram {
  url: string;
  pid: number;
  /** From the start of the process to the first page served, milliseconds. */
  servedAfterMs: number;
  db: pg.Pool;
  /** Header values of new sessions of this user. */
  signIn: (userId: number, count?: number) => Promise<string[]>;
  stop: () => Promise<void>;
}

/** Where `TIDINGS_BENCH_PROFILE` names a folder, a profile of its processor time is left there. */
export async function runProgram(dataDir: string, env: Record<string, string> = {}): Promise<RunningProgram> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const profile = process.env['TIDINGS_BENCH_PROFILE'];
  const started = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []), 'server/src/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      // As `npm start` has it.
      MALLOC_MMAP_THRESHOLD_: '131072',
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'error',
      RATE_LIMIT_PER_USER: '1000000',
      RATE_LIMIT_PER_ADDRESS: '1000000',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilServed(child, url);
  const servedAfterMs = performance.now() - started;
  const db = new pg.Pool({ connectionString: attachToEmbeddedPostgres(join(dataDir, 'postgres'))!, max: 3 });
  // A connection that ends with the database is no fault of the bench.
  db.on('error', () => {});
  return {
    url,
    pid: child.pid!,
    servedAfterMs,
    db,
    signIn: (userId, count = 1) => makeSessions(db, userId, count),
    async stop() {
      await db.end();
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function untilServed(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/`).catch(() => null);
    if (answer?.ok && (await answer.text()).includes('<html')) return;
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function makeSessions(db: pg.Pool, userId: number, count: number): Promise<string[]> {
  const secrets = Array.from({ length: count }, () => createSecret('session'));
  await db.query(`insert into sessions (user_id, token_hash, expires_at) select $1, hash, now() + interval '1 day' from unnest($2::text[]) as hash`, [
    userId,
    secrets.map(hashSecret),
  ]);
  return secrets.map((secret) => `tidings_session=${secret}`);
}

/** A user of their own with some of the sources, evenly taken. */
export async function makeReader(db: pg.Pool, name: string, sources: number): Promise<number> {
  const { rows } = await db.query<{ id: string }>('insert into users (name) values ($1) returning id', [name]);
  const userId = Number(rows[0]!.id);
  await db.query(
    'insert into follows (user_id, source_id) select $1, id from (select id, row_number() over (order by md5(id::text || $2)) as n from sources) s where n <= $3',
    [userId, name, sources],
  );
  return userId;
}

/** Processor time that the process, or those of its children that have ended, have taken, seconds; Linux only. */
export function cpuSeconds(pid: number, of: 'itself' | 'ended children' = 'itself'): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const [user, system] = of === 'itself' ? [11, 12] : [13, 14];
  return (Number(fields[user]) + Number(fields[system])) / 100;
}

/** Processor time and memory (each page counted once among those who share it, MB) of the database's processes. */
export function databaseCost(dataDir: string): { cpu: number; memory: number; processes: number } {
  const leader = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const mine = all.filter((pid) => pid === leader || parentOf(pid) === leader);
  return {
    cpu: mine.reduce((sum, pid) => sum + cpuSeconds(pid), cpuSeconds(leader, 'ended children')),
    memory: mine.reduce((sum, pid) => sum + kilobytes(pid, 'smaps_rollup', 'Pss'), 0) / 1024,
    processes: mine.length,
  };
}

/** Resident memory of the process and its child processes that are no database, MB. */
export function nodeMemory(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid)
    .map(Number);
  const own = children.filter((child) => !/postgres|unshare/.test(readFileSync(`/proc/${child}/comm`, 'utf8')));
  return [pid, ...own].reduce((sum, one) => sum + kilobytes(one, 'status', 'VmRSS'), 0) / 1024;
}

function parentOf(pid: number): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[1],
    );
  } catch {
    return 0;
  }
}

function kilobytes(pid: number, file: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? 0);
}
