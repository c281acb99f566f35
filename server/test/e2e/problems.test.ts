/** What people and programs are told when a request is wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiToken } from '../../src/accounts/index.ts';
import { errorCodes } from '../../src/contract/errors.ts';
import { fieldProblems } from '../../src/contract/field-problems.ts';
import { reasons } from '../../src/contract/reasons.ts';
import { createTestDatabase } from '../database.ts';
import { call, startProgram, type Program } from '../program.ts';

let program: Program;
let token: string;
beforeAll(async () => {
  program = await startProgram(await createTestDatabase(), {}, ['api']);
  const owner = { userId: program.ownerId, role: 'admin' as const, scope: 'admin' as const, sessionId: null };
  token = (await createApiToken(program.deps, owner, { name: 'a', scope: 'admin' })).token;
});
afterAll(() => program.stop());

const ask = async (what: string, body: unknown, language = 'en') => {
  const answer = await call(program.url, what, { token, body, headers: { 'accept-language': language } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return answer.body as { status: number; code: string; detail: string; errors?: { path: string; code: string; message: string }[] };
};

it('names a field and what is wrong with it, in the language of the request', async () => {
  expect(await ask('POST /api/users/me/folders', { name: '' }, 'ru')).toMatchObject({
    code: 'invalid_request',
    detail: 'Запрос составлен неверно: название: не должно быть пустым.',
    errors: [{ path: 'name', code: 'empty', message: 'не должно быть пустым' }],
  });
  expect((await ask('POST /api/users/me/folders', {})).detail).toBe('The request is not in the right form: name: it is missing.');
});

it.each([
  ['POST /api/search', {}, 'query', 'missing'],
  ['POST /api/search', { query: 5 }, 'query', 'text_expected'],
  ['POST /api/search', { query: 'x'.repeat(501) }, 'query', 'too_long'],
  ['POST /api/search', { query: 'x', limit: 0 }, 'limit', 'too_small'],
  ['POST /api/search', { query: 'x', limit: 101 }, 'limit', 'too_big'],
  ['POST /api/search', { query: 'x', limit: 1.5 }, 'limit', 'whole_number_expected'],
  ['POST /api/search', { query: 'x', limit: 'many' }, 'limit', 'number_expected'],
  ['POST /api/search', { query: 'x', explain: 'yes' }, 'explain', 'boolean_expected'],
  ['POST /api/search', { query: 'x', mode: 'best' }, 'mode', 'not_an_option'],
  ['POST /api/search', { query: 'x', filters: { colour: 'red' } }, 'filters', 'unknown_fields'],
  ['POST /api/search', { query: 'x', filters: [] }, 'filters', 'object_expected'],
  ['POST /api/search', { query: 'x', filters: { tags: 'a' } }, 'filters.tags', 'list_expected'],
  ['POST /api/search', { query: 'x', filters: { has: ['photo', 'photo', 'photo', 'photo'] } }, 'filters.has', 'too_many'],
  ['POST /api/search', [], '', 'object_expected'],
  ['POST /api/posts/marks', { postIds: [] }, 'postIds', 'empty'],
  ['POST /api/posts/marks', { postIds: [1, 'two'] }, 'postIds.1', 'number_expected'],
  ['POST /api/posts/read-all/undo', { undoToken: 'x' }, 'undoToken', 'wrong_form'],
])('%s with %j says that "%s" is %s', async (what, body, path, code) => {
  expect((await ask(what, body)).errors).toContainEqual(expect.objectContaining({ path, code }));
});

it('shows nobody the words of its schema library', async () => {
  const wrong = [{}, { query: null }, { query: 'x', mode: 1, sort: 'a', filters: { has: ['x'], sourceIds: [-1] }, offset: 1e9 }];
  for (const body of wrong) expect(JSON.stringify(await ask('POST /api/search', body))).not.toMatch(/Invalid|expected string|received|Too (?:big|small)/);
});

it('says what is wrong with a body as a whole', async () => {
  const send = async (raw: string | undefined, type: string) =>
    (await call(program.url, 'POST /api/search', { token, raw: raw!, headers: { 'content-type': type, 'accept-language': 'ru' } })).body.detail;
  expect(await send('{', 'application/json')).toBe('Запрос составлен неверно: прислан не JSON.');
  expect(await send('query=x', 'application/x-www-form-urlencoded')).toBe('Запрос составлен неверно: этот Content-Type здесь не читается.');
  expect((await ask('PATCH /api/users/me', { timezone: 'Mars/Olympus' }, 'ru')).detail).toBe('Запрос составлен неверно: часового пояса «Mars/Olympus» нет.');
  expect((await ask('POST /api/opml', {}, 'ru')).detail).toContain('пришлите сам файл с Content-Type text/x-opml');
});

it('has every sentence in both languages, with the same facts in it', () => {
  const factsIn = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).toSorted();
  for (const [name, { en, ru }] of [errorCodes, fieldProblems, reasons].flatMap((catalogue) => Object.entries(catalogue))) {
    expect(factsIn(ru), name).toEqual(factsIn(en));
    expect(en, name).not.toMatch(/[А-яё]/);
  }
});

it('tells of an address that no route can be looked up for in the same form', async () => {
  for (const path of ['/api/posts/%zz', `/api/posts/${'9'.repeat(2100)}`]) {
    const answer = await call(program.url, `GET ${path}`, { token });
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-trace-id')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
      answer.body.traceId,
    ]);
    expect(answer.body.code).toBe('invalid_request');
  }
});

it('changes one setting and leaves the others as they are', async () => {
  const change = async (settings: object) => (await call(program.url, 'PATCH /api/users/me', { token, body: { settings } })).body.settings;
  await change({ theme: 'dark', singleKeys: false });
  expect(await change({ density: 'compact' })).toMatchObject({ theme: 'dark', singleKeys: false, density: 'compact' });
});
