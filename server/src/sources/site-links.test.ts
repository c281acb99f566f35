import { eq } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { intervals, startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { mostNewADay } from './daily-limit.ts';
import { followStored } from './follow-source.ts';
import { pollSource, type SourceRow } from './poll-source.ts';
import { sources } from './tables.ts';

const clock = testClock(new Date());
let polling: TestPolling;
let site: TestServer;
/** Paths of articles in the order they were asked for. */
const asked: string[] = [];
let links: string[] = [];
/** In the addresses of a test's articles: posts outlive their source. */
let day = 0;

const prose = (name: string): string =>
  Array.from(
    { length: 6 },
    (_, n) => `<p>The harbour report ${name}, part ${n}: the pilot boat ${name} waited for the tide before the crew could land its cargo.</p>`,
  ).join('');

/** `…-go` leads to another address, `…-empty` to nothing that can be read, `…-down` fails for now. */
beforeAll(async () => {
  site = await serveHttp((request, response) => {
    const path = request.url!;
    if (path === '/robots.txt') return void response.writeHead(404).end();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/') {
      const list = links.map((link) => `<article><h2><a href="${link}">Report of the harbour number ${link}</a></h2></article>`);
      return void response.end(`<html><head><title>Harbour</title></head><body><main>${list.join('')}</main></body></html>`);
    }
    if (!path.startsWith('/read/')) asked.push(path);
    if (path.endsWith('-go')) return void response.writeHead(302, { location: path.replace(/^.*\/(.*)-go$/, '/read/$1') }).end();
    if (path.endsWith('-down')) return void response.writeHead(500).end();
    if (path.endsWith('-empty')) return void response.end('<html><body></body></html>');
    response.end(`<html><head><title>Report ${path}</title></head><body><article><h1>Report ${path}</h1>${prose(path)}</article></body></html>`);
  });
  polling = await startPolling(site, clock);
});
afterAll(async () => {
  await polling.stop();
  await site.close();
});
beforeEach(async () => {
  asked.length = 0;
  await polling.database.db.delete(sources);
  day += 1;
});

async function follow(): Promise<number> {
  const ada = await makeUser(polling.database.db);
  return (await followStored(polling.deps, ada, { kind: 'web', address: `${site.origin}/`, title: null })).source.id;
}
async function row(id: number): Promise<SourceRow> {
  return (await polling.database.db.select().from(sources).where(eq(sources.id, id)))[0]!;
}
async function visit(id: number): Promise<{ added: number; seconds: number }> {
  const result = await pollSource(polling.deps, await row(id));
  const seconds = ((await row(id)).nextPollAt.getTime() - clock.now().getTime()) / 1000;
  return { added: result.outcome === 'failed' ? -1 : result.saved.added.length, seconds };
}
const many = (kind: string, count: number): string[] => Array.from({ length: count }, (_, n) => `/news/report-of-day-${day}-number-${n}-${kind}`);

it('reads all articles of a site whose links lead to other addresses, each once, and is then in no hurry', async () => {
  links = many('go', 20);
  const id = await follow();
  expect(await visit(id)).toMatchObject({ added: 12, seconds: expect.closeTo(intervals.FAST, -1) });
  const second = await visit(id);
  expect(second.added).toBe(8);
  expect(second.seconds).toBeGreaterThan(intervals.FAST * 2);
  expect(await visit(id)).toMatchObject({ added: 0 });
  expect(asked.toSorted()).toEqual(links.toSorted());
});

it('is in no hurry to read on where a site floods', async () => {
  links = many('go', 40);
  const id = await follow();
  await visit(id);
  await polling.database.db.update(sources).set({ daySince: clock.now(), dayCount: mostNewADay });
  expect(await visit(id)).toMatchObject({ added: 0, seconds: expect.closeTo(intervals.SLOW, -1) });
});

it('gets past links at the top that cannot be read', async () => {
  links = [...many('empty', 14), ...many('go', 3)];
  const id = await follow();
  expect((await visit(id)).added).toBe(0);
  expect((await visit(id)).added).toBe(3);
  expect(new Set(asked).size).toBe(asked.length);
});

it('asks again later, a few times, for what may be readable then', async () => {
  links = [...many('go', 2), ...many('down', 2)];
  const id = await follow();
  await visit(id);
  expect((await visit(id)).seconds).toBeGreaterThan(intervals.FAST * 2);
  expect(asked).toHaveLength(4);
  for (let n = 0; n < 8; n += 1) {
    clock.advance(3 * 86_400);
    await visit(id);
  }
  expect(asked).toHaveLength(2 + 2 * 5);
});

it('says so when nothing of a site can be read', async () => {
  links = many('empty', 5);
  const id = await follow();
  await visit(id);
  clock.advance(intervals.REGULAR * 2);
  await visit(id);
  expect(await row(id)).toMatchObject({ errorCode: 'no_articles', failures: 2 });
  expect(asked).toHaveLength(5);
});
