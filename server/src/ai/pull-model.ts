/** Downloads a model from a hub (`NAME/resolve/main/FILE`), checked, and taken up again where it stopped. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Egress } from '../platform/egress.ts';
import { AppError } from '../platform/errors.ts';
import { hubFiles, type HubFile } from './hub-files.ts';

export interface PullDeps {
  egress: Egress;
  /** Base address of the hub. */
  hub: string;
  /** Folder of all models. */
  folder: string;
  /** A line for the person who waits. */
  say(text: string): void;
  /** Waits between tries of one file, milliseconds. */
  retryWaits?: readonly number[];
}

export interface PulledFile {
  file: string;
  bytes: number;
  sha256: string;
  /** Whether the hub named a checksum, and it agrees. */
  verified: boolean;
}

const largestFile = 8 * 1024 ** 3;
const longestDownload = 12 * 3_600_000;
const passing = new Set(['timeout', 'connection_failed', 'body_undecodable', 'source_rate_limited', 'host_not_found']);

/** @throws AppError `model_failed` when the hub has no such model or a file is not what the hub says; what egress throws */
export async function pullModel(deps: PullDeps, name: string): Promise<PulledFile[]> {
  const files = await hubFiles(deps, name);
  const pulled: PulledFile[] = [];
  for (const file of files) {
    const target = join(deps.folder, name, file.path);
    const done = (await checkFile(target, file)) ?? (await pullFile(deps, { name, file, target }));
    if (!done) continue;
    deps.say(`${file.path}  ${sizeInWords(done.bytes)}  sha256 ${done.sha256}${done.verified ? '' : ' (the hub names no checksum)'}`);
    pulled.push(done);
  }
  return pulled;
}

interface Pulling {
  name: string;
  file: HubFile;
  target: string;
}

/** Null when an optional file is not there. */
async function pullFile(deps: PullDeps, pulling: Pulling): Promise<PulledFile | null> {
  const { name, file, target } = pulling;
  const { retryWaits = [1000, 2000, 4000, 8000, 16_000] } = deps;
  const part = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  for (let round = 0; ; round += 1) {
    try {
      await download(deps, pulling, part);
      break;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'http_not_found' && file.optional) return null;
      // Nothing follows what is here already, so it is not a part of this file.
      if (error.details['status'] === 416) await rm(`${part}.etag`, { force: true });
      else if (!passing.has(error.code)) throw error;
      const wait = retryWaits[round];
      if (wait === undefined) throw error;
      deps.say(`${file.path}  stopped (${error.message}) and goes on`);
      await sleep(wait);
    }
  }
  const done = await checkFile(part, file);
  await rm(`${part}.etag`, { force: true });
  if (!done) {
    await rm(part, { force: true });
    throw new AppError('model_failed', { model: name, reason: `${file.path} is not what the hub says it is` });
  }
  await rename(part, target);
  return done;
}

/** One try, from where the last one stopped when the file is still the same. */
async function download(deps: PullDeps, { name, file }: Pulling, part: string): Promise<void> {
  const known = await readFile(`${part}.etag`, 'utf8').catch(() => null);
  const from = known ? await sizeOf(part) : 0;
  if (from > 0 && from === file.size) return;
  const answer = await deps.egress.open(`${deps.hub}/${name}/resolve/main/${file.path}`, {
    from,
    ifRange: known,
    maxBytes: largestFile,
    timeoutMs: longestDownload,
  });
  const resumed = answer.status === 206;
  const total = answer.size === null ? file.size : answer.size + (resumed ? from : 0);
  const progress = tellProgress(deps, file.path, total);
  const handle = await open(part, resumed ? 'a' : 'w');
  try {
    // Without an etag nobody can tell whether the rest belongs to the same file: then it starts over.
    if (answer.etag) await writeFile(`${part}.etag`, answer.etag);
    else await rm(`${part}.etag`, { force: true });
    let size = resumed ? from : 0;
    for await (const chunk of answer.chunks) {
      await handle.writeFile(chunk);
      size += chunk.byteLength;
      progress(size);
    }
  } finally {
    answer.close();
    await handle.close();
  }
}

/** A line at every tenth of a large file. */
function tellProgress(deps: PullDeps, file: string, total: number | null): (size: number) => void {
  let told = 0;
  return (size) => {
    if (!total || total < 5_000_000) return;
    const tenth = Math.floor((size / total) * 10);
    if (tenth > told && tenth < 10) deps.say(`${file}  ${tenth * 10} % of ${sizeInWords(total)}`);
    told = Math.max(told, tenth);
  };
}

/** The file's facts when it is there and is what the hub says; else null. */
async function checkFile(path: string, file: HubFile): Promise<PulledFile | null> {
  const bytes = await sizeOf(path);
  if (bytes < 0 || (file.size !== null && bytes !== file.size)) return null;
  const sha256 = createHash('sha256');
  // Small files are known by git's name for them: the hash of a header and the content.
  const git = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    git.update(chunk);
  }
  const sums = { sha256: sha256.digest('hex'), git: git.digest('hex') };
  const expected = file.checksum;
  if (expected && sums[expected.kind] !== expected.value) return null;
  return { file: file.path, bytes, sha256: sums.sha256, verified: expected !== null };
}

/** -1 when there is none. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (about) => about.size,
    () => -1,
  );
}

export function sizeInWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB` : `${Math.ceil(bytes / 1000)} KB`;
}
