/** One Tidings on one data folder: a lock file for each role, held by process id. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './embedded-postgres.ts';
import { AppError } from './errors.ts';

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
  claimed.push(addressFile(dataDir));
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

/** Where the program that serves this folder writes how it is reached. */
export function addressFile(dataDir: string): string {
  return join(dataDir, 'run', 'address');
}

function claim(file: string, dataDir: string): string {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && Number.isInteger(pid) && pid > 0 && isAlive(pid)) throw new AppError('data_dir_in_use', { dir: dataDir, pid });
      rmSync(file, { force: true });
    }
  }
}
