import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { claimFolder, readAddress, writeAddress } from './claim-folder.ts';
import { identityOf, isPostmasterOf, writeIdentity } from './process-identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidings-claim-'));
const lock = join(folder, 'run', 'api.pid');
const children: ChildProcess[] = [];
let other: number;

beforeEach(() => {
  rmSync(join(folder, 'run'), { recursive: true, force: true });
  mkdirSync(join(folder, 'run'));
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', '--', '-D', join(folder, 'cluster')]);
  children.push(child);
  other = child.pid!;
});
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

const locks = () => readdirSync(join(folder, 'run'));

it('refuses a folder that another process holds, and leaves nothing of its own there', () => {
  writeFileSync(lock, writeIdentity(identityOf(other)));
  expect(() => claimFolder(folder, ['poller', 'api'])).toThrow(String(other));
  expect(locks()).toEqual(['api.pid']);
});

it.runIf(process.platform === 'linux')('takes over what a process held whose number now belongs to another, or that ran before the machine restarted', () => {
  for (const stale of [{ startedAt: '1' }, { bootId: 'another-run-of-the-machine' }]) {
    writeFileSync(lock, writeIdentity({ ...identityOf(other), ...stale }));
    const release = claimFolder(folder, ['api']);
    expect(locks()).toEqual(['api.pid']);
    release();
    expect(locks()).toEqual([]);
  }
});

it('takes over a lock that says nothing', () => {
  writeFileSync(lock, '');
  claimFolder(folder, ['api'])();
  expect(locks()).toEqual([]);
});

it('leaves the address of the program that serves to that program', () => {
  const served = { shown: 'http://localhost:1', listening: 'http://127.0.0.1:1' };
  const release = claimFolder(folder, ['api']);
  writeAddress(folder, served);
  claimFolder(folder, ['poller'])();
  expect(readAddress(folder)).toEqual(served);
  release();
  expect(readAddress(folder)).toBe(null);
});

it('is claimed by one of many that start at once on a stale lock', async () => {
  writeFileSync(lock, writeIdentity({ ...identityOf(other), pid: 2 ** 22 + 1 }));
  const module = new URL('./claim-folder.ts', import.meta.url).href;
  // Each holds what it claimed until all have tried.
  const script = `const { claimFolder } = await import(${JSON.stringify(module)}); process.stdin.once('data', () => { try { claimFolder(${JSON.stringify(folder)}, ['api']); console.log('claimed'); } catch (error) { console.log(error.code); } }); process.stdin.once('end', () => process.exit()); console.log('ready');`;
  const starts = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
  children.push(...starts);
  const lines = starts.map((start) => start.stdout[Symbol.asyncIterator]());
  const next = async (n: number) => String((await lines[n]!.next()).value).trim();
  for (const n of starts.keys()) expect(await next(n)).toBe('ready');
  for (const start of starts) start.stdin.write('go\n');
  const said = await Promise.all(starts.map((_, n) => next(n)));
  for (const start of starts) start.stdin.end();
  expect(said.toSorted()).toEqual(['claimed', ...Array.from({ length: 5 }, () => 'data_dir_in_use')]);
});

it.runIf(process.platform === 'linux')('knows the database of a folder by what it was started with', () => {
  expect(isPostmasterOf(other, join(folder, 'cluster'))).toBe(true);
  expect(isPostmasterOf(other, join(folder, 'another'))).toBe(false);
  expect(isPostmasterOf(process.pid, join(folder, 'cluster'))).toBe(false);
});
