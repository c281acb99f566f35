/** Keeps the server of a cluster running: one that ends while it is wanted is started again. */
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { postmasterPid } from './postmaster.ts';

interface Kept {
  cluster: string;
  /** Of a database that is always there. */
  url: string;
  spawn: () => ChildProcess;
  onRestart: ((reason: string) => void) | undefined;
}

const startLimitMs = 60_000;
const longestPauseMs = 30_000;

/** Settles when the server answers; its answer lets go of it, and leaves it running. */
export async function keepPostmaster({ cluster, url, spawn, onRestart }: Kept): Promise<() => void> {
  let child: ChildProcess | null = null;
  let notSpawned: string | null = null;
  let wanted = true;
  const adopt = postmasterPid(cluster) !== null;
  let launching = !adopt;

  const ended = () => notSpawned ?? child?.exitCode ?? child?.signalCode ?? null;
  /** When two start it at once, one of them gives way. */
  const gone = () => (postmasterPid(cluster) === null ? ended() : null);
  const isOurs = () => child !== null && ended() === null;
  const launch = () => {
    notSpawned = null;
    child = spawn();
    child.once('error', (error) => (notSpawned = error.message));
    child.once('exit', (code, signal) => {
      if (!wanted || launching) return;
      onRestart?.(`database process ended (${signal ?? code})`);
      void relaunch();
    });
  };
  const settle = () => {
    launching = false;
    if (!isOurs()) watchAdopted(cluster, () => wanted, relaunch);
  };
  const relaunch = async () => {
    launching = true;
    for (let pause = 500; wanted; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        // Another that uses it may have been quicker, and ours may take its time.
        if (postmasterPid(cluster) === null && !isOurs()) launch();
        await waitUntilReady(url, gone);
        return settle();
      } catch {
        await new Promise((done) => setTimeout(done, pause).unref());
      }
    }
  };

  try {
    if (adopt) settle();
    else launch();
    // An adopted one that was about to end is started again meanwhile.
    await waitUntilReady(url, adopt ? () => null : gone);
  } catch (error) {
    wanted = false;
    throw error;
  }
  if (!adopt) settle();
  return () => {
    wanted = false;
  };
}

/** A server that another process started is not our child: its end shows only by looking. */
function watchAdopted(cluster: string, wanted: () => boolean, relaunch: () => Promise<void>): void {
  const timer = setInterval(() => {
    if (!wanted()) return clearInterval(timer);
    if (postmasterPid(cluster) !== null) return;
    clearInterval(timer);
    void relaunch();
  }, 500);
  timer.unref();
}

/** @throws when it has ended, or does not answer within a minute */
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
      if (exited() !== null) throw new Error(`the server ended (${exited()})`, { cause: error });
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}
