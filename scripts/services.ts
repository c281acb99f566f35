/**
 * `npm run services -- COMMAND ...`: installs and starts real servers on private ports under a folder that is
 * thrown away, runs the command with their addresses in its environment, stops them, and ends as the command did.
 * Without a command they run until Ctrl-C, and the addresses are printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './services/postgres.ts';

/** A server that runs: the variables that tests find it by, and the way to end it. */
interface Service {
  env: Record<string, string>;
  stop: () => Promise<void>;
}

const services: Record<string, (folder: string) => Promise<Service>> = { postgres: startPostgres };

/** It can't be had here: told apart from a command that fails. */
const unavailable = 69;

const folder = mkdtempSync(join(tmpdir(), 'tidings-services-'));
const stack = new AsyncDisposableStack();
stack.defer(() => rmSync(folder, { recursive: true, force: true }));
const interrupted = new Promise<NodeJS.Signals>((done) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, done);
});

try {
  const env = await startAll();
  if (env !== null) process.exitCode = await runOrWait(env, process.argv.slice(2));
} finally {
  await stack.disposeAsync();
}

async function startAll(): Promise<Record<string, string> | null> {
  let env: Record<string, string> = {};
  for (const [name, start] of Object.entries(services)) {
    try {
      const service = await start(join(folder, name));
      stack.defer(service.stop);
      env = { ...env, ...service.env };
    } catch (error) {
      process.stderr.write(`${name} cannot be had here: ${(error as Error).message}\n`);
      process.exitCode = unavailable;
      return null;
    }
  }
  return env;
}

async function runOrWait(env: Record<string, string>, [command, ...args]: string[]): Promise<number> {
  if (command === undefined) {
    process.stdout.write(
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value}'\n`)
        .join(''),
    );
    await interrupted;
    return 0;
  }
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  // The servers are still there while it cleans up.
  void interrupted.then((signal) => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
