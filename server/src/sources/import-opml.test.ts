import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { startProgram, until } from '../../test/program.ts';
import { runOpmlImport, startImport } from './import-opml.ts';
import { pollDeps } from './poll-deps.ts';
import { tasks } from './tables.ts';
import { readTask } from './tasks.ts';

it('counts every problem of an import and keeps the first hundred', async () => {
  const program = await startProgram(await createTestDatabase(), {}, ['api']);
  try {
    const entries = Array.from({ length: 130 }, (_, n) => ({ title: `Entry ${n}`, address: 'no address', folder: null }));
    const task = await startImport(program.deps, { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null }, entries, 'x');
    await runOpmlImport(pollDeps(program.deps), task.id, new AbortController().signal);
    const [row] = await program.deps.db.select().from(tasks).where(eq(tasks.id, task.id));
    expect(row).toMatchObject({ state: 'done', done: 130, failed: 130 });
    expect(row!.problems.map((problem) => problem.name)).toEqual(entries.slice(0, 100).map((entry) => entry.title));
  } finally {
    await program.stop();
  }
});

it('says of each problem what it was about, in the language of whoever asks', async () => {
  const program = await startProgram(await createTestDatabase(), {}, ['api']);
  try {
    const owner = { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
    const task = await startImport(program.deps, owner, [{ title: 'Inside', address: 'http://10.1.2.3/feed', folder: null }], 'x');
    await runOpmlImport(pollDeps(program.deps), task.id, new AbortController().signal);
    const { problems } = await readTask(program.deps.db, owner, task.id, 'ru');
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(/[а-я]/);
    expect(problems[0]!.message).not.toMatch(/\{\w+\}|\s{2}/);
  } finally {
    await program.stop();
  }
});

/** What its last try leaves: the entries cannot be read, or the process that read them is gone. */
const lastTries = [
  { how: 'fails', state: sql`state = 'retry', start_after = now()` },
  { how: 'dies with its process', state: sql`state = 'active', started_on = now(), heartbeat_on = now() - interval '1 hour'` },
];

it.each(lastTries)('has failed, with the reason in both languages, when the last try $how', async ({ state }) => {
  const database = await createTestDatabase();
  const before = await startProgram(database, {}, ['api']);
  const owner = { userId: before.ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
  const task = await startImport(before.deps, owner, [{ title: 'Entry', address: 'no address', folder: null }], 'Feeds.opml');
  await before.stop();
  await database.db.update(tasks).set({ input: null, done: 3, total: 9 });
  await database.db.execute(sql`update pgboss.job set retry_count = retry_limit, ${state} where name = 'opml-import'`);
  const program = await startProgram(database, {}, ['processor']);
  try {
    const read = (language: 'en' | 'ru') => readTask(database.db, owner, task.id, language);
    await until(async () => (await read('en')).state === 'failed');
    expect(await read('en')).toMatchObject({ failed: 1, done: 3, problems: [{ name: 'Feeds.opml', message: expect.stringContaining('3 of 9') }] });
    expect((await read('ru')).problems[0]!.message).toContain('3 из 9');
  } finally {
    await program.stop();
  }
});
