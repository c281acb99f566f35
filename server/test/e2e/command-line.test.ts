/** The command line as other programs call it: a process, its output and its exit code. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { createTestDatabase } from '../database.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let folder: string;
let world: World;
let env: Record<string, string>;

beforeAll(async () => {
  const database = await createTestDatabase();
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'tidings-cli-'));
  env = { DATABASE_URL: database.url, DATA_DIR: folder, ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}`, TELEGRAM_PREVIEW_URL: world.origin };
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

function tidings(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [main, ...args], { env: { ...process.env, ...env }, maxBuffer: 50_000_000 }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
const json = async (...args: string[]) => JSON.parse((await tidings(...args, '--json')).out);

it('shows what an address would give without saving it', async () => {
  const result = await json('inspect', world.addresses.feeds['harbour-times']!);
  expect(result).toMatchObject({ kind: 'rss', title: 'Harbour Times', language: 'en' });
  expect(result.posts[0]).toMatchObject({
    uniqueCode: expect.stringMatching(/^rss_[\da-f]{64}$/),
    url: expect.stringMatching(/^http/),
    blocks: expect.any(Array),
    media: expect.any(Array),
  });
  expect((await json('source', 'list')).sources).toEqual([]);
});

it('shows it as a text to a person, who is not handed the control characters of strangers', async () => {
  const file = join(folder, 'pier.xml');
  const item = (inner: string) => `<item>${inner}</item>`;
  const items = [
    item(
      '<title>A \u009b31m crane</title><link>http://pier.example/1</link><description>Repaired.</description><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>',
    ),
    item('<description>Only text</description>'),
  ];
  writeFileSync(file, `<rss version="2.0"><channel><title>Pier</title>${items.join('')}</channel></rss>`);
  const { out } = await tidings('inspect', '--file', file, '--base-url', 'http://pier.example/feed');
  expect(out.split('\n').slice(0, 3)).toEqual(['Pier', expect.stringContaining('2 posts'), 'http://pier.example/feed']);
  expect(out).toContain('    2026-11-20 08:00 UTC, http://pier.example/1\n    Repaired.\n');
  expect(out).toContain('Only text\n    no date\n');
  expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
  const page = join(folder, 'page.html');
  writeFileSync(page, '<link rel="alternate" type="application/rss+xml" href="/rss"><title>Pier</title>');
  expect((await tidings('inspect', '--autodiscover', '--file', page, '--base-url', 'http://pier.example/')).out).toBe('http://pier.example/rss\n');
});

it('says why an address gives nothing, and exits with 1', async () => {
  const failed = await tidings('inspect', `${world.origin}/site/nowhere/`, '--json');
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({ error: { code: 'http_not_found' } });
  expect(failed.err).toContain('404');
});

it('answers a batch line by line, whatever is in it', async () => {
  const feed = join(folder, 'feed.xml');
  writeFileSync(feed, '<rss version="2.0"><channel><title>Pier</title><item><title>One</title><link>http://pier.example/1</link></item></channel></rss>');
  const list = join(folder, 'list.jsonl');
  writeFileSync(
    list,
    [
      `{"id":1,"mode":"feed","file":${JSON.stringify(feed)},"baseUrl":"http://pier.example/feed"}`,
      '{"id":"2\u2028","mode":"feed","file":"/no/such/file"}',
      'not json',
      `{"id":4,"mode":"opml","file":${JSON.stringify(feed)}}`,
      '{"id":5,"mode":"podcast"}',
    ].join('\n'),
  );
  const { out, code } = await tidings('inspect', '--batch', list);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(lines.map((line) => [line.id, line.ok])).toEqual([
    [1, true],
    ['2\u2028', false],
    [null, false],
    [4, false],
    [5, false],
  ]);
  expect(lines[0].result.posts).toHaveLength(1);
  expect(lines.every((line) => typeof line.tookMs === 'number')).toBe(true);
});

it('adds, polls, searches, exports and removes', async () => {
  const added = await json('source', 'add', world.addresses.feeds['harbour-times']!, `@${Object.keys(world.addresses.channels)[0]}`);
  expect(added.sources.map((entry: { ok: boolean }) => entry.ok)).toEqual([true, true]);
  expect(await json('poll', '--all')).toMatchObject({ polled: 2, failed: 0 });
  const found = await json('search', 'harbour', '--limit', '3');
  expect(found).toMatchObject({ mode: 'lexical', tookMs: expect.any(Number) });
  expect(found.results[0]).toMatchObject({ postId: expect.any(Number), source: expect.any(String), score: expect.any(Number), snippet: expect.any(String) });
  const file = join(folder, 'account.jsonl');
  await json('export', file);
  expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('{"type":"tidings","version":1}');
  const { sources } = await json('source', 'list');
  await json('source', 'remove', String(sources[0].id));
  expect((await json('source', 'list')).sources).toHaveLength(1);
  expect(await json('import', file)).toMatchObject({ sources: 2 });
  expect((await json('source', 'list')).sources).toHaveLength(2);
});

it('imports posts once, passes over what is broken, and finds them', async () => {
  const file = join(folder, 'posts.jsonl');
  const line = (n: number) =>
    JSON.stringify({
      externalId: `p${n}`,
      source: `Paper ${n % 3}`,
      title: `Dispatch ${n}`,
      text: `Dispatch number ${n}: the quartermaster of ship ${n} counts ${n * 7} barrels of walnut oil.`,
      postedAt: '2026-11-19T08:00:00Z',
    });
  writeFileSync(file, [...Array.from({ length: 30 }, (_, n) => line(n)), '{broken'].join('\n'));
  expect(await json('import', 'posts', file)).toMatchObject({ imported: 30, skipped: 0, failed: 1 });
  expect(await json('import', 'posts', file)).toMatchObject({ imported: 0, skipped: 30 });
  const found = await json('search', 'walnut quartermaster 49');
  expect(found.results[0]).toMatchObject({ externalId: 'p7', source: 'Paper 1' });
});

it('exits with 2 and the usage for what it does not understand', async () => {
  const nonsense = await tidings('serach', 'x');
  expect(nonsense).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Did you mean "search"?') });
  expect((await tidings('source', 'fly')).err).toContain('Usage: npx tidings source add');
  expect(await tidings('search', 'x', '--wings')).toMatchObject({ code: 2 });
});

it('makes tokens', async () => {
  expect((await json('token', 'create', '--name', 'script', '--scope', 'read')).token).toMatch(/^tdg_api_/);
});

it('says which version it is', async () => {
  expect(await tidings('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
