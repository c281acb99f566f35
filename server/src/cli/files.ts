/** Files that commands read and write, with their faults in words. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
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

/** Only for its owner to read. @throws AppError `file_unwritable` */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const handle = await open(file, 'w', 0o600).catch((error: unknown) => {
    throw new AppError('file_unwritable', { file, reason: reasonOf(error, 'folder_missing') }, { cause: error });
  });
  await pipeline(Readable.from(lines), handle.createWriteStream());
}

function reasonOf(error: unknown, missing: Reason): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
  if (code === 'EISDIR') return 'file_is_folder' satisfies Reason;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? ('file_not_allowed' satisfies Reason) : message;
}
