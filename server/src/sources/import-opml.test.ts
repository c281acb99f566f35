import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { startProgram } from '../../test/program.ts';
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
