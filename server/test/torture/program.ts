/** The real program as a child process, to be killed at will. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Program {
  pid: number;
  /** Milliseconds from the start to `Ready:`; -1 while it has not been printed. */
  readyAfterMs: () => number;
  /** Settles when it is ready; rejects when it ends before. */
  ready: Promise<void>;
  ended: () => boolean;
  /** Sends the signal and waits for the end; milliseconds that it took, and the exit code (null: by signal). */
  end: (signal: NodeJS.Signals) => Promise<{ tookMs: number; code: number | null }>;
}

export function startProgram(env: Record<string, string>, logFile: string): Program {
  const started = performance.now();
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: root,
    env: { ...env, PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let readyAfterMs = -1;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => appendFileSync(logFile, chunk));
  const ready = new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4000);
      if (readyAfterMs >= 0 || !/^Ready: /m.test(text)) return;
      readyAfterMs = performance.now() - started;
      resolve();
    });
    void exited.then(() => reject(new Error(`the program ended before it was ready, see ${logFile}`)));
  });
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    readyAfterMs: () => readyAfterMs,
    ready,
    ended: () => hasEnded(child),
    async end(signal) {
      const before = performance.now();
      if (!hasEnded(child)) child.kill(signal);
      if (!hasEnded(child)) await exited;
      return { tookMs: performance.now() - before, code: child.exitCode };
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Runs a command of the command line and gives its JSON answer. */
export async function runCommand<T>(env: Record<string, string>, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, ['server/src/cli/main.ts', ...args, '--json'], {
    cwd: root,
    env: { ...env, PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
  const [code] = (await once(child, 'exit')) as [number | null];
  const text = ((await out) ?? []).join('');
  if (code !== 0) throw new Error(`tidings ${args.join(' ')} failed: ${((await err) ?? []).join('').slice(-2000)}`);
  return JSON.parse(text) as T;
}
