import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock as clock } from '#platform/clock';
import { first } from '#platform/db';
import { createEgress, parseAllowList, type Egress } from '#platform/egress';
import { createHostPacing } from '#platform/host-pacing';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import type { PollDeps } from './poll-source.ts';
import { visitDueSources } from './visit-due-sources.ts';

let polling: TestPolling;
let site: TestServer;
let egress: Egress;
let deps: PollDeps;
/** Hosts in the order they were asked. */
const asked: string[] = [];
let answerSlow = () => {};
let slowMayAnswer: Promise<void>;

beforeAll(async () => {
  site = await serveHttp((request, response) => {
    const host = request.headers.host!.split(':')[0]!;
    asked.push(host);
    const answer = () => response.writeHead(304, { etag: '"1"' }).end();
    if (host === 'slow.example') void slowMayAnswer.then(answer);
    else answer();
  });
  polling = await startPolling(site, clock);
  egress = createEgress({ allowPrivate: parseAllowList(`127.0.0.1/32:${site.port}`), resolver: async () => ['127.0.0.1'] });
  deps = { ...polling.deps, egress, pacing: createHostPacing({ clock, spacingMs: 1 }) };
});
afterAll(async () => {
  await egress.close();
  await polling.stop();
  await site.close();
});
beforeEach(async () => {
  asked.length = 0;
  slowMayAnswer = new Promise((done) => (answerSlow = done));
  await polling.database.db.execute(sql`delete from sources`);
});

async function makeSources(host: string, count: number, dueSeconds: number): Promise<void> {
  await polling.database.db.execute(sql`insert into sources (kind, address, title, followers, etag, next_poll_at)
    select 'rss', 'http://' || ${host}::text || ':' || ${site.port}::int || '/feed' || n, 'Feed ' || n, 1, '"1"', now() - make_interval(secs => ${dueSeconds}::int) from generate_series(1, ${count}::int) as n`);
}
const count = async (which: string) =>
  (await first<{ n: number }>(polling.database.db, sql`select count(*)::int as n from sources where ${sql.raw(which)}`))!.n;

it('visits all others while a host with many sources does not answer, and then its sources, each once', async () => {
  await makeSources('slow.example', 60, 3600);
  for (const n of [1, 2, 3, 4]) await makeSources(`quick-${n}.example`, 10, 60);
  const visiting = visitDueSources(deps, 4);
  await expect.poll(() => count(`address like '%quick%' and last_polled_at is not null`)).toBe(40);
  expect(asked.filter((host) => host === 'slow.example')).toHaveLength(2);
  answerSlow();
  await expect.poll(() => count('last_polled_at is not null')).toBe(100);
  await visiting.stop();
  expect(asked).toHaveLength(100);
});

it('holds a source for as long as its visit takes', async () => {
  await makeSources('slow.example', 1, 60);
  const visiting = visitDueSources(deps, 4, 20);
  await expect.poll(() => asked.length).toBe(1);
  await polling.database.db.execute(sql`update sources set leased_until = now() + interval '1 second'`);
  await expect.poll(() => count(`leased_until > now() + interval '30 seconds'`)).toBe(1);
  answerSlow();
  await expect.poll(() => count('leased_until is null and last_polled_at is not null')).toBe(1);
  await visiting.stop();
  expect(asked).toHaveLength(1);
});
