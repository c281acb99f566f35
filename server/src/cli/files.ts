/** Files that commands read and write, with their faults in words. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Reason } from '../contract/reasons.ts';
import { AppError } from '../platform/errors.ts';

/** @throws AppError `file_unreadable` */
export async function openForReading(file: string): Promise<AsyncIterable<Uint8Array>> {
  const about = await stat(file).catch((error: unknown) => {
    throw new AppError('file_unreadable', { file, reason: reasonOf(error, 'file_missing') }, { cause: error });
  });
  if (about.isDirectory()) throw new AppError('file_unreadable', { file, reason: 'file_is_folder' satisfies Reason });
  return createReadStream(file);
}

/**
 * Only for its owner to read. What was there stays until everything is written; a pipe or a device is written into as it is.
 * @throws AppError `file_unwritable`
 */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const about = await stat(file).catch(() => null);
  const isPlain = about === null || about.isFile();
  const target = await realpath(file).catch(() => file);
  const draft = isPlain ? `${target}.${randomBytes(6).toString('hex')}.new` : target;
  try {
    const handle = await open(draft, 'w', 0o600);
    await pipeline(Readable.from(lines), handle.createWriteStream({ flush: isPlain }));
    if (isPlain) await rename(draft, target);
  } catch (error) {
    if (isPlain) await rm(draft, { force: true });
    // The lines are read from the database meanwhile: its faults are not the file's.
    if (!['open', 'write', 'fsync', 'rename'].includes((error as NodeJS.ErrnoException).syscall ?? '')) throw error;
    throw new AppError('file_unwritable', { file, reason: reasonOf(error, 'folder_missing') }, { cause: error });
  }
}

function reasonOf(error: unknown, missing: Reason): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'no_room' satisfies Reason;
  if (code === 'EISDIR') return 'file_is_folder' satisfies Reason;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? ('file_not_allowed' satisfies Reason) : message;
}
