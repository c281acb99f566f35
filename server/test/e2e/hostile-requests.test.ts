/** Requests that nobody sends by mistake: each is refused with a reason or does no harm, none breaks anything. */
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
