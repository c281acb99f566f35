/** The server of a cluster as its own file tells of it: whether it runs, where it listens, how it is stopped. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from './embedded-postgres-address.ts';
import { isPostmasterOf } from './process-identity.ts';

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

/** As it is written there: in another container it means another process. 0 when there is none. */
export function postmasterNumber(cluster: string): number {
  const pid = Number(readPostmasterFile(cluster)?.[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : 0;
}

/** Null when it does not run. */
export function postmasterPid(cluster: string): number | null {
  const pid = postmasterNumber(cluster);
  return pid > 0 && isPostmasterOf(pid, cluster) ? pid : null;
}

export function runningAddress(cluster: string): Address | null {
  const lines = readPostmasterFile(cluster);
  if (lines === null || postmasterPid(cluster) === null) return null;
  const host = lines[4] || lines[5];
  return host && Number(lines[3]) ? { host, port: Number(lines[3]) } : null;
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is written. */
export function interrupt(pid: number | null): void {
  if (pid !== null) process.kill(pid, 'SIGINT');
}

export async function stopPostmaster(cluster: string): Promise<void> {
  const pid = postmasterPid(cluster);
  if (pid === null) return;
  interrupt(pid);
  const deadline = Date.now() + 15_000;
  while (isPostmasterOf(pid, cluster) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  if (isPostmasterOf(pid, cluster)) process.kill(pid, 'SIGQUIT');
}
