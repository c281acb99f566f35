import { statfs } from 'node:fs/promises';

/** Less than this is a warning: the database stops at none. */
export const enoughSpace = 1e9;

/** Bytes that the disk of a folder has left for us. */
export async function freeSpace(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

export function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB free`;
}
