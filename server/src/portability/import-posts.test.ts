import { sql } from '#platform/sql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { normalise, savePosts, type SaveDeps } from '#posts';
import type { TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser, rawPost } from '#test/factories';
import { testClock } from '#test/fakes';
import { startSaving } from '#test/saving';
import type { Bus } from '#platform/bus';
import { first, rows } from '#platform/db';
import { createEgress } from '#platform/egress';
import { cleanUpPosts } from '../posts/clean-up.ts';
import { exportAccount, importAccount } from './account-file.ts';
import { exportPosts } from './export-posts.ts';
import { importPosts } from './import-posts.ts';

const clock = testClock();
const egress = createEgress();
let database: TestDatabase;
let bus: Bus;
let deps: SaveDeps;

beforeAll(async () => {
  const saving = await startSaving(clock);
  ({ database, bus } = saving);
  deps = saving.fresh();
});
afterAll(async () => {
  await egress.close();
  await bus.stop();
});

async function startInstance() {
  const other = await startSaving(clock);
  onTestFinished(() => other.bus.stop());
  return other.fresh();
}

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

it('holds no more of a file at once than a few of its longest posts', async () => {
  const to = await startInstance();
  const counts: number[] = [];
  const file = Array.from({ length: 5 }, (_, n) => ({ externalId: n, source: 'Archive', text: `Text number ${n} ` + 'about the pier '.repeat(300_000) }));
  const options = { vectorModel: null, progress: (count: number) => counts.push(count) };
  expect(await importPosts(to, await makeUser(to.db), lines(file), options)).toMatchObject({ imported: 5, failed: 0 });
  expect(counts).toEqual([4, 5]);
});

it('refuses a line with a vector that points nowhere, and does not go by its dimension', async () => {
  const to = await startInstance();
  const line = (n: number, vector: number[]) => ({ externalId: n, source: 'Archive', text: `Text number ${n} about the pier`, vector });
  const result = await importPosts(to, await makeUser(to.db), lines([line(1, [0, 0, 0]), line(2, [1e300, 1]), line(3, [1, 0])]), { vectorModel: 'm' });
  expect(result).toMatchObject({ imported: 1, failed: 2 });
  expect(result.problems.map((problem) => problem.line)).toEqual([1, 2]);
});

it('saves a post that the file has twice once, with the last of its vectors', async () => {
  const to = await startInstance();
  const line = (n: number, vector: number[]) => ({ externalId: n, source: 'Archive', text: `Text number ${n} about the pier`, vector });
  const result = await importPosts(to, await makeUser(to.db), lines([line(1, [1, 0]), line(2, [1, 0]), line(1, [0, 1])]), { vectorModel: 'm' });
  expect(result).toMatchObject({ imported: 2, skipped: 1, failed: 0 });
  const saved = await rows<{ vector: Buffer }>(to.db, sql`select e.vector from embeddings e join posts p on p.id = e.post_id order by p.external_id`);
  expect(saved.map(({ vector }) => [vector.readFloatLE(0), vector.readFloatLE(4)])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

it('counts what was saved before a line made a batch fail', async () => {
  const to = await startInstance();
  const file = Array.from({ length: 102 }, (_, n) => ({ externalId: n, source: 'Archive', text: `Text number ${n} about the pier` }));
  await to.db.execute(sql`alter table posts add constraint refused check (external_id <> '101')`);
  expect(await importPosts(to, await makeUser(to.db), lines(file), { vectorModel: null })).toMatchObject({ imported: 101, skipped: 0, failed: 1 });
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

describe('what one instance exports, another imports', () => {
  const save = (to: SaveDeps, source: { id: number; kind: 'rss' | 'telegram'; address: string }, raws: ReturnType<typeof rawPost>[]) =>
    savePosts(
      to,
      source,
      raws.map((raw) => normalise(raw, { ...source, language: null }, clock.now())),
    );
  const telegram = { chatId: '-1001', messageId: 7, views: null, edited: false };
  const picture = '<p>A harbour.</p><img src="https://harbour.example/1.jpg">';
  const given = [rawPost({ html: picture }), rawPost()];

  /** A feed, a channel, and a second feed that carries a post of the first: with a name of one's own, a note and a mark. */
  async function fill(to: SaveDeps) {
    const owner = await makeUser(to.db);
    const follow = async (kind: 'rss' | 'telegram', address: string, title: string) => {
      const id = await makeSource(to.db, { kind, address, title });
      await makeFollow(to.db, owner, id);
      return { id, kind, address };
    };
    const [feed, second] = [await follow('rss', 'https://harbour.example/feed', 'News'), await follow('rss', 'https://other.example/feed', 'News')];
    await save(to, feed, given);
    await save(to, second, given.slice(1));
    await save(to, await follow('telegram', 'harbour', 'Harbour'), [rawPost({ url: 'https://t.me/harbour/7', guid: null, telegram })]);
    await to.db.execute(sql`update follows set title = 'Mine', note = 'Read daily' where source_id = ${feed.id}`);
    await to.db.execute(sql`insert into post_marks (user_id, post_id, saved_at) select ${owner.userId}, id, now() from posts`);
    return { owner, feed };
  }
  const contents = async ({ db }: SaveDeps) => ({
    sources: await rows<{ kind: string; address: string }>(
      db,
      sql`select s.kind, s.address, s.title, f.title as own, f.note from sources s left join follows f on f.source_id = s.id order by s.address`,
    ),
    posts: await rows<{ unique_code: string }>(
      db,
      sql`select p.unique_code, p.title, p.posted_at, b.text, (select array_agg(s.address order by s.address) from post_sources c join sources s on s.id = c.source_id where c.post_id = p.id) as sources,
            (select count(*)::int from post_marks m where m.post_id = p.id and m.saved_at is not null) as saved
          from posts p join post_bodies b on b.post_id = p.id order by p.unique_code`,
    ),
  });

  it('with the same sources, posts and marks, once, however often it is imported', async () => {
    const from = await startInstance();
    const { owner } = await fill(from);
    const to = await startInstance();
    const newOwner = await makeUser(to.db);
    const files = { posts: await Array.fromAsync(exportPosts(from.db, owner)), account: await Array.fromAsync(exportAccount(from.db, owner)) };
    for (const imported of [3, 0]) {
      expect(await importPosts(to, newOwner, lines(files.posts), { vectorModel: null })).toMatchObject({ imported, failed: 0 });
      expect(await importAccount({ ...to, egress }, newOwner, lines(files.account))).toMatchObject({ sources: 3, marks: 3, marksMissed: 0 });
    }
    expect(await contents(to)).toEqual(await contents(from));
  });

  it('and what a source gives afterwards is known; what it gave before is not made poorer', async () => {
    const from = await startInstance();
    const { owner, feed } = await fill(from);
    const file = await Array.fromAsync(exportPosts(from.db, owner));
    const pictures = () => rows(from.db, sql`select media from posts order by id`);
    const before = await pictures();
    expect(await importPosts(from, owner, lines(file), { vectorModel: null })).toMatchObject({ imported: 0, skipped: 3 });
    expect(await pictures()).toEqual(before);
    const to = await startInstance();
    await importPosts(to, await makeUser(to.db), lines(file), { vectorModel: null });
    const [row] = await rows<{ id: number }>(to.db, sql`select id from sources where address = ${feed.address}`);
    expect((await save(to, { ...feed, id: row!.id }, given)).added).toEqual([]);
  });

  it('also what was saved of sources that are followed no more, without following them anew', async () => {
    const from = await startInstance();
    const { owner } = await fill(from);
    await from.db.execute(sql`delete from follows where source_id in (select id from sources where kind = 'telegram')`);
    const files = { posts: await Array.fromAsync(exportPosts(from.db, owner)), account: await Array.fromAsync(exportAccount(from.db, owner)) };
    const to = await startInstance();
    const newOwner = await makeUser(to.db);
    expect(await importPosts(to, newOwner, lines(files.posts), { vectorModel: null })).toMatchObject({ imported: 3, failed: 0 });
    expect(await importAccount({ ...to, egress }, newOwner, lines(files.account))).toMatchObject({ marks: 3, marksMissed: 0 });
    const { sources, posts } = await contents(to);
    expect(sources.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      'import Harbour',
      'rss https://harbour.example/feed',
      'rss https://other.example/feed',
    ]);
    expect(posts.map((post) => post.unique_code)).toEqual((await contents(from)).posts.map((post) => post.unique_code));
  });

  it('and what was removed here in the meantime is told apart from what is here', async () => {
    const from = await startInstance();
    const { owner, feed } = await fill(from);
    const file = await Array.fromAsync(exportPosts(from.db, owner));
    await from.db.execute(sql`delete from post_marks`);
    await from.db.execute(
      sql`update posts set posted_at = '2020-01-01', created_at = '2020-01-01' where id = (select min(id) from posts where source_id = ${feed.id})`,
    );
    expect(await cleanUpPosts(from)).toBe(1);
    expect(await importPosts(from, owner, lines(file), { vectorModel: null })).toMatchObject({ imported: 0, skipped: 3, removed: 1, failed: 0 });
  });

  it('a file of another program that uses such names for other things is read by the names of its sources', async () => {
    const to = await startInstance();
    const file = [1, 2].map((n) => ({
      externalId: n,
      source: 'Archive',
      text: `Text ${n} of the pier`,
      kind: 'news',
      address: 4,
      uniqueCode: 'x',
      alsoIn: 'y',
    }));
    expect(await importPosts(to, await makeUser(to.db), lines(file), { vectorModel: null })).toMatchObject({ imported: 2 });
    expect((await contents(to)).sources).toMatchObject([{ kind: 'import', address: 'Archive' }]);
  });
});
