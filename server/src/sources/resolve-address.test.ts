import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { resolveAddress } from './resolve-address.ts';

let polling: TestPolling;
let site: TestServer;
/** Paths that are never answered. */
let hangs: (path: string) => boolean;
let open = 0;
let mostOpen = 0;

const prose = 'The pilot boat waited for the tide before the crew could land its cargo at the eastern pier of the harbour. '.repeat(12);
const links = Array.from(
  { length: 6 },
  (_, n) => `<article><h2><a href="/news/report-of-the-harbour-${n}">Report of the harbour number ${n}</a></h2></article>`,
);

beforeAll(async () => {
  site = await serveHttp((request, response) => {
    const path = request.url!;
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => (open -= 1));
    if (hangs(path)) return;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/') response.end(`<html><head><title>Harbour</title></head><body><main>${links.join('')}</main></body></html>`);
    else if (path.startsWith('/news/')) response.end(`<html><body><article><h1>Report ${path}</h1><p>${prose}</p></article></body></html>`);
    else response.writeHead(404).end();
  });
  polling = await startPolling(site, testClock(new Date()), { perOrigin: 20 });
});
afterAll(async () => {
  await polling.stop();
  await site.close();
});
beforeEach(() => {
  mostOpen = 0;
});

it('finds the articles of a site that answers none of the guesses at its feed, a few guesses at a time', async () => {
  hangs = (path) => path !== '/' && path !== '/robots.txt' && !path.startsWith('/news/');
  const found = await resolveAddress({ ...polling.deps, resolveWithinMs: 6000 }, site.origin);
  expect(found).toMatchObject({ kind: 'web', reading: { posts: { length: 4 } } });
  expect(mostOpen).toBeLessThanOrEqual(3);
});

it('ends with its reason when the whole of it takes too long', async () => {
  hangs = (path) => path !== '/';
  await expect(resolveAddress({ ...polling.deps, resolveWithinMs: 900 }, site.origin)).rejects.toMatchObject({ code: 'timeout' });
});
