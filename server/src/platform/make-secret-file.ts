import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Written in full, and on the disk, before it has its name: a start that is cut off leaves no half of a secret.
 * A file that is there already stays.
 */
export function makeSecretFile(file: string, secret: string): void {
  const draft = `${file}.${process.pid}-${randomUUID()}`;
  const opened = openSync(draft, 'wx', 0o600);
  try {
    writeSync(opened, secret);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  try {
    // Unlike a new name this replaces nothing: of two that start at once, both go on with the file of the first.
    linkSync(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file system without links.
    if (code !== 'EEXIST') renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
