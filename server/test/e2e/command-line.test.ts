/** The command line as other programs call it: a process, its output and its exit code. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

it('says of an import how many lines could not be read, and why, in plain words', async () => {
  const file = join(folder, 'broken.jsonl');
  const lines = ['{broken', '{"source":"Log","text":"x"}', '{"externalId":1,"source":"","text":"x"}', '{"externalId":1,"source":"Log","text":7}'];
  writeFileSync(file, ['{"externalId":1,"source":"Log","text":"The tide is high"}', ...lines, ...Array.from({ length: 9 }, () => '{')].join('\n'));
  const { code, out } = await tidings('import', 'posts', file);
  expect(code).toBe(1);
  expect(out.split('\n').slice(0, 8)).toEqual([
    expect.stringMatching(/^1 posts imported, 0 skipped/),
    'Lines that could not be read: 13.',
    '  line 2: it is not JSON',
    '  line 3: externalId: it is missing',
    '  line 4: source: it must not be empty',
    '  line 5: text: text is expected',
    '  line 6: it is not JSON',
    '  and 8 more',
  ]);
});

it('names what is missing', async () => {
  for (const [args, message] of [
    [['export', '/no/such/folder/x'], 'The file /no/such/folder/x cannot be written: there is no such folder.'],
    [['export', folder], `The file ${folder} cannot be written: it is a folder.`],
    [['import', 'posts', '/nope'], 'The file /nope cannot be read: there is no such file.'],
    [['import', folder], `The file ${folder} cannot be read: it is a folder.`],
    [['inspect', '--batch', '/nope'], 'The file /nope cannot be read: there is no such file.'],
    [['source', 'remove', '999'], 'No source with the number 999 is followed.'],
    [['source', 'remove', '99999999999'], 'No source with the number 99999999999 is followed.'],
  ] as const) {
    const { code, err } = await tidings(...args);
    expect([code, err.split('\n')[0]]).toEqual([1, expect.stringContaining(message)]);
  }
  for (const [args, message] of [
    [['search'], 'The query is missing.'],
    [['import', 'posts'], 'The file to read is missing.'],
    [['export'], 'The file to write into is missing.'],
    [['source', 'add'], 'The address is missing.'],
    [['source', 'remove', 'x'], 'One number of a source is needed'],
  ] as const)
    expect(await tidings(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

it('makes no instance in a folder that has none, unless it is to hold something', async () => {
  const elsewhere = join(folder, 'mistyped');
  for (const args of [['sign-in'], ['search', 'harbour'], ['export', join(folder, 'nothing.jsonl')], ['source', 'list'], ['poll'], ['doctor']]) {
    const { code, out, err } = await new Promise<{ code: number; out: string; err: string }>((done) => {
      const own: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: elsewhere };
      delete own['DATABASE_URL'];
      execFile(process.execPath, [main, ...args], { env: own }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
    });
    // The doctor tells it among what it looked at.
    expect([args[0], code, out + err]).toEqual([args[0], 1, expect.stringContaining(`There is no Tidings in ${elsewhere}. Set DATA_DIR`)]);
  }
  expect([existsSync(elsewhere), existsSync(join(folder, 'nothing.jsonl'))]).toEqual([false, false]);
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
