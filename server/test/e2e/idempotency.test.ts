/** Writes that are sent again because their answer was lost. */
import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiToken } from '../../src/accounts/index.ts';
import { rows } from '../../src/platform/db.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeUser } from '../factories.ts';
import { call, startProgram, type Program } from '../program.ts';

let database: TestDatabase;
let program: Program;
const tokens: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startProgram(database, {}, ['api']);
  const owner = { userId: program.ownerId, role: 'admin' as const, scope: 'admin' as const, sessionId: null };
  tokens.push((await createApiToken(program.deps, owner, { name: 'first', scope: 'admin' })).token);
  tokens.push((await createApiToken(program.deps, await makeUser(database.db), { name: 'first', scope: 'write' })).token);
});
afterAll(() => program.stop());

const makeFolder = (key: string, name: string, who = 0) =>
  call(program.url, 'POST /api/users/me/folders', { token: tokens[who]!, body: { name }, headers: { 'idempotency-key': key } });
const makeToken = (key: string) =>
  call(program.url, 'POST /api/users/me/tokens', { token: tokens[0]!, body: { name: 'again', scope: 'read' }, headers: { 'idempotency-key': key } });

const tokensMade = async () => (await rows<{ n: number }>(database.db, sql`select count(*)::int as n from api_tokens where name = 'again'`))[0]!.n;

it('happen once, and give the same answer', async () => {
  const first = await makeToken('one');
  const again = await makeToken('one');
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await tokensMade()).toBe(1);
});

it('happen once also when they come together', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => makeToken('together')));
  expect(answers.filter((answer) => answer.status === 201 && answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.status)).isSubsetOf(new Set([201, 409]))).toBe(true);
  for (const waiting of answers.filter((answer) => answer.status === 409)) expect(waiting.headers.get('retry-after')).toBe('1');
});

it('with another body under the same key are refused', async () => {
  expect((await makeFolder('two', 'Harbour')).status).toBe(201);
  const other = await makeFolder('two', 'City');
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
});

it('of another person are another matter', async () => {
  const mine = await makeFolder('three', 'Mine');
  const theirs = await makeFolder('three', 'Theirs', 1);
  expect([mine.body.name, theirs.status, theirs.body.name]).toEqual(['Mine', 201, 'Theirs']);
});

it('of another token of the same person are another matter too: what one may hear is not told to the other', async () => {
  const made = await makeToken('scopes');
  const owner = { userId: program.ownerId, role: 'admin' as const, scope: 'admin' as const, sessionId: null };
  const { token } = await createApiToken(program.deps, owner, { name: 'reader', scope: 'read' });
  const headers = { 'idempotency-key': 'scopes' };
  const other = await call(program.url, 'POST /api/users/me/tokens', { token, body: { name: 'again', scope: 'read' }, headers });
  expect([made.status, other.status, other.body.code]).toEqual([201, 403, 'scope_missing']);
});

it('with a file that is read while it arrives take no key, and say so', async () => {
  const send = (headers: Record<string, string>) =>
    call(program.url, 'POST /api/users/me/import', { token: tokens[0]!, raw: '', headers: { 'content-type': 'application/x-ndjson', ...headers } });
  expect(await send({ 'idempotency-key': 'file' })).toMatchObject({ status: 400, body: { code: 'idempotency_key_unsupported' } });
  expect((await send({})).body.code).not.toBe('idempotency_key_unsupported');
});

it('that were refused stay refused; a key that is too long is told', async () => {
  const refused = await makeFolder('four', '');
  expect([refused.status, (await makeFolder('four', '')).status]).toEqual([400, 400]);
  expect((await makeFolder('k'.repeat(300), 'Long')).body.code).toBe('idempotency_key_invalid');
});

it('leave no secret in the database that can be read there', async () => {
  const { body } = await makeToken('secret');
  const kept = await rows<{ answer: Buffer }>(database.db, sql`select answer from kept_answers where key like '% secret'`);
  expect(kept).toHaveLength(1);
  expect(kept[0]!.answer.includes(body.token)).toBe(false);
});

const abandon = (key: string) =>
  database.db.execute(sql`update kept_answers set status = null, answer = null, created_at = created_at - interval '3 minutes' where key like ${`% ${key}`}`);

it('that left no answer are not tried again: they may have happened', async () => {
  await makeToken('lost');
  await abandon('lost');
  const before = await tokensMade();
  for (let n = 0; n < 2; n += 1) expect(await makeToken('lost')).toMatchObject({ status: 409, body: { code: 'idempotency_answer_lost' } });
  expect(await tokensMade()).toBe(before);
});

it('whose kept answer cannot be read any more are told so', async () => {
  await makeToken('sealed');
  await database.db.execute(sql`update kept_answers set answer = '\\x00' where key like '% sealed'`);
  expect(await makeToken('sealed')).toMatchObject({ status: 409, body: { code: 'idempotency_answer_lost' } });
});

it('give the same answer also when the database took it at the third try only', async () => {
  await database.db.execute(sql`create sequence tries`);
  await database.db.execute(sql`create function refuse() returns trigger language plpgsql as $$
    begin if nextval('tries') < 3 then raise 'not now'; end if; return new; end $$`);
  await database.db.execute(sql`create trigger refuse before update on kept_answers for each row execute function refuse()`);
  const first = await makeToken('patience');
  const again = await makeToken('patience');
  await database.db.execute(sql`drop trigger refuse on kept_answers`);
  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
});

it('are forgotten after a day', async () => {
  await makeFolder('five', 'Monday');
  await database.db.execute(sql`update kept_answers set created_at = created_at - interval '25 hours'`);
  expect((await makeFolder('five', 'Tuesday')).status).toBe(201);
});
