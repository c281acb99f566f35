import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuplicateFinder, normalise, savePosts, type SaveDeps } from '#posts';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeSource, makeUser, rawPost } from '#test/factories';
import { testClock } from '#test/fakes';
import { startBus, type Bus } from '#platform/bus';
import { first } from '#platform/db';
import { listeners, queues } from '../wiring.ts';
import { importPosts } from './import-posts.ts';

const clock = testClock();
let database: TestDatabase;
let bus: Bus;
let deps: SaveDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  deps = { db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) };
});
afterAll(() => bus.stop());

async function* lines(list: object[]) {
  for (const line of list) yield JSON.stringify(line);
}

it('takes in what can be kept of a file with broken lines, and says which ones are not', async () => {
  const good = (n: number, more = {}) => ({ externalId: n, source: 'Archive', text: `Text number ${n} about the harbour`, vector: [1, n], ...more });
  const file = [
    good(1),
    good(2, { externalId: 'a\0b', source: 'Arch\0ive', title: '\ud800 title' }),
    good(3, { postedAt: '+275760-09-13T00:00:00Z' }),
    good(4, { postedAt: '-200000-01-01T00:00:00Z' }),
    good(5, { vector: [1, 2, 3] }),
    good(6, { externalId: null }),
    good(7, { text: 7 }),
    good(8),
  ];
  const result = await importPosts(deps, await makeUser(database.db), lines(file), { vectorModel: 'm' });
  expect(result).toMatchObject({ imported: 5, skipped: 0, failed: 3 });
  expect(result.problems.map((problem) => problem.line)).toEqual([5, 6, 7]);
  expect((await first<{ n: number }>(database.db, sql`select count(*)::int as n from embeddings`))?.n).toBe(5);
});

it('knows the items of a feed that gives them new ids at each visit', async () => {
  const id = await makeSource(database.db);
  const source = { id, kind: 'rss' as const };
  const texts = Array.from({ length: 5 }, () => rawPost());
  const visit = (n: number, more: ReturnType<typeof rawPost>[] = []) =>
    savePosts(
      deps,
      source,
      [...texts, ...more].map((raw, at) =>
        normalise(
          { ...raw, guid: `id-${n}-${at}`, guidIsOpaque: true, url: `https://site.example/?id=${n}-${at}` },
          { ...source, address: 'https://site.example/feed', language: null },
          clock.now(),
        ),
      ),
    );
  expect((await visit(1)).added).toHaveLength(5);
  expect((await visit(2)).added).toHaveLength(0);
  expect((await visit(3, [rawPost()])).added).toHaveLength(1);
});
