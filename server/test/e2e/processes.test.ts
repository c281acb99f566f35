/** The program as real processes: roles apart on one database, one data folder for one program, signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { startWorld } from '../../../emulators/world/start-world.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, until } from '../program.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const running: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGTERM');
    await until(() => child.exitCode !== null || child.signalCode !== null);
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tidings-process-'));
  folders.push(made);
  return made;
}

function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  let text = '';
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout!.on('data', (part) => (text += String(part)));
  child.stderr!.on('data', (part) => (text += String(part)));
  running.push(child);
  return { child, output: () => text };
}

const ready = (output: () => string) => until(() => /^Ready: (.*)$/m.exec(output())?.[1]);
const signIn = async (url: string, output: () => string): Promise<string> => {
  const token = /^Sign in: \S+token=(\S+)$/m.exec(output())![1]!;
  return (await call(url, 'POST /api/auth/link', { body: { token } })).headers.get('set-cookie')!.split(';')[0]!;
};

it('works as two processes with different roles on one database', async () => {
  const database = await createTestDatabase();
  const world = await startWorld();
  const shared = {
    DATABASE_URL: database.url,
    ...readingFrom(world),
  };
  const api = start({ ...shared, DATA_DIR: folder(), ROLES: 'api' });
  const work = start({ ...shared, DATA_DIR: folder(), ROLES: 'poller,processor,worker' });
  const url = await ready(api.output);
  expect(await ready(work.output)).toBe('poller processor worker');
  const cookie = await signIn(url, api.output);
  expect((await call(url, 'POST /api/users/me/sources', { cookie, body: { address: world.addresses.feeds['harbour-times'] } })).status).toBe(201);
  world.publish('harbour-times', { title: 'Two processes agree', text: 'The pilot boat and the tug agreed on one channel for their morning calls.' });
  const found = await until(async () => {
    const { body } = await call(url, 'POST /api/search', { cookie, body: { query: 'processes agree' } });
    return body.results?.[0]?.title === 'Two processes agree' ? body.results[0] : null;
  });
  const tagged = await until(async () => {
    const { body } = await call(url, `GET /api/posts/${found.postId}`, { cookie });
    return body.tags?.length > 0 ? body.tags : null;
  });
  expect(tagged.length).toBeLessThanOrEqual(7);
  await world.stop();
});

it('keeps one data folder for one program, and says which process has it', async () => {
  const dataDir = folder();
  const first = start({ DATA_DIR: dataDir });
  const url = await ready(first.output);
  const second = start({ DATA_DIR: dataDir });
  await until(() => second.child.exitCode !== null);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toContain(`Another Tidings already runs on ${dataDir} (process ${first.child.pid})`);
  expect((await call(url, 'GET /health/live')).status).toBe(200);
});

it('is killed without warning, starts again on what is there, and prints no link to someone who is signed in', async () => {
  const dataDir = folder();
  const first = start({ DATA_DIR: dataDir });
  const cookie = await signIn(await ready(first.output), first.output);
  first.child.kill('SIGKILL');
  await until(() => first.child.signalCode !== null);
  const second = start({ DATA_DIR: dataDir });
  const url = await ready(second.output);
  expect(second.output()).not.toContain('Sign in:');
  expect((await call(url, 'GET /api/users/me', { cookie })).status).toBe(200);
  second.child.kill('SIGTERM');
  await until(() => second.child.exitCode !== null);
  expect(second.child.exitCode).toBe(0);
});

it('starts the database again when that is killed', async () => {
  const dataDir = folder();
  const program = start({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const url = await ready(program.output);
  const cookie = await signIn(url, program.output);
  const { readFileSync } = await import('node:fs');
  process.kill(Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await until(async () => (await call(url, 'GET /api/users/me', { cookie })).status === 200);
});

it('lists everything that is wrong with its configuration, and does not start', async () => {
  const program = start({ DATA_DIR: folder(), PORT: 'eighty', CLEANUP_SCHEDULE_TIME: '25:00', ROLES: 'api,cook' });
  await until(() => program.child.exitCode !== null);
  expect(program.child.exitCode).toBe(1);
  for (const name of ['PORT', 'CLEANUP_SCHEDULE_TIME', 'ROLES']) expect(program.output()).toContain(name);
});
