import { eq, sql } from '#platform/sql';
import { expect, it } from 'vitest';
import { RetryLater } from '#platform/errors';
import { createTestDatabase } from '#test/database';
import { startWorld } from '../../../emulators/world/start-world.ts';
import { makeUser } from '../../test/factories.ts';
import { call, startProgram, until } from '../../test/program.ts';
import { serveHttp } from '../../test/serve-http.ts';
import { addSource } from './follow-source.ts';
import { listFolders } from './folders.ts';
import { runOpmlImport, startImport, startOpmlImport } from './import-opml.ts';
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
    const task = await startImport(program.deps, { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null }, entries, { title: 'x' });
    await runOpmlImport(pollDeps(program.deps), task.id, new AbortController().signal);
    const [row] = await program.deps.db.select().from(tasks).where(eq(tasks.id, task.id));
    expect(row).toMatchObject({ state: 'done', done: 130, skipped: 130, failed: 0 });
    expect(row!.problems.map((problem) => problem.name)).toEqual(entries.slice(0, 100).map((entry) => entry.title));
  } finally {
    await program.stop();
  }
});

it('lets others have their turn, and goes on where it stopped', async () => {
  const program = await startProgram(await createTestDatabase(), {}, ['api']);
  try {
    const owner = { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
    const entries = Array.from({ length: 7 }, (_, n) => ({ title: `Entry ${n}`, address: 'no address', folder: null }));
    const task = await startImport(program.deps, owner, entries, { title: 'x' });
    let at = Date.now();
    const slow = { ...pollDeps(program.deps), clock: { now: () => new Date((at += 61_000)) } };
    const run = () => runOpmlImport(slow, task.id, new AbortController().signal);
    for (const done of [2, 4, 6]) {
      await expect(run()).rejects.toBeInstanceOf(RetryLater);
      expect(await readTask(program.deps.db, owner, task.id, 'en')).toMatchObject({ state: 'running', done });
    }
    await run();
    expect(await readTask(program.deps.db, owner, task.id, 'en')).toMatchObject({ state: 'done', done: 7, skipped: 7 });
  } finally {
    await program.stop();
  }
});

it('says of each problem what it was about, in the language of whoever asks', async () => {
  const program = await startProgram(await createTestDatabase(), {}, ['api']);
  try {
    const owner = { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
    const task = await startImport(program.deps, owner, [{ title: 'Inside', address: 'http://10.1.2.3/feed', folder: null }], { title: 'x' });
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
  const task = await startImport(before.deps, owner, [{ title: 'Entry', address: 'no address', folder: null }], { title: 'Feeds.opml' });
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

it('tells what was added, what was followed already and what was skipped, with the reason', async () => {
  const world = await startWorld();
  const program = await startProgram(await createTestDatabase(), { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}` }, ['api']);
  const { deps, ownerId } = program;
  const owner = { userId: ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
  try {
    const file = Buffer.from(await (await fetch(world.addresses.files['mixed']!)).arrayBuffer());
    const run = async () => {
      const task = await startOpmlImport(deps, owner, file, { title: 'mixed.opml', folder: 'The rest' });
      await runOpmlImport(pollDeps(deps), task.id, new AbortController().signal);
      return readTask(deps.db, owner, task.id, 'ru');
    };
    const done = await run();
    expect(done).toMatchObject({ state: 'done', total: 4, done: 4, added: 3, existed: 0, skipped: 4, failed: 1 });
    expect(done.problems.map((problem) => [problem.name, problem.code])).toEqual([
      ['Harbour Times again', 'opml_duplicate'],
      ['Nothing', 'opml_address_missing'],
      ['Not an address', 'address_invalid'],
      ['Gone', 'gone'],
      ['Metadata', 'address_blocked'],
    ]);
    for (const { message } of done.problems) expect(message).toMatch(/[а-я]/);
    expect((await listFolders(deps.db, owner)).map(({ name }) => name)).toContain('The rest');
    expect(await run()).toMatchObject({ added: 0, existed: 3, skipped: 4, failed: 1 });
  } finally {
    await program.stop();
    await world.stop();
  }
});

it('says of an address that it leads to a list of sources, and imports that list from its address', async () => {
  const world = await startWorld();
  const program = await startProgram(await createTestDatabase(), { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}` }, ['api']);
  try {
    const cookie = await program.signIn();
    const send = (what: string, address: string) => call(program.url, what, { cookie, body: { address } });
    const list = world.addresses.files['small']!;
    expect(await send('POST /api/users/me/sources', list)).toMatchObject({ status: 422, body: { code: 'opml_address' } });
    expect(await program.deps.db.select().from(sources)).toEqual([]);
    const { status, body } = await send('POST /api/opml/address', list.replace('http://', 'feed://'));
    expect([status, body.title]).toEqual([202, new URL(list).host + new URL(list).pathname]);
    await runOpmlImport(pollDeps(program.deps), body.id, new AbortController().signal);
    expect((await call(program.url, `GET /api/tasks/${body.id}`, { cookie })).body).toMatchObject({ state: 'done', added: body.total, skipped: 0 });
    expect((await program.deps.db.select().from(sources)).length).toBe(body.total);
    for (const [address, code] of [
      [world.addresses.files['not-opml']!, 'opml_malformed'],
      [world.addresses.odd['missing']!, 'http_not_found'],
      ['http://169.254.169.254/list.opml', 'address_blocked'],
      ['two words', 'address_invalid'],
    ] as const)
      expect(await send('POST /api/opml/address', address)).toMatchObject({ status: 422, body: { code } });
  } finally {
    await program.stop();
    await world.stop();
  }
});

it('keeps the names that a person gave, and not those that sources have of themselves', async () => {
  const site = await serveHttp((request, response) => {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<rss version="2.0"><channel><title>Feed ${request.url}</title><item><guid>1</guid><title>First</title></item></channel></rss>`);
  });
  const program = await startProgram(await createTestDatabase(), { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${site.port}` }, ['api']);
  const { deps, ownerId } = program;
  const owner = { userId: ownerId, role: 'admin', scope: 'admin', sessionId: null } as const;
  const namesOf = async () => (await listSources(sourceView(deps), owner, 'en')).map(({ title, originalTitle }) => [title, originalTitle]);
  try {
    await addSource(pollDeps(deps), await makeUser(deps.db), { address: `${site.origin}/known` });
    const names = {
      '/known': 'Ours, known',
      '/new': 'Ours, new',
      '/same': 'Feed /same',
      '/nameless': `${site.origin}/nameless`,
      '/colon': 'Ours: world',
      '/bare': site.origin.slice(7) + '/bare',
    };
    const outlines = Object.entries(names).map(([path, name]) => `<outline type="rss" text="${name}" xmlUrl="${site.origin}${path}"/>`);
    const task = await startOpmlImport(deps, owner, Buffer.from(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`), { title: 'x' });
    await runOpmlImport(pollDeps(deps), task.id, new AbortController().signal);
    expect(await namesOf()).toEqual([
      ['Feed /bare', 'Feed /bare'],
      ['Feed /nameless', 'Feed /nameless'],
      ['Feed /same', 'Feed /same'],
      ['Ours, known', 'Feed /known'],
      ['Ours, new', 'Feed /new'],
      ['Ours: world', 'Feed /colon'],
    ]);
    const own = await deps.db.execute(sql`select count(title)::int as n from follows where user_id = ${ownerId}`);
    expect(own.rows).toEqual([{ n: 3 }]);
  } finally {
    await program.stop();
    await site.close();
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
    const task = await startImport(deps, owner, entries, { title: 'x' });
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
