/** How many requests a minute are answered. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiToken } from '../../src/accounts/index.ts';
import { createTestDatabase } from '../database.ts';
import { makeUser } from '../factories.ts';
import { startProgram, type Program } from '../program.ts';

let program: Program;
const tokens: string[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  program = await startProgram(database, { RATE_LIMIT_PER_USER: '5', RATE_LIMIT_PER_ADDRESS: '3', RATE_LIMIT_PER_ADMIN: '1000' }, ['api']);
  const owner = { userId: program.ownerId, role: 'admin' as const, scope: 'admin' as const, sessionId: null };
  for (const actor of [owner, await makeUser(database.db), await makeUser(database.db)])
    tokens.push((await createApiToken(program.deps, actor, { name: 'limits', scope: 'read' })).token);
});
afterAll(() => program.stop());

const ask = (token?: string) =>
  fetch(`${program.url}/api/users/me`, { headers: { 'x-forwarded-for': String(Math.random()), ...(token ? { authorization: `Bearer ${token}` } : {}) } });
const together = async (count: number, token?: string) =>
  (await Promise.all(Array.from({ length: count }, () => ask(token)))).map((answer) => answer.status).sort();

it('holds for each user by themself, also when all requests come at once', async () => {
  expect(await together(8, tokens[1])).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  expect((await ask(tokens[2])).status).toBe(200);
});

it('is told with the answer, and with the refusal when to come again', async () => {
  expect((await ask(tokens[2])).headers.get('ratelimit-limit')).toBe('5');
  await together(5, tokens[2]);
  const refused = await ask(tokens[2]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
});

it('holds for an address before sign-in, whatever a forwarded header says', async () => {
  expect(await together(5)).toEqual([401, 401, 401, 429, 429]);
});

it('leaves the owner alone', async () => {
  expect(new Set(await together(50, tokens[0]))).toEqual(new Set([200]));
});

it('counts made-up tokens and addresses that do not exist, and asks the database for the first of them only', async () => {
  const statements: string[] = [];
  const execute = program.deps.db.execute.bind(program.deps.db);
  program.deps.db.execute = ((query: never) => {
    statements.push('one');
    return execute(query);
  }) as typeof execute;
  try {
    await together(5, 'tdg_made_up_token_of_nobody');
    statements.length = 0;
    expect(await together(5, 'tdg_made_up_token_of_nobody')).toEqual([429, 429, 429, 429, 429]);
    expect((await fetch(`${program.url}/api/no/such/thing`)).status).toBe(429);
    expect((await fetch(`${program.url}/api/images/x`, { headers: { authorization: 'Bearer made-up-token' } })).status).toBe(429);
    expect(statements).toEqual([]);
  } finally {
    program.deps.db.execute = execute;
  }
  expect((await ask(tokens[0])).status).toBe(200);
});
