import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser, rawPost, words } from '#test/factories';
import { testClock } from '#test/fakes';
import { startSaving } from '#test/saving';
import type { Bus } from '#platform/bus';
import { rows } from '#platform/db';
import { cleanUpPosts } from './clean-up.ts';
import { markPosts } from './marks.ts';
import { normalise } from './normalise.ts';
import type { RawPost } from './raw-post.ts';
import { savePosts, type SaveDeps } from './save-posts.ts';
import { findAmbiguousKeys } from './unique-code.ts';

const clock = testClock();
let database: TestDatabase;
let bus: Bus;
let fresh: () => SaveDeps;
let deps: SaveDeps;

beforeAll(async () => {
  ({ database, bus, fresh } = await startSaving(clock));
});
afterAll(() => bus.stop());
beforeEach(() => {
  deps = fresh();
});

const nothing = { added: [], edited: [], linked: [] };

/** A feed, and saving what it lists, as a visit does. */
async function feed(address: string) {
  const source = { id: await makeSource(database.db, { address }), kind: 'rss' as const };
  const lists = (...raws: RawPost[]) => {
    const facts = { ...source, address, language: null, ambiguousKeys: findAmbiguousKeys('rss', raws, { address }) };
    return savePosts(
      deps,
      source,
      raws.map((raw) => normalise(raw, facts, clock.now())),
    );
  };
  return { id: source.id, lists };
}

async function carriersOf(id: number): Promise<number[]> {
  const found = await rows<{ source_id: number }>(database.db, sql`select source_id from post_sources where post_id = ${id} order by source_id`);
  return found.map((row) => row.source_id);
}

it('keeps full texts that a site sells and the excerpts that it gives away apart, whichever of them is read first', async () => {
  const [paid, free] = [await feed('https://site.example/feed?key=SECRET'), await feed('https://site.example/feed')];
  const excerpt = (raw: RawPost): RawPost => ({ ...raw, html: '<p>Only for members.</p>' });
  for (const first of [paid, free]) {
    const raw = rawPost({ html: `<p>${words(9004, 90)}</p>` });
    const lists = { [paid.id]: raw, [free.id]: excerpt(raw) };
    const second = first === paid ? free : paid;
    const ids = [...(await first.lists(lists[first.id]!)).added, ...(await second.lists(lists[second.id]!)).added];
    expect(await Promise.all(ids.map(carriersOf))).toEqual([[first.id], [second.id]]);
    for (const one of [paid, free]) expect(await one.lists(lists[one.id]!)).toEqual(nothing);
  }
});

describe('an item with a link that is not its own', () => {
  const url = 'https://site.example/changelog/2026-05';
  const entry = (n: number) =>
    rawPost({ guid: `c-${n}`, guidIsOpaque: true, url, title: `Entry ${n}`, html: `<p>${words(n)}</p>`, postedAt: new Date(Date.UTC(2026, 10, n)) });

  it('is not doubled when a second one appears beside it, nor when that is alone again', async () => {
    const site = await feed('https://site.example/changelog.xml');
    const [one, two] = [entry(1), entry(2)];
    await site.lists(one);
    const { added, ...others } = await site.lists(two, one);
    expect([added.length, others]).toEqual([1, { edited: [], linked: [] }]);
    expect(await site.lists(two)).toEqual(nothing);
    expect(await site.lists({ ...two, title: 'Entry 2, corrected' }, one)).toEqual({ added: [], edited: added, linked: [] });
    expect(await site.lists({ ...two, title: 'Entry 2, corrected again' })).toEqual({ added: [], edited: added, linked: [] });
  });

  it('stays when the page shows another one the next day, and comes back as little as any other once it was removed', async () => {
    const site = await feed('https://site.example/daily.xml');
    const other = { url: 'https://site.example/word-of-the-day' };
    const ids: number[] = [];
    for (const n of [1, 2, 3]) ids.push(...(await site.lists({ ...entry(n), ...other })).added);
    expect(ids).toHaveLength(3);
    expect(await site.lists({ ...entry(3), ...other, title: 'Entry 3, corrected' })).toMatchObject({ added: [], edited: [ids[2]] });
    await database.db.execute(sql`update posts set posted_at = '2025-01-01', created_at = '2025-01-01' where source_id = ${site.id}`);
    await cleanUpPosts(deps);
    await database.db.execute(sql`update post_tombstones set seen_at = '2026-10-10' where source_id = ${site.id}`);
    const [next] = (await site.lists({ ...entry(11), ...other })).added;
    expect(next).toEqual(expect.any(Number));
    expect(await site.lists({ ...entry(11), ...other, title: 'Entry 11, corrected' })).toEqual({ ...nothing, edited: [next] });
    expect((await site.lists({ ...entry(12), ...other }, { ...entry(11), ...other })).added).toHaveLength(1);
    expect(await site.lists({ ...entry(1), ...other, postedAt: new Date('2026-10-01') })).toEqual(nothing);
  });
});

it('takes the newest of two versions of one entry, and the first where they are not dated', async () => {
  const site = await feed('https://site.example/versions.xml');
  const raw = rawPost({ guid: 'tag:site.example,2026:versions' });
  const version = (title: string, day: number | null) => ({ ...raw, title, updatedAt: day === null ? null : new Date(Date.UTC(2026, 10, day)) });
  const titles = () => rows(database.db, sql`select title from posts where source_id = ${site.id}`);
  await site.lists(version('Second', 12), version('First', 11));
  expect(await titles()).toEqual([{ title: 'Second' }]);
  expect(await site.lists(version('First', 11), version('Second', 12))).toEqual(nothing);
  await site.lists(version('Fourth', null), version('Third', null));
  expect(await titles()).toEqual([{ title: 'Fourth' }]);
});

it('leaves a post that a feed has changed beyond recognition to the other feeds, and takes the marks of its readers along', async () => {
  const [one, two] = [await feed('https://planet-1.example/feed'), await feed('https://planet-2.example/feed')];
  const [ada, ben] = [await makeUser(database.db), await makeUser(database.db)];
  await makeFollow(database.db, ada, one.id);
  await makeFollow(database.db, ben, two.id);
  const raw = rawPost();
  const [id] = (await one.lists(raw)).added;
  await two.lists(raw);
  await markPosts({ ...deps }, ada, [id!], { read: true });
  await markPosts({ ...deps }, ben, [id!], { saved: true });
  const [before] = await rows<{ rev: number }>(database.db, sql`select rev from posts where id = ${id}`);
  const changed = { ...raw, title: 'Ferries for sale', html: '<p>Buy them all.</p>' };
  const { added } = await one.lists(changed);
  expect([await carriersOf(id!), await carriersOf(added[0]!)]).toEqual([[two.id], [one.id]]);
  const [old] = await rows<{ source_id: number; rev: number }>(database.db, sql`select source_id, rev from posts where id = ${id}`);
  expect(old!.source_id).toBe(two.id);
  expect(old!.rev).toBeGreaterThan(before!.rev);
  expect(await rows(database.db, sql`select user_id::int, read_at is not null as read, saved_at from post_marks where post_id = ${added[0]}`)).toEqual([
    { user_id: ada.userId, read: true, saved_at: null },
  ]);
  expect(await one.lists(changed)).toEqual(nothing);
  expect(await two.lists({ ...raw, title: 'Another headline' })).toMatchObject({ edited: [id] });
});
