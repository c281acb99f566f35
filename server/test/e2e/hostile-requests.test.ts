/** Requests that nobody sends by mistake: each is refused with a reason or does no harm, none breaks anything. */
import { get } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../database.ts';
import { call, startProgram, type Program } from '../program.ts';

let program: Program;
let cookie: string;

beforeAll(async () => {
  program = await startProgram(await createTestDatabase(), {}, ['api']);
  cookie = await program.signIn();
});
afterAll(() => program.stop());

const ask = (what: string, body?: unknown) => call(program.url, what, { cookie, ...(body === undefined ? {} : { body }) });
const marks = 'a'.concat('\u0301\u0316'.repeat(50_000));

it('has a bound for every text of every request', async () => {
  const { body: api } = await ask('GET /openapi.json');
  const unbounded: string[] = [];
  const visit = (schema: unknown, where: string): void => {
    if (schema === null || typeof schema !== 'object') return;
    const { type, maxLength, maxItems, format, enum: choice } = schema as Record<string, unknown>;
    if (type === 'string' && maxLength === undefined && format === undefined && choice === undefined && !('const' in schema)) unbounded.push(where);
    if (type === 'array' && maxItems === undefined) unbounded.push(where);
    for (const [key, inner] of Object.entries(schema)) visit(inner, `${where}.${key}`);
  };
  for (const [path, methods] of Object.entries<Record<string, { parameters?: { name: string }[]; requestBody?: unknown }>>(api.paths))
    for (const [method, route] of Object.entries(methods)) {
      // A switch takes a fixed list of words.
      for (const parameter of route.parameters ?? []) if (parameter.name !== 'collapse') visit(parameter, `${method} ${path}`);
      visit(route.requestBody, `${method} ${path}`);
    }
  expect(Object.keys(api.paths).length).toBeGreaterThan(20);
  expect(unbounded).toEqual([]);
});

it('refuses tags of a hundred thousand marks, and more media than there are', async () => {
  expect((await ask('POST /api/search', { query: 'a', filters: { tags: [marks] } })).status).toBe(400);
  expect((await ask('POST /api/search', { query: 'a', filters: { has: ['link', 'link', 'link', 'link'] } })).status).toBe(400);
  expect((await ask('POST /api/search', { query: marks.slice(0, 500), filters: { tags: [marks.slice(0, 100)] } })).status).toBe(200);
});

it('reads no long body of somebody unknown, told or untold how long it is', async () => {
  const body = JSON.stringify({ token: 'x'.repeat(100_000) });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${program.url}/api/auth/link`, { method: 'POST', headers, body })).status).toBe(413);
  const stream = new Blob([body]).stream();
  expect((await fetch(`${program.url}/api/auth/link`, { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit)).status).toBe(413);
  expect((await fetch(`${program.url}/api/auth/link`, { method: 'POST', headers, body: JSON.stringify({ token: 'x'.repeat(100) }) })).status).toBe(401);
});

it('names the limit of the route that refuses a long body', async () => {
  const refused = async (path: string, type: string, size: number) => {
    const answer = await fetch(`${program.url}${path}`, { method: 'POST', headers: { cookie, 'content-type': type }, body: 'x'.repeat(size) });
    return [answer.status, ((await answer.json()) as { detail: string }).detail.replace(/\u00a0/g, ' ')];
  };
  expect(await refused('/api/search', 'application/json', 1_000_001)).toEqual([413, expect.stringContaining('1 MB')]);
  expect(await refused('/api/opml', 'text/x-opml', 5_000_001)).toEqual([413, expect.stringContaining('5 MB')]);
  expect((await refused('/api/opml', 'text/x-opml', 4_999_999))[0]).toBe(422);
});

it('keeps requests of other sites out, also with an authorization that is no token', async () => {
  const headers = { cookie, 'content-type': 'application/json', origin: 'https://elsewhere.example', authorization: 'Basic AAAA' };
  expect((await fetch(`${program.url}/api/search`, { method: 'POST', headers, body: '{"query":"a"}' })).status).toBe(403);
});

it('shows its measures and the reasons of its checks to this machine only, not through a proxy on it', async () => {
  const passedOn = { headers: { 'x-forwarded-for': '198.51.100.7' } };
  expect((await call(program.url, 'GET /metrics')).status).toBe(200);
  expect((await call(program.url, 'GET /metrics', passedOn)).status).toBe(403);
  const details = async (options = {}) =>
    (await call(program.url, 'GET /health/dependencies', options)).body.checks.filter((check: { detail?: string }) => check.detail !== undefined);
  expect(await details()).toContainEqual({ name: 'disk', ok: true, tookMs: expect.any(Number), detail: expect.stringMatching(/GB free/) });
  expect(await details(passedOn)).toEqual([]);
});

it('shows its measures to no page whose name was made to lead here', async () => {
  const status = (host: string) =>
    new Promise<number>((done, failed) => {
      const { hostname, port } = new URL(program.url);
      get({ hostname, port, path: '/metrics', headers: { host } }, (answer) => {
        answer.resume();
        done(answer.statusCode!);
      }).on('error', failed);
    });
  expect([await status('rebound.example'), await status('localhost:8010')]).toEqual([403, 200]);
});

it('answers ids, cursors and texts that no column holds with the fault of the request', async () => {
  const cursor = (at: number) => Buffer.from(`${at}.1`).toString('base64url');
  const statuses = await Promise.all([
    ask('GET /api/users/me/posts?sourceId=99999999999'),
    ask('GET /api/users/me/sources/99999999999/posts'),
    ask('DELETE /api/users/me/folders/2147483648'),
    ask('GET /api/tasks/99999999999999999999'),
    ask(`GET /api/users/me/posts?cursor=${cursor(-8e15)}`),
    ask(`GET /api/users/me/posts?cursor=${cursor(8e15)}`),
    ask('POST /api/search', { query: 'a', filters: { folderId: 1e12 } }),
  ]);
  expect(statuses.map((answer) => answer.status)).toEqual([400, 400, 400, 400, 400, 400, 400]);
  const made = await ask('POST /api/users/me/folders', { name: 'a\0b\ud800' });
  expect(made).toMatchObject({ status: 201, body: { name: 'ab\ufffd' } });
});
