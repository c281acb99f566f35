import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SourceKind } from '#contract';
import type { Bus } from '#platform/bus';
import { rows } from '#platform/db';
import type { TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser, rawPost } from '#test/factories';
import { testClock } from '#test/fakes';
import { startSaving } from '#test/saving';
import { cleanUpPosts } from './clean-up.ts';
import { knownArticles } from './known-content.ts';
import { normalise } from './normalise.ts';
import type { RawPost } from './raw-post.ts';
import { savePosts, type SaveDeps } from './save-posts.ts';

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

async function save(sourceId: number, raws: RawPost[], kind: SourceKind = 'rss', address = 'https://site.example/feed') {
  const source = { id: sourceId, kind };
  const facts = { ...source, address, language: null };
  return savePosts(
    deps,
    source,
    raws.map((raw) => normalise(raw, facts, clock.now())),
  );
}

/** As if all that a source has brought had been read a year ago. */
async function age(sourceId: number): Promise<void> {
  const long = sql`interval '400 days'`;
  await database.db.execute(
    sql`update posts set posted_at = posted_at - ${long}, created_at = created_at - ${long} where id in (select post_id from post_sources where source_id = ${sourceId})`,
  );
}

async function followed(kind?: SourceKind): Promise<number> {
  const source = await makeSource(database.db, kind === undefined ? {} : { kind });
  await makeFollow(database.db, await makeUser(database.db), source);
  return source;
}

const nothing = { added: [], edited: [], linked: [] };

it('does not bring back what retention removed while the source still lists it, whatever is changed', async () => {
  const source = await followed();
  const undated = rawPost({ postedAt: null });
  const list = [rawPost(), rawPost(), undated];
  await save(source, list);
  await age(source);
  expect(await cleanUpPosts(deps)).toBe(3);
  expect(await save(source, list)).toEqual(nothing);
  expect(await save(source, [{ ...list[0]!, title: 'Corrected' }, rawPost()])).toMatchObject({ added: [expect.any(Number)], edited: [], linked: [] });
  await database.db.execute(sql`update users set retention_days = 3650`);
  expect(await save(source, list)).toEqual(nothing);
});

it('does not bring it back under the new ids that some feeds make at each visit', async () => {
  const source = await followed();
  const raw = rawPost({ guid: 'visit-1', url: null });
  await save(source, [raw]);
  await age(source);
  expect(await cleanUpPosts(deps)).toBe(1);
  expect(await save(source, [{ ...raw, guid: 'visit-2' }])).toEqual(nothing);
});

it('takes it from another source, and does not give it back to the first', async () => {
  const [one, two] = [await followed(), await followed()];
  const raw = rawPost();
  await save(one, [raw]);
  await age(one);
  await cleanUpPosts(deps);
  const [id] = (await save(two, [raw])).added;
  expect(await save(one, [raw])).toEqual(nothing);
  expect(await rows(database.db, sql`select source_id from post_sources where post_id = ${id}`)).toEqual([{ source_id: two }]);
});

it('does not bring back a post that shared its address with that of another source', async () => {
  const [one, two] = [await followed(), await followed()];
  const raw = rawPost();
  const [first] = (await save(one, [raw])).added;
  const other = { ...raw, title: 'Comments', html: '<p>41 comments</p>' };
  const address = 'https://comments.example/feed';
  expect((await save(two, [other], 'rss', address)).added).toHaveLength(1);
  await age(two);
  expect(await cleanUpPosts(deps)).toBe(1);
  expect(await save(two, [other], 'rss', address)).toEqual(nothing);
  await database.db.execute(sql`delete from posts where id = ${first}`);
  expect(await save(two, [other], 'rss', address)).toEqual(nothing);
});

it('reads the articles of a site also when other sources have listed their addresses', async () => {
  const [site, other] = [await followed('web'), await followed()];
  const url = 'https://site.example/articles/tide';
  await save(other, [rawPost({ guid: null, url, html: '<p>Nothing to see.</p>' })], 'rss', 'https://other.example/feed');
  expect([...(await knownArticles(database.db, site, [url]))]).toEqual([]);
});

it('does not read an article of a site again that retention removed', async () => {
  const source = await followed('web');
  const url = 'https://site.example/articles/lighthouse';
  await save(source, [rawPost({ guid: null, url })], 'web');
  await age(source);
  await cleanUpPosts(deps);
  expect([...(await knownArticles(database.db, source, [url, 'https://site.example/articles/pier']))]).toEqual([url]);
});

it('remembers for as long as the source lists it, and a year longer', async () => {
  const source = await followed();
  const [listed, dropped] = [rawPost(), rawPost()];
  await save(source, [listed, dropped]);
  await age(source);
  await cleanUpPosts(deps);
  const stones = () => rows(database.db, sql`select from post_tombstones where source_id = ${source}`);
  await database.db.execute(sql`update post_tombstones set seen_at = seen_at - interval '2 years' where source_id = ${source}`);
  // It has published nothing since: perhaps it was always told that nothing has changed.
  await cleanUpPosts(deps);
  expect(await stones()).toHaveLength(2);
  await save(source, [listed]);
  await database.db.execute(sql`update sources set last_post_at = now() where id = ${source}`);
  await cleanUpPosts(deps);
  expect(await stones()).toHaveLength(1);
  expect(await save(source, [listed])).toEqual(nothing);
});

it('does not bring back posts, here or removed, when a site has given them other ids for good', async () => {
  const source = await followed();
  const [removed, here] = [
    [rawPost(), rawPost()],
    [rawPost(), rawPost({ title: 'Good morning', html: '' })],
  ];
  await save(source, removed);
  await age(source);
  await cleanUpPosts(deps);
  await save(source, here);
  const renamed = [...here, ...removed].map((raw, n) => ({ ...raw, guid: `new-${n}`, guidIsOpaque: true, url: `https://site.example/new/${n}` }));
  const [first, second] = [rawPost(), rawPost()];
  expect(await save(source, renamed)).toEqual(nothing);
  expect((await save(source, [first, ...renamed])).added).toHaveLength(1);
  expect((await save(source, [second, first, ...renamed])).added).toHaveLength(1);
  const morning = rawPost({ title: 'Good morning', html: '', postedAt: new Date('2026-11-20T11:00:00Z') });
  expect((await save(source, [morning, second, first, ...renamed])).added).toHaveLength(1);
});
