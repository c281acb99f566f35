import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { startProgram } from '../../test/program.ts';
import { runOpmlImport, startImport } from './import-opml.ts';
import { pollDeps } from './poll-deps.ts';
import { tasks } from './tables.ts';

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
