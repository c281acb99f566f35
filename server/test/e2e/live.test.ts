/** The live connection as a client sees it: how it goes on, in whose words it speaks, and when it ends. */
import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { createApiToken } from '../../src/accounts/index.ts';
import type { LiveMessage } from '../../src/contract/live.ts';
import { normalise, savePosts } from '../../src/posts/index.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeFollow, makeSource, makeUser, rawPost } from '../factories.ts';
import { call, startProgram, until, type Program } from '../program.ts';

let database: TestDatabase;
let program: Program;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startProgram(database, {}, ['api']);
  cookie = await program.signIn();
});
afterAll(() => program.stop());

function open(headers: Record<string, string>, query = '') {
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live${query}`, { headers });
  onTestFinished(() => socket.terminate());
  const heard: LiveMessage[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data)) as LiveMessage));
  const closed = new Promise<number>((done) => socket.once('close', done));
  return { heard, closed, ready: () => until(() => heard.length > 0) };
}

async function makeFollowed(): Promise<number> {
  const sourceId = await makeSource(database.db);
  await makeFollow(database.db, { userId: program.ownerId, role: 'admin', scope: 'admin', sessionId: null }, sourceId);
  return sourceId;
}

it('goes on from the change that a list names', async () => {
  const source = { id: await makeFollowed(), kind: 'rss' as const, address: 'https://a.example/feed', language: null };
  const { eventId } = (await call(program.url, 'GET /api/users/me/posts?limit=1', { cookie })).body;
  const saved = await savePosts(program.deps, source, [normalise(rawPost({ postedAt: new Date() }), source, new Date())]);
  const { heard } = open({ cookie }, `?after=${eventId}`);
  await until(() => heard.some((message) => message.type === 'post.created' && message.posts.some((post) => post.id === saved.added[0])));
});

it('closes the sockets of a token that is revoked', async () => {
  const made = (await call(program.url, 'POST /api/users/me/tokens', { cookie, body: { name: 'x', scope: 'read' } })).body;
  const { ready, closed } = open({ authorization: `Bearer ${made.token}` });
  await ready();
  await call(program.url, `DELETE /api/users/me/tokens/${made.id}`, { cookie });
  expect(await closed).toBe(4401);
});

it('closes the sockets of a user who is blocked', async () => {
  const user = await makeUser(database.db);
  const { token } = await createApiToken(program.deps, user, { name: 'x', scope: 'read' });
  const { ready, closed } = open({ authorization: `Bearer ${token}` });
  await ready();
  await database.db.execute(sql`update users set blocked_at = now() where id = ${user.userId}`);
  expect(await closed).toBe(4401);
});

it('sends nobody to the sign-in page for a fault of its own', async () => {
  await database.db.execute(sql`alter table follows rename to follows_away`);
  onTestFinished(async () => void (await database.db.execute(sql`alter table follows_away rename to follows`)));
  expect(await open({ cookie }).closed).toBe(1011);
});

it('tells what is wrong with a source in the language of each page', async () => {
  const sourceId = await makeFollowed();
  await database.db.execute(sql`update sources set failures = 3, failing_since = now(), error_code = 'not_a_feed' where id = ${sourceId}`);
  const pages = [open({ cookie, 'accept-language': 'ru' }), open({ cookie, 'accept-language': 'ru' }, '?language=en')];
  await Promise.all(pages.map((page) => page.ready()));
  await program.deps.bus.broadcast(database.db, 'source.updated', { sourceId });
  const words = await Promise.all(
    pages.map(({ heard }) => until(() => heard.flatMap((message) => (message.type === 'source.updated' ? [message.source.health.problem!.message] : []))[0])),
  );
  expect(words.map((text) => /[а-я]/.test(text))).toEqual([true, false]);
});

it('tells how far a task is without its list of problems', async () => {
  const { heard, ready } = open({ cookie });
  await ready();
  const problems = JSON.stringify([{ name: 'Gazette', code: 'not_a_feed' }]);
  const [task] = (
    await database.db.execute<{ id: number }>(
      sql`insert into tasks (user_id, kind, title, done, total, failed, problems) values (${program.ownerId}, 'opml_import', 'x', 2, 9, 1, ${problems}::jsonb) returning id::int`,
    )
  ).rows;
  await program.deps.bus.broadcast(database.db, 'task.updated', { taskId: task!.id, userId: program.ownerId });
  const told = await until(() => heard.find((message) => message.type === 'task.updated'));
  expect(told).toMatchObject({ task: { id: task!.id, done: 2, total: 9, failed: 1 } });
  expect(told).not.toHaveProperty('task.problems');
  expect((await call(program.url, `GET /api/tasks/${task!.id}`, { cookie })).body.problems).toMatchObject([{ name: 'Gazette' }]);
});

it('ends hundreds of other sessions at once, and counts none that had expired', async () => {
  const insert = (name: string, expires: string, count: number) =>
    database.db.execute(
      sql`insert into sessions (user_id, token_hash, expires_at) select ${program.ownerId}, ${name}::text || n, now() + ${expires}::interval from generate_series(1, ${count}::int) n`,
    );
  await insert('expired', '-1 day', 50);
  await insert('alive', '1 day', 250);
  const other = await program.signIn();
  const { ready, closed } = open({ cookie: other });
  await ready();
  const answer = await call(program.url, 'DELETE /api/users/me/sessions', { cookie });
  expect(answer).toMatchObject({ status: 200, body: { ended: 251 } });
  expect(await closed).toBe(4401);
});
