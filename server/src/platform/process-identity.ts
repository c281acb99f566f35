/** Which process a number in a file means: after a crash or a restart of the machine it may be another's. */
import { readFileSync, realpathSync } from 'node:fs';

/** A process as it is written down: its number, when it started, and in which run of the machine. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since the start of the machine; null where /proc does not tell. */
  startedAt: string | null;
  bootId: string | null;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startTime(pid), bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? null };
}

export function writeIdentity({ pid, startedAt, bootId }: ProcessIdentity): string {
  return [pid, startedAt ?? '', bootId ?? ''].join('\n');
}

/** Null when there is no process in the text. */
export function readIdentity(text: string): ProcessIdentity | null {
  const [pid, startedAt, bootId] = text.split('\n').map((line) => line.trim());
  const number = Number(pid);
  return Number.isInteger(number) && number > 0 ? { pid: number, startedAt: startedAt || null, bootId: bootId || null } : null;
}

/** Whether this very process still runs. Where nothing but its number is known, any process of that number counts. */
export function stillRuns(known: ProcessIdentity): boolean {
  if (!exists(known.pid)) return false;
  const now = identityOf(known.pid);
  if (known.bootId !== null && now.bootId !== null && known.bootId !== now.bootId) return false;
  return known.startedAt === null || now.startedAt === null || known.startedAt === now.startedAt;
}

/** Whether the process of this number is the postmaster of the cluster, by the `-D` that it was started with. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!exists(pid)) return false;
  const line = read(`/proc/${pid}/cmdline`);
  // Without /proc its own file is all that can be known; the end of a process empties its line before it is gone.
  if (line === null) return read('/proc/self/stat') === null;
  const words = line.split('\0');
  const at = words.indexOf('-D');
  return at >= 0 && realPath(words[at + 1] ?? '') === realPath(cluster);
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat. The name before it stands in brackets and may hold anything, spaces and brackets too. */
function startTime(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
