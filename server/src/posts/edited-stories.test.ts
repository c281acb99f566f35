import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeSource, rawPost, words } from '#test/factories';
import { testClock } from '#test/fakes';
import { startSaving } from '#test/saving';
import type { Bus } from '#platform/bus';
import { first, rows } from '#platform/db';
import { createDuplicateFinder } from './find-duplicates.ts';
import { normalise } from './normalise.ts';
import type { RawPost } from './raw-post.ts';
import { savePosts, type SaveDeps } from './save-posts.ts';
import { unsplitStory } from './split-story.ts';

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

const textOf = (subject: string, seed: number, count = 60) => `<p>${words(seed, count).replaceAll(' ', ` ${subject}`)}</p>`;

/** A feed that has one post, and may say it in another way. */
async function teller(html: string) {
  const source = { id: await makeSource(database.db), kind: 'rss' as const };
  const raw = rawPost({ title: 'News of the day', html });
  const save = (given: RawPost) =>
    savePosts(deps, source, [normalise(given, { ...source, address: 'https://site.example/feed', language: null }, clock.now())]);
  const [id] = (await save(raw)).added;
  return { id: id!, edits: (to: string, title = raw.title) => save({ ...raw, title, html: to }) };
}

const storyOf = async (id: number) => Number((await first<{ story_id: number }>(database.db, sql`select story_id from posts where id = ${id}`))!.story_id);
const stateOf = (id: number) => first<{ index_status: string; tags: string[] }>(database.db, sql`select index_status, tags from posts where id = ${id}`);

it('takes a copy out of its story when its source makes an article of its own out of it, and indexes it', async () => {
  const head = await teller(textOf('ferry', 1));
  const copy = await teller(textOf('ferry', 1));
  expect(await storyOf(copy.id)).toBe(head.id);
  await copy.edits(`<p>Harbour Council: ${words(2, 150).replaceAll(' ', ' ferry')}. Harbour Council again.</p>`, 'Harbour Council');
  expect(await storyOf(copy.id)).toBe(copy.id);
  expect(await stateOf(copy.id)).toMatchObject({ index_status: 'pending', tags: expect.arrayContaining(['harbour council']) });
  const jobs = await rows<{ name: string }>(database.db, sql`select name from pgboss.job where data->'postIds' @> ${JSON.stringify([copy.id])}::jsonb`);
  expect(jobs.map((job) => job.name)).toContain('embeddings');
  await unsplitStory(deps, copy.id);
  expect(await storyOf(copy.id)).toBe(head.id);
});

it('leaves a story to its other posts when the first one is edited into something else', async () => {
  const [head, heir, third] = [await teller(textOf('mill', 3)), await teller(textOf('mill', 3)), await teller(textOf('mill', 3))];
  await head.edits('<p>Removed by the editors.</p>');
  expect(await Promise.all([head.id, heir.id, third.id].map(storyOf))).toEqual([head.id, heir.id, heir.id]);
  expect(await stateOf(heir.id)).toMatchObject({ index_status: 'pending' });
});

it('keeps a copy in its story when little of it is edited', async () => {
  const [head, copy] = [await teller(textOf('quay', 4)), await teller(textOf('quay', 4))];
  expect(await copy.edits(`${textOf('quay', 4)}<p>Subscribe to our channel!</p>`)).toMatchObject({ edited: [copy.id] });
  expect(await storyOf(copy.id)).toBe(head.id);
});

it('finds copies of what a post says now, and no longer of what it said, here and in a process that has just started', async () => {
  const post = await teller(textOf('lamp', 5));
  await post.edits(textOf('rope', 6));
  const [old, now] = [await teller(textOf('lamp', 5)), await teller(textOf('rope', 6))];
  expect([await storyOf(old.id), await storyOf(now.id)]).toEqual([old.id, post.id]);
  deps = { ...deps, duplicates: createDuplicateFinder({ clock }) };
  expect(await storyOf((await teller(textOf('rope', 6))).id)).toBe(post.id);
  expect(await storyOf((await teller(textOf('lamp', 5))).id)).toBe(old.id);
});
