import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Bus } from '#platform/bus';
import { systemClock as clock } from '#platform/clock';
import { first, rows } from '#platform/db';
import type { TestDatabase } from '#test/database';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import type { PollDeps } from './poll-source.ts';
import { visitDueSources } from './visit-due-sources.ts';

let polling: TestPolling;
let database: TestDatabase;
let bus: Bus;
let site: TestServer;
let deps: PollDeps;
/** Paths in the order they were asked for. */
const asked: string[] = [];
let open = 0;
let mostOpen = 0;
/** Answers wait for it. */
let gate: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  site = await serveHttp((request, response) => {
    asked.push(request.url!);
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    void gate.then(() => {
      open -= 1;
      response.writeHead(request.url!.startsWith('/broken') ? 500 : 304, { etag: '"1"' }).end();
    });
  });
  polling = await startPolling(site, clock, { perOrigin: 20 });
  ({ database, bus, deps } = polling);
});
afterAll(async () => {
  await polling.stop();
  await site.close();
});
beforeEach(async () => {
  asked.length = 0;
  mostOpen = 0;
  gate = Promise.resolve();
  await database.db.execute(sql`delete from sources`);
});

async function makeSources(count: number, path = '/feed'): Promise<void> {
  await database.db.execute(sql`insert into sources (kind, address, title, followers, etag, failures, error_code, failing_since)
    select 'rss', ${site.origin} || ${path} || n, 'Feed ' || n, 1, '"1"', 2, 'timeout', now() from generate_series(1, ${count}::int) as n`);
}
const count = async (which: string) => (await first<{ n: number }>(database.db, sql`select count(*)::int as n from sources where ${sql.raw(which)}`))!.n;

it('visits each due source once, no more at once than it may, and writes down that all is well', async () => {
  await makeSources(100);
  await makeSources(5, '/broken');
  const visiting = visitDueSources(deps, 4);
  await expect.poll(() => count('leased_until is null and next_poll_at > now()')).toBe(105);
  await visiting.stop();
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toHaveLength(105);
  expect(mostOpen).toBeLessThanOrEqual(4);
  expect(await count(`address like '%/feed%' and last_good_at is not null and failures = 0 and error_code is null and failing_since is null`)).toBe(100);
  expect(await count(`address like '%/broken%' and failures = 3 and error_code = 'http_error'`)).toBe(5);
});

it('finishes what it began when it is told to stop, and gives the rest back', async () => {
  await makeSources(40);
  let answer = () => {};
  gate = new Promise<void>((done) => (answer = done));
  const visiting = visitDueSources(deps, 4);
  await expect.poll(() => asked.length).toBe(4);
  const stopped = visiting.stop();
  answer();
  await stopped;
  expect(asked).toHaveLength(4);
  const left = await rows<{ polled: boolean; held: boolean }>(
    database.db,
    sql`select last_polled_at is not null as polled, leased_until is not null as held from sources`,
  );
  expect(left.filter((source) => source.polled)).toHaveLength(4);
  expect(left.filter((source) => source.held)).toHaveLength(0);
});

it('sees a source that becomes due while it sleeps', async () => {
  const visiting = visitDueSources(deps, 4);
  await makeSources(1);
  await bus.broadcast(database.db, 'source.due', {});
  await expect.poll(() => asked).toEqual(['/feed1']);
  await visiting.stop();
});
