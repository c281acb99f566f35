/** Converted pictures on disk, with a limit of size: what has not been looked at for longest goes first. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';

export interface ImageCache {
  /** @param name hexadecimal, from a hash */
  read(name: string): Promise<Uint8Array | null>;
  /** A full disk is no error: the picture is then made again the next time. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

export interface ImageCacheOptions {
  dir: string;
  maxBytes: number;
  clock: Clock;
}

/** Swept down to this part of the limit, so that not every write sweeps. */
const keptShare = 0.9;
/** Reading renews the time of a file at most this often, ms. */
const renewAfter = 3_600_000;

export function createImageCache({ dir, maxBytes, clock }: ImageCacheOptions): ImageCache {
  let size: number | null = null;
  let sweeping: Promise<void> | null = null;
  const fileOf = (name: string) => join(dir, name.slice(0, 2), `${name}.webp`);

  async function sweep(): Promise<void> {
    const files = await listFiles(dir);
    let total = files.reduce((sum, file) => sum + file.size, 0);
    if (total > maxBytes) {
      files.sort((a, b) => a.time - b.time);
      for (const file of files) {
        if (total <= maxBytes * keptShare) break;
        await rm(file.path, { force: true });
        total -= file.size;
      }
    }
    size = total;
  }

  return {
    async read(name) {
      const path = fileOf(name);
      try {
        const bytes = await readFile(path);
        const now = clock.now();
        if (now.getTime() - (await stat(path)).mtimeMs > renewAfter) await utimes(path, now, now);
        return bytes;
      } catch {
        return null;
      }
    },
    async write(name, bytes) {
      const path = fileOf(name);
      const temporary = join(dir, `${randomUUID()}.part`);
      try {
        await mkdir(join(dir, name.slice(0, 2)), { recursive: true });
        await writeFile(temporary, bytes);
        await rename(temporary, path);
        const now = clock.now();
        await utimes(path, now, now);
        if (size !== null) size += bytes.byteLength;
        if (size === null || size > maxBytes) sweeping ??= sweep().finally(() => (sweeping = null));
        await sweeping;
      } catch {
        await rm(temporary, { force: true }).catch(() => {});
      }
    },
  };
}

async function listFiles(dir: string): Promise<{ path: string; size: number; time: number }[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found: { path: string; size: number; time: number }[] = [];
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const about = await stat(path).catch(() => null);
    if (about) found.push({ path, size: about.size, time: about.mtimeMs });
  }
  return found;
}
