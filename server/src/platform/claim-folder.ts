/** One Tidings on one data folder: a lock file for each role, held by process id. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';
import { identityOf, readIdentity, stillRuns, writeIdentity } from './process-identity.ts';

/**
 * Claims the folder for these roles; answers with the release. A lock of a process that is gone is
 * taken over.
 * @throws AppError `data_dir_in_use`
 */
export function claimFolder(dataDir: string, roles: readonly string[]): () => void {
  const folder = join(dataDir, 'run');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const claimed: string[] = [];
  const release = () => claimed.forEach((file) => rmSync(file, { force: true }));
  try {
    for (const role of roles) claimed.push(claim(join(folder, `${role}.pid`), dataDir));
  } catch (error) {
    release();
    throw error;
  }
  // Only this role writes it.
  if (roles.includes('api')) claimed.push(addressFile(dataDir));
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

export interface ServedAt {
  /** For people. */
  shown: string;
  /** For programs on this machine. */
  listening: string;
}

/** For commands beside us that have not been told the port. */
export function writeAddress(dataDir: string, { shown, listening }: ServedAt): void {
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  writeFileSync(addressFile(dataDir), `${shown}\n${listening}\n`, { mode: 0o600 });
}

/** How the program that serves this folder is reached, or null. After a crash it may be one that is gone. */
export function readAddress(dataDir: string): ServedAt | null {
  const file = addressFile(dataDir);
  if (!existsSync(file)) return null;
  const [shown = '', listening = ''] = readFileSync(file, 'utf8').split('\n');
  return { shown, listening };
}

function addressFile(dataDir: string): string {
  return join(dataDir, 'run', 'address');
}

/**
 * A stale lock may be removed by one process only, the one that claims the right to remove this very
 * lock: of two that find it at once, the second would otherwise remove what the first has just made.
 */
function claim(file: string, dataDir: string): string {
  for (;;) {
    if (create(file)) return file;
    const text = textOf(file);
    const holder = text === null ? null : readIdentity(text);
    if (holder !== null && holder.pid !== process.pid && stillRuns(holder)) throw new AppError('data_dir_in_use', { dir: dataDir, pid: holder.pid });
    if (text !== null) removeStale(file, text, dataDir);
  }
}

function removeStale(file: string, text: string, dataDir: string): void {
  const right = claim(`${file}.after-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`, dataDir);
  try {
    if (textOf(file) === text) rmSync(file, { force: true });
  } finally {
    rmSync(right, { force: true });
  }
}

/** Written in full before it has its name: nobody ever reads half of it. */
function create(file: string): boolean {
  const draft = `${file}.${process.pid}-${randomUUID()}`;
  writeFileSync(draft, writeIdentity(identityOf(process.pid)), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return createPlainly(file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Where files cannot have two names. */
function createPlainly(file: string): boolean {
  try {
    writeFileSync(file, writeIdentity(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when it has just gone. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
