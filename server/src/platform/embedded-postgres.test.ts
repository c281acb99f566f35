import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { keepPostmaster } from './keep-postmaster.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pg-'));
  folders.push(folder);
  return folder;
}

it.runIf(process.platform === 'linux')(
  'keeps no log of the server open',
  async () => {
    const folder = join(makeFolder(), 'postgres');
    const server = await startEmbeddedPostgres({ folder, durable: false });
    expect(openFiles().filter((name) => name.startsWith(folder))).toEqual([]);
    await server.stop();
  },
  30_000,
);

it('says of a server that cannot even be spawned that it did not start', async () => {
  const folder = makeFolder();
  const started = keepPostmaster({ cluster: folder, url: `postgresql://a@127.0.0.1:1/a`, spawn: () => spawn(join(folder, 'missing')), onRestart: undefined });
  await expect(started).rejects.toThrow('ENOENT');
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
