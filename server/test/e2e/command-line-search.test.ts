/** `tidings search` beside a running server: what the server finds is what the command finds. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddings, type Embeddings } from '../../../emulators/llm/embeddings.ts';
import { commandToken } from '../../src/accounts/index.ts';
import { writeAddress } from '../../src/platform/claim-folder.ts';
import { createTestDatabase } from '../database.ts';
import { words } from '../factories.ts';
import { call, startProgram, until, type Program } from '../program.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let embeddings: Embeddings;
let program: Program;
let databaseUrl: string;

beforeAll(async () => {
  embeddings = await startEmbeddings();
  const database = await createTestDatabase();
  databaseUrl = database.url;
  program = await startProgram(database, { EMBEDDINGS_URL: embeddings.url, EMBEDDINGS_MODEL: embeddings.model }, ['api', 'worker']);
  const file = join(program.deps.config.dataDir, 'posts.jsonl');
  const post = (n: number) => JSON.stringify({ externalId: `p${n}`, source: 'Paper', title: `Dispatch ${n}`, text: words(n) });
  writeFileSync(file, Array.from({ length: 8 }, (_, n) => post(n)).join('\n'));
  expect((await tidings({}, 'import', 'posts', file)).code).toBe(0);
  await until(async () => (await call(program.url, 'GET /api/index/status', { cookie: await program.signIn() })).body.vectors === 8);
  serveAt(program.url);
});
afterAll(async () => {
  await program.stop();
  await embeddings.stop();
});

function serveAt(url: string): void {
  writeAddress(program.deps.config.dataDir, { shown: 'https://news.example', listening: url });
}

/** The command knows the folder and the database, and nothing of the model. */
function tidings(env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const own = { DATABASE_URL: databaseUrl, DATA_DIR: program.deps.config.dataDir, EMBEDDINGS_URL: '', ...env };
  return new Promise((done) => {
    execFile(process.execPath, [main, ...args], { env: { ...process.env, ...own } }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

it('asks the running server, with the model that it has, and says how it searched', async () => {
  const { out } = await tidings({}, 'search', 'harbour dispatch', '--json');
  const served = await call(program.url, 'POST /api/search', { cookie: await program.signIn(), body: { query: 'harbour dispatch' } });
  const found = JSON.parse(out);
  expect(found.mode).toBe('hybrid');
  expect(Object.keys(found)).toEqual(['results', 'tookMs', 'mode']);
  expect(found.results.map((row: { postId: number }) => row.postId)).toEqual(served.body.results.map((row: { postId: number }) => row.postId));
  expect((await tidings({}, 'search', 'harbour')).err).toContain('by words and by meaning (hybrid), by the running server');
});

it('passes on what the server refuses', async () => {
  const { code, out } = await tidings({}, 'search', 'x after:yesterweek', '--limit', '101', '--json');
  expect([code, out]).toEqual([2, '']);
  embeddings.failNext('500', 9);
  const failed = await tidings({}, 'search', 'lighthouse', '--mode', 'vector', '--json');
  expect([failed.code, JSON.parse(failed.out).error.code]).toEqual([1, 'model_failed']);
});

it.each([
  ['nobody answers there', {}, 'http://127.0.0.1:1'],
  ['the server is of another instance', { ENCRYPTION_KEY: randomBytes(32).toString('base64') }, null],
])('searches by itself when %s, and says so', async (_, env, url) => {
  serveAt(url ?? program.url);
  const { code, err, out } = await tidings(env, 'search', 'dispatch');
  serveAt(program.url);
  expect(code).toBe(0);
  expect(err).toContain('No server of this instance answers');
  expect(err).toContain('by words (lexical), without a server');
  expect(out).toContain('Dispatch');
});

it('opens reading only, for a minute, and only with the key of the instance', async () => {
  const { commandKey } = program.deps;
  const status = async (what: string, key: Uint8Array, age: number) =>
    (await call(program.url, what, { token: commandToken(key, new Date(Date.now() - age * 1000)), body: what.startsWith('GET') ? undefined : { name: 'x' } }))
      .status;
  expect(await status('GET /api/users/me', commandKey, 0)).toBe(200);
  expect(await status('POST /api/users/me/folders', commandKey, 0)).toBe(403);
  expect(await status('GET /api/users/me', commandKey, 120)).toBe(401);
  expect(await status('GET /api/users/me', commandKey, -120)).toBe(401);
  expect(await status('GET /api/users/me', randomBytes(32), 0)).toBe(401);
});
