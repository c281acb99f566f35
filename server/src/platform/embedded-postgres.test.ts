import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { joinUsers } from './database-users.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { keepPostmaster } from './keep-postmaster.ts';
import { identityOf, writeIdentity } from './process-identity.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pg-'));
  folders.push(folder);
  return folder;
}

it.skipIf(process.platform === 'win32')('does not touch a cluster for which a server answers that is none of this machine', async () => {
  const folder = join(makeFolder(), 'postgres');
  mkdirSync(join(folder, 'socket'), { recursive: true });
  const elsewhere = createServer().listen(join(folder, 'socket', '.s.PGSQL.5432'));
  await once(elsewhere, 'listening');
  await expect(startEmbeddedPostgres({ folder, durable: false })).rejects.toMatchObject({ code: 'data_dir_in_use' });
  elsewhere.close();
  expect(existsSync(join(folder, 'cluster'))).toBe(false);
});

it('runs for as long as anyone uses it', async () => {
  const folder = join(makeFolder(), 'postgres');
  const first = await startEmbeddedPostgres({ folder, durable: false });
  const [second, third] = await Promise.all([1, 2].map(() => startEmbeddedPostgres({ folder, durable: false })));
  const pid = first.pid();
  await first.stop();
  await second!.stop();
  expect([pid > 0, third!.pid()]).toEqual([true, pid]);
  if (process.platform === 'linux') expect(openFiles().filter((name) => name.startsWith(folder))).toEqual([]);
  await third!.stop();
  expect(third!.pid()).toBe(0);
});

it('counts nobody who was killed among its users', () => {
  const folder = makeFolder();
  const user = joinUsers(folder);
  const gone = `${writeIdentity({ ...identityOf(process.pid), pid: 2 ** 22 + 1 }).replaceAll('\n', '_')}_x`;
  writeFileSync(join(folder, 'users', gone), '');
  user.leave();
  expect(user.isLast()).toBe(true);
  expect(readdirSync(join(folder, 'users'))).toEqual([]);
});

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
