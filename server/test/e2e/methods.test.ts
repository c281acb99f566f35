/** Methods that a path does not have, and those that every page has. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../database.ts';
import { call, startProgram, type Program } from '../program.ts';

let program: Program;
beforeAll(async () => void (program = await startProgram(await createTestDatabase(), {}, ['api'])));
afterAll(() => program.stop());

it('a wrong method on a known path names the right ones', async () => {
  const refused = await call(program.url, 'GET /api/search?q=x');
  expect([refused.status, refused.body.code, refused.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'POST']);
  expect((await call(program.url, 'PUT /api/posts/12')).headers.get('allow')).toBe('GET, HEAD');
  expect((await call(program.url, 'GET /api/nothing-here')).status).toBe(404);
});

it.each(['/', '/sources', '/health/live', '/openapi.json'])('HEAD %s is answered as GET is, without the body', async (path) => {
  const [head, get] = [await call(program.url, `HEAD ${path}`), await call(program.url, `GET ${path}`)];
  expect([head.status, head.body, head.headers.get('content-type')]).toEqual([get.status, '', get.headers.get('content-type')]);
});
