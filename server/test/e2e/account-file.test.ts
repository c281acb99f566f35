/** An account goes out as a file and comes in again, over the API. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { normalise, savePosts } from '../../src/posts/index.ts';
import { createTestDatabase } from '../database.ts';
import { makeSource, rawPost } from '../factories.ts';
import { call, startProgram, type Program } from '../program.ts';

let program: Program;
let cookie: string;
beforeAll(async () => {
  program = await startProgram(await createTestDatabase(), {}, ['api']);
  cookie = await program.signIn();
});
afterAll(() => program.stop());

const send = (file: string, type = 'application/x-ndjson') =>
  fetch(`${program.url}/api/users/me/import`, { method: 'POST', headers: { cookie, 'content-type': type }, body: file });

it('brings back folders, sources and settings, and says how many', async () => {
  const made = await call(program.url, 'POST /api/users/me/folders', { cookie, body: { name: 'Порт' } });
  const out = await fetch(`${program.url}/api/users/me/export`, { headers: { cookie } });
  expect(out.headers.get('content-disposition')).toContain('tidings-account.jsonl');
  const file = await out.text();
  expect(JSON.parse(file.split('\n')[0]!)).toEqual({ type: 'tidings', version: 1 });

  await call(program.url, `DELETE /api/users/me/folders/${(made.body as { id: number }).id}`, { cookie });
  const source = { type: 'source', kind: 'telegram', address: 'harbour', title: 'Harbour', ownTitle: null, note: null, folder: 'Порт' };
  const answer = await send(`${file}${JSON.stringify(source)}\n`);
  expect(await answer.json()).toEqual({ folders: 1, sources: 1, sourcesMissed: 0, marks: 0, marksMissed: 0 });
  const sources = await call(program.url, 'GET /api/users/me/sources', { cookie });
  expect(sources.body).toMatchObject({ items: [{ address: 'harbour' }] });
});

it('ends the connection of a file that it refuses: its sender is not to wait', async () => {
  const answer = await send('a'.repeat(20_000_000));
  expect([answer.status, answer.headers.get('connection')]).toEqual([400, 'close']);
});

it('saves no post that its owner may not see, whatever codes are in the file', async () => {
  const source = { id: await makeSource(program.deps.db), kind: 'rss' as const, address: 'https://secret.example/feed', language: null };
  const post = normalise(rawPost(), source, new Date());
  const [id] = (await savePosts(program.deps, source, [post])).added;
  const mark = { type: 'mark', uniqueCode: post.uniqueCode, read: true, saved: true };
  const answer = await send(`{"type":"tidings","version":1}\n${JSON.stringify(mark)}\n`);
  expect(await answer.json()).toMatchObject({ marks: 0, marksMissed: 1 });
  expect((await call(program.url, `GET /api/posts/${id}`, { cookie })).status).toBe(404);
});

it('refuses what is no such file, with the line that is wrong', async () => {
  const answer = await send('{"type":"tidings","version":1}\n{"type":"nonsense"}\n');
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { detail: string }).detail).toContain('line 2');
  expect((await send('<opml/>', 'text/plain')).status).toBe(400);
});
