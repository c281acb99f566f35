/** Who may call what: every route of the program against everyone who could ask. */
import { randomUUID } from 'node:crypto';
import { sql } from '#platform/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createApiToken } from '../../src/accounts/index.ts';
import { first } from '../../src/platform/db.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeFollow, makeSource, makeUser, rawPost } from '../factories.ts';
import { normalise, savePosts } from '../../src/posts/index.ts';
import { call, startProgram, until, type Program } from '../program.ts';

let database: TestDatabase;
let program: Program;
let tokens: Record<'read' | 'write' | 'admin' | 'stranger' | 'blocked', string>;
let postId: number;
let sourceId: number;
/** Things of the owner that are really there. */
let ids: Record<'sessions' | 'tokens' | 'folders' | 'tasks', string>;

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startProgram(database, {}, ['api']);
  const owner = { userId: program.ownerId, role: 'admin' as const, scope: 'admin' as const, sessionId: null };
  const stranger = await makeUser(database.db);
  const blocked = await makeUser(database.db);
  const make = async (actor: typeof owner | typeof stranger, scope: 'read' | 'write' | 'admin') =>
    (await createApiToken(program.deps, { ...actor, role: 'admin' }, { name: scope, scope })).token;
  tokens = {
    read: await make(owner, 'read'),
    write: await make(owner, 'write'),
    admin: await make(owner, 'admin'),
    stranger: await make(stranger, 'write'),
    blocked: await make(blocked, 'write'),
  };
  await database.db.execute(sql`update users set blocked_at = now() where id = ${blocked.userId}`);
  sourceId = await makeSource(database.db);
  await makeFollow(database.db, owner, sourceId);
  const source = { id: sourceId, kind: 'rss' as const, address: 'https://a.example/feed', language: null };
  [postId] = (await savePosts(program.deps, source, [normalise(rawPost(), source, new Date())])).added as [number];
  const asOwner = async (what: string, body: unknown) => (await call(program.url, what, { token: tokens.admin, body })).body.id as string | number;
  await program.signIn();
  const session = await first<{ id: string }>(database.db, sql`select id from sessions limit 1`);
  const task = await first<{ id: number }>(
    database.db,
    sql`insert into tasks (user_id, kind, title, state) values (${owner.userId}, 'opml_import', 'Kept', 'done') returning id`,
  );
  ids = {
    sessions: session!.id,
    tokens: String(await asOwner('POST /api/users/me/tokens', { name: 'kept', scope: 'read' })),
    folders: String(await asOwner('POST /api/users/me/folders', { name: 'Kept' })),
    tasks: String(task!.id),
  };
});
afterAll(() => program.stop());

/** Route → least scope; `open` needs nobody, `session` a signed-in browser. A route that is missing here fails the test below. */
const matrix: Record<string, 'open' | 'session' | 'read' | 'write' | 'admin'> = {
  'POST /api/auth/link': 'open',
  'POST /api/auth/logout': 'open',
  'POST /api/auth/refresh': 'session',
  'GET /api/users/:userId/auth-status': 'read',
  'GET /api/users/:userId': 'read',
  'PATCH /api/users/:userId': 'write',
  'GET /api/users/:userId/sessions': 'admin',
  'DELETE /api/users/:userId/sessions': 'admin',
  'DELETE /api/users/:userId/sessions/:id': 'admin',
  'GET /api/users/:userId/tokens': 'admin',
  'POST /api/users/:userId/tokens': 'admin',
  'DELETE /api/users/:userId/tokens/:id': 'admin',
  'GET /api/users/:userId/sources': 'read',
  'POST /api/users/:userId/sources': 'write',
  'PATCH /api/users/:userId/sources/:id': 'write',
  'DELETE /api/users/:userId/sources/:id': 'write',
  'POST /api/users/:userId/sources/:id/poll': 'write',
  'GET /api/users/:userId/sources/:id/posts': 'read',
  'GET /api/users/:userId/folders': 'read',
  'POST /api/users/:userId/folders': 'write',
  'PATCH /api/users/:userId/folders/:id': 'write',
  'DELETE /api/users/:userId/folders/:id': 'write',
  'GET /api/users/:userId/posts': 'read',
  'GET /api/users/:userId/posts/cleanup': 'read',
  'DELETE /api/users/:userId/posts/cleanup': 'write',
  'GET /api/users/:userId/counts': 'read',
  'GET /api/posts/:id': 'read',
  'POST /api/posts/:id/tags': 'write',
  'POST /api/posts/:id/split': 'write',
  'POST /api/posts/:id/unsplit': 'write',
  'POST /api/posts/marks': 'write',
  'POST /api/posts/read-all': 'write',
  'POST /api/posts/read-all/undo': 'write',
  'POST /api/opml': 'write',
  'POST /api/opml/address': 'write',
  'GET /api/opml': 'read',
  'GET /api/tasks': 'read',
  'GET /api/tasks/:id': 'read',
  'POST /api/tasks/:id/stop': 'write',
  'GET /api/starter-packs': 'read',
  'POST /api/starter-packs/:id/follow': 'write',
  'GET /api/users/:userId/export': 'read',
  'POST /api/users/:userId/import': 'write',
  'POST /api/search': 'read',
  'GET /api/index/status': 'read',
  'POST /api/index/batch': 'admin',
  'POST /api/index/posts/:id': 'admin',
  'GET /api/live': 'read',
};

const bodies: Record<string, unknown> = {
  'PATCH /api/users/:userId': {},
  'POST /api/users/:userId/tokens': { name: 'x', scope: 'read' },
  'POST /api/users/:userId/sources': { address: 'nonsense' },
  'PATCH /api/users/:userId/sources/:id': {},
  'POST /api/users/:userId/folders': { name: 'x' },
  'PATCH /api/users/:userId/folders/:id': {},
  'POST /api/opml/address': { address: 'nonsense' },
  'POST /api/posts/marks': { postIds: [1], read: true },
  'POST /api/posts/read-all': {},
  'POST /api/posts/read-all/undo': { undoToken: randomUUID() },
  'POST /api/search': { query: 'x' },
};

const fill = (route: string, user: string) =>
  route
    .replace(':userId', user)
    .replace(/(sessions|tokens|folders|tasks)\/:id/, (_all, kind: keyof typeof ids) => `${kind}/${ids[kind]}`)
    .replace('sources/:id', `sources/${sourceId}`)
    .replace('posts/:id', `posts/${postId}`)
    .replace('starter-packs/:id', 'starter-packs/none');
/** What the owner asks with enough scope is done: what it needs is not taken away by it. */
const harmless = (route: string, user: string) =>
  route.startsWith('DELETE')
    ? fill(route.replace(/(sessions|tokens)\/:id/, `$1/${randomUUID()}`).replace(/(sources|folders)\/:id/, '$1/999999'), user)
    : fill(route, user);
/** All that the owner has, in one text: equal before and after whatever a stranger did. */
const everything = async () =>
  JSON.stringify(
    await first(
      database.db,
      sql`select (select json_agg(u.* order by u.id) from users u where u.id = ${program.ownerId}) as users,
            (select json_agg(f.* order by f.id) from folders f where f.user_id = ${program.ownerId}) as folders,
            (select json_agg(f.* order by f.source_id) from follows f where f.user_id = ${program.ownerId}) as follows,
            (select json_agg(m.* order by m.post_id) from post_marks m where m.user_id = ${program.ownerId}) as marks,
            (select json_agg(json_build_object('id', s.id, 'ended', s.ended_at) order by s.id) from sessions s where s.user_id = ${program.ownerId}) as sessions,
            (select json_agg(json_build_object('id', t.id, 'revoked', t.revoked_at) order by t.id) from api_tokens t where t.user_id = ${program.ownerId}) as tokens,
            (select json_agg(json_build_object('id', t.id, 'state', t.state) order by t.id) from tasks t where t.user_id = ${program.ownerId}) as tasks,
            (select json_agg(json_build_object('id', p.id, 'tags', p.tags, 'story', p.story_id) order by p.id) from posts p) as posts`,
    ),
  );

interface DescribedAnswer {
  $ref?: string;
  content?: Record<string, { examples: object }>;
}
interface Described {
  openapi: string;
  paths: Record<string, Record<string, { 'x-scope': string; responses: Record<string, DescribedAnswer> }>>;
  components: { responses: Record<string, DescribedAnswer> };
}

const guarded = Object.entries(matrix).filter(([, scope]) => scope !== 'open' && scope !== 'session');

it('knows every route that the program has, and says of each who may call it', async () => {
  const document = (await call(program.url, 'GET /openapi.json')).body as Described;
  expect(document.openapi).toMatch(/^3\.1/);
  const scopes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, operation['x-scope']]),
  );
  expect(Object.fromEntries(scopes)).toEqual(matrix);
});

describe.each(guarded)('%s', (route, scope) => {
  const ask = (token: string | undefined, user = 'me') =>
    call(program.url, (token === tokens[scope as 'read'] ? harmless : fill)(route, user), {
      ...(token ? { token } : {}),
      ...(route in bodies ? { body: bodies[route] } : {}),
    });

  it('refuses with nothing but what its description says', async () => {
    const document = (await call(program.url, 'GET /openapi.json')).body as Described;
    const [method, path] = route.split(' ') as [string, string];
    const { responses } = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]![method.toLowerCase()]!;
    const wrong = (body: unknown) => call(program.url, fill(route, 'me'), { token: tokens[scope as 'read'], body });
    const answers = [
      await ask(undefined),
      await ask(tokens.read),
      await ask(tokens.stranger),
      await ask(tokens.stranger, '1'),
      await ask(tokens[scope as 'read']),
    ];
    if (route in bodies) answers.push(await wrong({ postIds: 'x', query: 5, name: 5, address: 5, undoToken: 5, folderId: 'x' }), await wrong([]));
    for (const { status, body } of answers) {
      const described = responses[status];
      const refusal = described?.$ref ? document.components.responses[described.$ref.split('/').at(-1)!] : described;
      expect(refusal, `${status} ${body?.code}`).toBeDefined();
      if (status >= 400) expect(Object.keys(refusal!.content!['application/problem+json']!.examples)).toContain(body.code);
    }
  });

  it('answers nobody who is not signed in, blocked, or made up', async () => {
    for (const token of [undefined, tokens.blocked, 'tdg_api_madeupmadeupmadeupmadeup']) {
      expect(await ask(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  it('asks who it is before it looks at what was sent', async () => {
    const path = route.replace(':userId', 'me').replace(':id', 'nonsense');
    const answer = await call(program.url, `${path}?limit=many&w=1`, route.startsWith('GET') ? {} : { body: [1] });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('asks for its scope', async () => {
    const lesser = scope === 'admin' ? tokens.write : scope === 'write' ? tokens.read : null;
    if (lesser) expect(await ask(lesser)).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    expect([401, 403]).not.toContain((await ask(tokens[scope as 'read'])).status);
  });

  it("gives a stranger nothing of another's, and changes nothing of it", async () => {
    const before = await everything();
    if (route.includes(':userId')) expect([403, 404]).toContain((await ask(tokens.stranger, String(program.ownerId))).status);
    const asThemselves = await ask(tokens.stranger);
    if (route.includes('/:id')) expect([403, 404]).toContain(asThemselves.status);
    expect(asThemselves.status).toBeLessThan(500);
    expect(JSON.stringify(asThemselves.body)).not.toContain('Kept');
    expect(await everything()).toBe(before);
  });
});

it('shows a stranger no post of what they do not follow, in lists and in searches', async () => {
  expect((await call(program.url, 'GET /api/users/me/posts', { token: tokens.stranger })).body.items).toEqual([]);
  await until(async () => (await call(program.url, 'POST /api/search', { token: tokens.admin, body: { query: 'story number' } })).body.results?.length > 0);
  expect((await call(program.url, 'POST /api/search', { token: tokens.stranger, body: { query: 'story number' } })).body.results).toEqual([]);
});

it('lets only an admin change the stories that everybody sees', async () => {
  const reader = await makeUser(database.db);
  await makeFollow(database.db, reader, sourceId);
  const { token } = await createApiToken(program.deps, reader, { name: 'writes', scope: 'write' });
  for (const verb of ['split', 'unsplit']) {
    const ask = (who: string) => call(program.url, `POST /api/posts/${postId}/${verb}`, { token: who });
    expect(await ask(token)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await ask(tokens.write)).body.code).toBe('not_found');
  }
});

it('marks nothing for someone who may not see the post', async () => {
  await call(program.url, 'POST /api/posts/marks', { token: tokens.stranger, body: { postIds: [postId], saved: true } });
  expect((await call(program.url, `GET /api/posts/${postId}`, { token: tokens.stranger })).status).toBe(404);
});

it('opens no post for someone who names it in an account file', async () => {
  const code = (await first<{ code: string }>(database.db, sql`select unique_code as code from posts where id = ${postId}`))!.code;
  const lines = [
    { type: 'tidings', version: 1 },
    { type: 'mark', uniqueCode: code, read: true, saved: true },
  ];
  const answer = await fetch(`${program.url}/api/users/me/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.stranger}`, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(await answer.json()).toMatchObject({ marks: 0, marksMissed: 1 });
  expect((await call(program.url, `GET /api/posts/${postId}`, { token: tokens.stranger })).status).toBe(404);
});

it('lets a token make no token that can do more than itself', async () => {
  expect(await call(program.url, 'POST /api/users/me/tokens', { token: tokens.write, body: { name: 'x', scope: 'admin' } })).toMatchObject({ status: 403 });
});

it('opens a sign-in link once, also when two ask at the same moment', async () => {
  const { createSignInLink } = await import('../../src/accounts/index.ts');
  const token = await createSignInLink(program.deps, program.ownerId);
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(program.url, 'POST /api/auth/link', { body: { token } })));
  expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  expect(answers.filter((answer) => answer.body?.code === 'sign_in_link_invalid')).toHaveLength(19);
});

it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
  const { createSignInLink } = await import('../../src/accounts/index.ts');
  const answer = await call(program.url, 'POST /api/auth/link', { body: { token: await createSignInLink(program.deps, program.ownerId) } });
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
});

it('renews a session for its own browser only: the cookie before ends, the socket stays', async () => {
  for (const token of [undefined, tokens.blocked]) expect((await call(program.url, 'POST /api/auth/refresh', token ? { token } : {})).status).toBe(401);
  expect(await call(program.url, 'POST /api/auth/refresh', { token: tokens.admin })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const before = await program.signIn();
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live`, { headers: { cookie: before } });
  await new Promise((done) => socket.once('message', done));
  const answers = await Promise.all(Array.from({ length: 5 }, () => call(program.url, 'POST /api/auth/refresh', { cookie: before })));
  const [renewed, ...more] = answers.filter((answer) => answer.status === 200);
  expect([more.length, renewed!.body]).toMatchObject([0, { via: 'session', scope: 'admin' }]);
  expect(renewed!.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  const after = renewed!.headers.get('set-cookie')!.split(';')[0]!;
  expect((await call(program.url, 'GET /api/users/me', { cookie: before })).status).toBe(401);
  expect((await call(program.url, 'GET /api/users/me/auth-status', { cookie: after })).body).toEqual(renewed!.body);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.close();
});

it('tells a token what it may do', async () => {
  const status = { userId: program.ownerId, role: 'admin', via: 'token', scope: 'read', expiresAt: null };
  expect((await call(program.url, 'GET /api/users/me/auth-status', { token: tokens.read })).body).toEqual(status);
});

it('refuses changes that another site sends with the cookie', async () => {
  const cookie = await program.signIn();
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }]) {
    expect(await call(program.url, 'POST /api/posts/read-all', { cookie, headers, body: {} })).toMatchObject({ status: 403, body: { code: 'cross_site' } });
  }
});

it('ends a session at once, with the socket that it opened', async () => {
  const cookie = await program.signIn();
  const other = await program.signIn();
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live`, { headers: { cookie } });
  await new Promise((done) => socket.once('message', done));
  const closed = new Promise<number>((done) => socket.once('close', (code) => done(code)));
  const sessions = (await call(program.url, 'GET /api/users/me/sessions', { cookie })).body.items as { id: string; current: boolean }[];
  expect((await call(program.url, `DELETE /api/users/me/sessions/${sessions.find((row) => row.current)!.id}`, { cookie: other })).status).toBe(204);
  expect(await closed).toBe(4401);
  expect((await call(program.url, 'GET /api/users/me', { cookie })).status).toBe(401);
  expect((await call(program.url, 'GET /api/users/me', { cookie: other })).status).toBe(200);
});

it('opens no socket for a page of another site or for nobody', async () => {
  const cookie = await program.signIn();
  const end = (headers: Record<string, string>) =>
    new Promise<string>((done) => {
      const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live`, { headers });
      socket.once('close', (code) => done(`closed ${code}`));
      socket.once('unexpected-response', (_request, response) => done(`refused ${response.statusCode}`));
      socket.once('error', () => {});
      socket.once('message', () => done('open'));
    });
  expect(await end({ cookie, origin: 'https://evil.example' })).toBe('refused 403');
  expect(await end({})).toBe('closed 4401');
});

it('takes a trace id from the request when it is well formed, and never echoes one that is not', async () => {
  expect((await call(program.url, 'GET /api/users/me', { headers: { 'x-trace-id': 'abcdef-12345' } })).headers.get('x-trace-id')).toBe('abcdef-12345');
  expect((await call(program.url, 'GET /api/users/me', { headers: { 'x-trace-id': '<script>' } })).headers.get('x-trace-id')).toMatch(/^[\da-f-]{36}$/);
});

it('answers problems in the language of the request', async () => {
  const russian = await call(program.url, 'GET /api/users/me', { headers: { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.5' } });
  expect(russian.headers.get('content-type')).toContain('application/problem+json');
  expect(russian.body).toMatchObject({ status: 401, code: 'unauthenticated', detail: 'Сначала войдите.' });
});

it('keeps tokens and links out of the database as they are', async () => {
  const found = await first<{ n: number }>(
    database.db,
    sql`select (select count(*) from api_tokens where token_hash like 'tdg%')::int + (select count(*) from sessions where token_hash like 'tdg%')::int as n`,
  );
  expect(found!.n).toBe(0);
});
