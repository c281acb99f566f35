import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { makeUser } from '../../test/factories.ts';
import { startProgram } from '../../test/program.ts';
import { serveHttp } from '../../test/serve-http.ts';
import { addSource } from './follow-source.ts';
import { runOpmlImport, startImport } from './import-opml.ts';
import { listSources } from './list-sources.ts';
import { pollDeps } from './poll-deps.ts';
import { pollSource } from './poll-source.ts';
import { sourceView } from './source-view.ts';
import { sources, tasks } from './tables.ts';
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

it('keeps the name that the list gives to a feed without one of its own', async () => {
  const item = '<item><guid>1</guid><title>First</title><description>Text.</description></item>';
  const site = await serveHttp((request, response) => {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<rss version="2.0"><channel>${request.url === '/empty' ? '<title> </title>' : ''}${item}</channel></rss>`);
  });
  const program = await startProgram(await createTestDatabase(), { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${site.port}` }, ['api']);
  const { deps, ownerId } = program;
  const owner = { userId: ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
  try {
    // Somebody follows one of them by its address already.
    await addSource(pollDeps(deps), await makeUser(deps.db), { address: `${site.origin}/known` });
    const entries = ['none', 'empty', 'known'].map((name) => ({ title: `Our ${name}`, address: `${site.origin}/${name}`, folder: null }));
    const task = await startImport(deps, owner, entries, 'x');
    await runOpmlImport(pollDeps(deps), task.id, new AbortController().signal);
    const read = async () => (await listSources(sourceView(deps), owner, 'en')).map((source) => source.title);
    expect(await read()).toEqual(['Our empty', 'Our known', 'Our none']);
    for (const source of await deps.db.select().from(sources)) await pollSource(pollDeps(deps), source);
    expect(await read()).toEqual(['Our empty', 'Our known', 'Our none']);
  } finally {
    await program.stop();
    await site.close();
  }
});
