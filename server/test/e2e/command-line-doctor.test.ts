/** `tidings doctor`: each fault with what to do next, and an exit code that says whether there is one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeAddress } from '../../src/platform/claim-folder.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { startProgram, until } from '../program.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tidings-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function doctor(env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const own = { DATABASE_URL: database.url, DATA_DIR: folder, ...env };
  return new Promise((done) => {
    execFile(process.execPath, [main, 'doctor', ...args], { env: { ...process.env, ...own } }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

interface Found {
  name: string;
  ok: boolean;
  detail: string;
  advice?: string;
}
async function faults(env: Record<string, string> = {}): Promise<{ code: number; faults: Record<string, Found> }> {
  const { code, out } = await doctor(env, '--json');
  const { checks } = JSON.parse(out) as { checks: Found[] };
  return { code, faults: Object.fromEntries(checks.filter((entry) => !entry.ok).map((entry) => [entry.name, entry])) };
}

it('finds no fault in a fresh instance, and says what may be done next', async () => {
  const { code, out } = await doctor({});
  expect(code).toBe(0);
  expect(out).not.toContain('FAIL');
  expect(out).toMatch(/ok {4}database: PostgreSQL \d/);
  expect(out).toContain('\n      → Follow something: npx tidings source add ADDRESS\n');
});

it('says what to do when it cannot even begin', async () => {
  const config = await faults({ PORT: 'harbour' });
  expect(config).toMatchObject({ code: 1, faults: { configuration: { detail: expect.stringContaining('PORT'), advice: expect.stringContaining('.env') } } });
  const away = await faults({ DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/x' });
  expect(away).toMatchObject({
    code: 1,
    faults: { database: { detail: expect.stringContaining('ECONNREFUSED'), advice: expect.stringContaining('DATABASE_URL') } },
  });
  expect(JSON.stringify(away)).not.toContain('secret');
});

it('says what a proxy that nobody named does to the limits, and that a key is broken', async () => {
  expect((await doctor({ PUBLIC_URL: 'https://news.example' })).out).toMatch(/ok {4}proxy: TRUSTED_PROXIES is empty.*\n.*TRUSTED_PROXIES=127\.0\.0\.1/);
  expect((await doctor({ PUBLIC_URL: 'https://news.example', TRUSTED_PROXIES: '127.0.0.1' })).out).toContain('proxy: believed: 127.0.0.1');
  writeFileSync(join(folder, 'key'), '');
  const broken = await faults();
  expect(broken).toMatchObject({
    code: 1,
    faults: { key: { detail: expect.stringContaining(join(folder, 'key')), advice: expect.stringContaining('backup') } },
  });
  rmSync(join(folder, 'key'));
});

it('names every fault of an instance with its remedy', async () => {
  await database.db.execute(
    sql`insert into sources (kind, address, title, followers, failures, failing_since) values ('rss', 'https://pier.example/feed', 'Pier', 1, 9, now() - interval '2 days')`,
  );
  writeAddress(folder, { shown: 'http://127.0.0.1:1', listening: 'http://127.0.0.1:1' });
  const { code, faults: found } = await faults({ EMBEDDINGS_MODEL: 'maker/words' });
  expect(code).toBe(1);
  expect(Object.keys(found)).toEqual(['server', 'sources', 'meaning']);
  expect(found).toMatchObject({
    server: { advice: expect.stringContaining('npm start') },
    sources: { detail: expect.stringContaining('1 failing (1 for more than a day)'), advice: expect.stringContaining('npx tidings source list') },
    meaning: { advice: 'npx tidings models pull maker/words' },
  });
  expect(await faults({ EMBEDDINGS_URL: 'http://127.0.0.1:1/v1' })).toMatchObject({
    faults: { meaning: { advice: expect.stringContaining('EMBEDDINGS_URL') } },
  });
});

it('tells of sources that a running server leaves unread, and has jobs that were given up tried again', async () => {
  await database.db.execute(
    sql`insert into sources (kind, address, title, followers, next_poll_at) values ('rss', 'https://quay.example/feed', 'Quay', 1, now() - interval '2 hours')`,
  );
  const program = await startProgram(database, {}, ['api', 'worker']);
  try {
    writeAddress(folder, { shown: program.url, listening: program.url });
    await program.deps.bus.enqueue(database.db, 'enrichment', { postIds: 'harbour' });
    await database.db.execute(
      sql`update pgboss.job set retry_count = retry_limit, state = 'active', started_on = now(), heartbeat_on = now() - interval '1 hour' where name = 'enrichment'`,
    );
    await until(async () => (await program.deps.bus.deadLetters(1)).length === 1);
    const { code, faults: found } = await faults();
    expect(code).toBe(1);
    expect(found).toMatchObject({
      visits: { advice: expect.stringContaining('poller') },
      jobs: { detail: expect.stringContaining('1 given up; enrichment: 1'), advice: expect.stringContaining('npx tidings doctor --retry') },
    });
    const retried = await doctor({}, '--retry');
    expect(retried.err).toContain('Jobs that are tried again: 1.');
    expect(retried.out).toContain(', 0 given up');
  } finally {
    await program.stop();
  }
});
