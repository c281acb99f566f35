import { sql } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '#test/database';
import { makeSource, rawPost, words } from '#test/factories';
import { testClock } from '#test/fakes';
import { startSaving } from '#test/saving';
import type { SourceKind } from '#contract';
import type { Bus } from '#platform/bus';
import { first, rows } from '#platform/db';
import { cleanUpPosts } from './clean-up.ts';
import { createDuplicateFinder, fingerprintOf } from './find-duplicates.ts';
import { normalise } from './normalise.ts';
import type { RawPost } from './raw-post.ts';
import { savePosts, type SaveDeps } from './save-posts.ts';
import { splitStory, unsplitStory } from './split-story.ts';

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

async function save(sourceId: number, raws: RawPost[], given: { kind?: SourceKind; address?: string } = {}) {
  const source = { id: sourceId, kind: given.kind ?? 'rss' };
  const address = given.address ?? 'https://site.example/feed';
  return savePosts(
    deps,
    source,
    raws.map((raw) => normalise(raw, { ...source, address, language: null }, clock.now())),
  );
}

const longText =
  'The harbour council agreed on Tuesday to replace the old ferry with an electric one, built at the northern yard for 42 million crowns, and to open the new line before the summer of next year, said Mira Holm.';

it('saves a batch once, however often it is saved', async () => {
  const source = await makeSource(database.db);
  const batch = [rawPost(), rawPost(), rawPost()];
  expect((await save(source, batch)).added).toHaveLength(3);
  expect(await save(source, batch)).toEqual({ added: [], edited: [], linked: [] });
});

it('writes the event about new posts in the same transaction as the posts', async () => {
  const source = await makeSource(database.db);
  const { added } = await save(source, [rawPost()]);
  const jobs = await rows<{ name: string }>(database.db, sql`select name from pgboss.job where data->'postIds' @> ${JSON.stringify(added)}::jsonb`);
  expect(jobs.map((job) => job.name).toSorted()).toEqual(['embeddings', 'enrichment']);
});

it('takes over an edit of the source that brought the post, and counts it as a change', async () => {
  const source = await makeSource(database.db);
  const raw = rawPost();
  const [id] = (await save(source, [raw])).added;
  const before = await first<{ rev: number }>(database.db, sql`select rev from posts where id = ${id}`);
  expect((await save(source, [{ ...raw, title: 'Another headline' }])).edited).toEqual([id]);
  const after = await first<{ rev: number; title: string; edited_at: Date | null }>(database.db, sql`select rev, title, edited_at from posts where id = ${id}`);
  expect(after).toMatchObject({ title: 'Another headline' });
  expect(after!.edited_at).not.toBeNull();
  expect(after!.rev).toBeGreaterThan(before!.rev);
});

it('saves a post with its tags in one change, and makes them anew with an edit', async () => {
  const source = await makeSource(database.db);
  const read = async (id: number) =>
    (await first<{ rev: number; newest: number; tags: string[] }>(
      database.db,
      sql`select rev, tags, (select last_value from posts_rev)::int8 as newest from posts where id = ${id}`,
    ))!;
  const raw = rawPost({
    title: 'Harbour council backs sea walls',
    html: '<p>The harbour council met on Friday. Ada Marsh told the harbour council about walls.</p>',
  });
  const [id] = (await save(source, [raw])).added;
  const saved = await read(id!);
  expect(saved.tags).toEqual(expect.arrayContaining(['harbour council']));
  expect(saved.newest).toBe(saved.rev);
  await save(source, [{ ...raw, title: 'Lighthouse keepers wanted', html: '<p>The Lighthouse Trust looks for keepers. The Lighthouse Trust pays well.</p>' }]);
  const edited = await read(id!);
  expect(edited.tags).toContain('lighthouse');
  expect(edited.tags).not.toContain('harbour council');
  expect(edited.newest).toBe(edited.rev);
});

async function carriersOf(id: number): Promise<number[]> {
  const found = await rows<{ source_id: number }>(database.db, sql`select source_id from post_sources where post_id = ${id} order by source_id`);
  return found.map((row) => row.source_id);
}

async function textOf(id: number): Promise<string> {
  return (await first<{ text: string }>(database.db, sql`select text from post_bodies where post_id = ${id}`))!.text;
}

/** A feed, and saving what it lists. */
async function feed(address: string) {
  const id = await makeSource(database.db, { address });
  return { id, lists: (...raws: RawPost[]) => save(id, raws, { address }) };
}

it('links a post that another feed of the site brought first, without doubling or editing it', async () => {
  const [one, two] = [await feed('https://site.example/all.xml'), await feed('https://www.site.example/harbour/feed')];
  const raw = rawPost({ html: '<p>A harbour in the fog.</p>' });
  const [id] = (await one.lists(raw)).added;
  expect(await two.lists({ ...raw, html: '<p>The port on a wet day.</p>' })).toEqual({ added: [], edited: [], linked: [id] });
  expect(await carriersOf(id!)).toEqual([one.id, two.id]);
});

it('links an article that an aggregator listed first with its text, and from then on only its site may change it', async () => {
  const [aggregator, site] = [await feed('https://planet-1.example/feed'), await feed('https://feeds.site.example/news')];
  const text = words(9002, 30);
  const raw = rawPost({ html: `<p>${text}</p>` });
  const [id] = (await aggregator.lists(raw)).added;
  expect(await site.lists({ ...raw, html: `<p>${text} <a href="https://site.example/tip">Send us a tip</a></p>` })).toMatchObject({ linked: [id] });
  expect(await aggregator.lists({ ...raw, html: '<p>Buy my ferries.</p>' })).toEqual({ added: [], edited: [], linked: [] });
  expect(await site.lists({ ...raw, html: `<p>Corrected on Friday: ${text}</p>` })).toMatchObject({ edited: [id] });
  expect(await textOf(id!)).toMatch(/^Corrected/);
});

it('keeps the article of a site apart from what another feed says under its address', async () => {
  const [other, site] = [await feed('https://other-1.example/feed'), await feed('https://site.example/1.xml')];
  const raw = rawPost();
  const [foreign] = (await other.lists({ ...raw, title: 'Nothing to see', html: '<p>Move on.</p>' })).added;
  const { added } = await site.lists(raw);
  expect(added).toHaveLength(1);
  expect(await carriersOf(added[0]!)).toEqual([site.id]);
  expect(await carriersOf(foreign!)).toEqual([other.id]);
  expect(await site.lists(raw)).toEqual({ added: [], edited: [], linked: [] });
  expect(await site.lists({ ...raw, title: 'Another headline' })).toEqual({ added: [], edited: added, linked: [] });
});

it('shows nobody a post of a secret feed for listing its address, its title or its beginning', async () => {
  const [secret, nosy] = [await feed('https://site.example/secret.xml?key=1'), await feed('https://other-2.example/feed')];
  const text = words(9003, 30);
  const raw = rawPost({ html: `<p>${text}</p><p>${words(9001, 200)}</p>` });
  const [id] = (await secret.lists(raw)).added;
  for (const guess of [{ title: null, html: '' }, { html: '' }, { html: `<p>${text}</p>` }]) await nosy.lists({ ...raw, ...guess });
  expect(await carriersOf(id!)).toEqual([secret.id]);
});

it('makes a post of its own of what a feed changes beyond recognition while other feeds carry it', async () => {
  const [one, two] = [await feed('https://planet-2.example/feed'), await feed('https://planet-3.example/feed')];
  const raw = rawPost();
  const [id] = (await one.lists(raw)).added;
  expect(await two.lists(raw)).toMatchObject({ linked: [id] });
  const text = await textOf(id!);
  const changed = { ...raw, title: 'Ferries for sale', html: '<p>Buy them all.</p>' };
  const { added, edited } = await one.lists(changed);
  expect([added.length, edited.length]).toEqual([1, 0]);
  expect(await textOf(id!)).toBe(text);
  expect(await one.lists(changed)).toEqual({ added: [], edited: [], linked: [] });
});

it('saves each post once when two processes save the same batch at the same moment', async () => {
  const source = await makeSource(database.db);
  const batch = Array.from({ length: 120 }, () => rawPost());
  const results = await Promise.all([1, 2, 3].map(() => save(source, batch)));
  expect(results.reduce((sum, result) => sum + result.added.length, 0)).toBe(120);
});

it('saves every message of a channel, also pictures without a word and greetings that come each morning', async () => {
  const source = await makeSource(database.db, { kind: 'telegram', address: 'harbour_news' });
  const message = (messageId: number, html = '') => {
    const photo = { type: 'photo' as const, url: `https://cdn.example/${messageId}.jpg`, mimeType: null, size: null };
    return rawPost({
      guid: String(messageId),
      url: `https://t.me/harbour_news/${messageId}`,
      title: null,
      html,
      media: html === '' ? [photo] : [],
      telegram: { chatId: '-1001', messageId, views: null, edited: false },
    });
  };
  const channel = { kind: 'telegram' as const, address: 'harbour_news' };
  await save(source, [message(100), message(101, '<p>Good morning</p>')], channel);
  expect((await save(source, [message(80), message(81), message(82, '<p>Good morning</p>')], channel)).added).toHaveLength(3);
});

it('knows the items of a feed that makes new ids at each visit, but not short ones that say the same again', async () => {
  const source = await makeSource(database.db);
  const long = rawPost({ guid: 'visit-1-a', url: null });
  const short = rawPost({ guid: 'visit-1-b', url: null, title: 'Good morning', html: '' });
  expect((await save(source, [long, short])).added).toHaveLength(2);
  expect((await save(source, [{ ...long, guid: 'visit-2-a' }])).added).toHaveLength(0);
  expect((await save(source, [{ ...short, guid: 'visit-2-b', postedAt: new Date('2026-11-20T11:00:00Z') }])).added).toHaveLength(1);
});

it('hands out change numbers that become visible in their order', async () => {
  const source = await makeSource(database.db);
  let last = 0;
  let seen = 0;
  let saving = true;
  const watch = (async () => {
    while (saving) {
      const found = await rows<{ rev: number }>(database.db, sql`select rev from posts where rev > ${last} and source_id = ${source} order by rev`);
      seen += found.length;
      last = found.at(-1)?.rev ?? last;
    }
  })();
  await Promise.all(
    Array.from({ length: 6 }, () =>
      save(
        source,
        Array.from({ length: 30 }, () => rawPost()),
      ),
    ),
  );
  saving = false;
  await watch;
  seen += (await rows(database.db, sql`select 1 as one from posts where rev > ${last} and source_id = ${source}`)).length;
  expect(seen).toBe(180);
});

it('joins a copy in another source to the story of the first, and takes it out again on request', async () => {
  const [one, two] = [await makeSource(database.db), await makeSource(database.db)];
  const [first1] = (await save(one, [rawPost({ title: 'Electric ferry for the harbour', html: `<p>${longText}</p>` })])).added;
  const [copy] = (await save(two, [rawPost({ title: 'Electric ferry for the harbour', html: `<p>${longText} Subscribe to our channel!</p>` })])).added;
  const story = async (id: number) =>
    (await first<{ story_id: number; index_status: string; tags: string[] }>(
      database.db,
      sql`select story_id, index_status, tags from posts where id = ${id}`,
    ))!;
  expect(await story(copy!)).toMatchObject({ story_id: first1, index_status: 'skipped', tags: [] });
  await splitStory(deps, copy!);
  expect(await story(copy!)).toMatchObject({ story_id: copy, index_status: 'pending', tags: (await story(first1!)).tags });
  const jobs = await rows<{ name: string }>(database.db, sql`select name from pgboss.job where data->'postIds' = ${JSON.stringify([copy])}::jsonb`);
  expect(jobs.map((job) => job.name)).toContain('embeddings');
  await unsplitStory(deps, copy!);
  expect((await story(copy!)).story_id).toBe(first1);
});

it('finds the copy also in a process that has just started, with fingerprints that are kept and without', async () => {
  const [one, two, three] = [await makeSource(database.db), await makeSource(database.db), await makeSource(database.db)];
  const text =
    'Engineers at the Polar station measured the thickest ice in nine years, 3.4 metres at the eastern edge, and postponed the supply convoy until the second week of March, the station chief Oleg Tarn reported.';
  const [original] = (await save(one, [rawPost({ title: 'Thick ice', html: `<p>${text}</p>` })])).added;
  const story = async (id: number) => (await first<{ story_id: number }>(database.db, sql`select story_id from posts where id = ${id}`))!.story_id;
  deps = { ...deps, duplicates: createDuplicateFinder({ clock }) };
  // What is found now was not read from the text.
  const body = (await first<{ text: string }>(database.db, sql`select text from post_bodies where post_id = ${original}`))!.text;
  await database.db.execute(sql`update post_bodies set text = '' where post_id = ${original}`);
  const [copy] = (await save(two, [rawPost({ title: 'Thick ice', html: `<p>${text}</p>` })])).added;
  expect(await story(copy!)).toBe(original);
  await database.db.execute(sql`update post_bodies set text = ${body} where post_id = ${original}`);
  await database.db.execute(sql`delete from post_prints`);
  deps = { ...deps, duplicates: createDuplicateFinder({ clock }) };
  const [again] = (await save(three, [rawPost({ title: 'Thick ice', html: `<p>${text}</p>` })])).added;
  expect(await story(again!)).toBe(original);
});

const storyOf = async (id: number) =>
  (await first<{ story_id: number; index_status: string }>(database.db, sql`select story_id, index_status from posts where id = ${id}`))!;

const jobsOf = async (id: number) =>
  (await rows(database.db, sql`select 1 as one from pgboss.job where data->'postIds' @> ${JSON.stringify([id])}::jsonb`)).length;

/** A text of its own, in as many sources as asked. */
async function saveCopies(subject: string, count: number, raw: Partial<RawPost> = {}): Promise<number[]> {
  const html = `<p>${words([...subject].reduce((seed, letter) => seed * 31 + letter.codePointAt(0)!, 7) % 1_000_003, 60).replaceAll(' ', ` ${subject}`)}</p>`;
  const ids: number[] = [];
  for (let n = 0; n < count; n++) ids.push(...(await save(await makeSource(database.db), [rawPost({ title: `News of the ${subject}`, html, ...raw })])).added);
  return ids;
}

it('joins a new copy to what a story has become since its first post was split off', async () => {
  const [head, heir] = await saveCopies('lighthouse', 2);
  await splitStory(deps, head!);
  expect(await storyOf(heir!)).toEqual({ story_id: heir, index_status: 'pending' });
  const [next] = await saveCopies('lighthouse', 1);
  expect([head, heir]).toContain((await storyOf(next!)).story_id);
  expect((await storyOf(head!)).story_id).toBe(head);
});

it('does not join a copy of a post that was split off to the story that it was taken out of', async () => {
  const more = '<p>A reader from the southern bank adds that tickets will cost four crowns.</p>';
  const [one, two, three] = [await makeSource(database.db), await makeSource(database.db), await makeSource(database.db)];
  const html = `<p>${words(77, 60).replaceAll(' ', ' tram')}</p>`;
  const [head] = (await save(one, [rawPost({ title: 'Tramway', html })])).added;
  const [copy] = (await save(two, [rawPost({ title: 'Tramway', html: html + more })])).added;
  expect((await storyOf(copy!)).story_id).toBe(head);
  await splitStory(deps, copy!);
  const [next] = (await save(three, [rawPost({ title: 'Tramway', html: html + more })])).added;
  expect((await storyOf(next!)).story_id).toBe(copy);
});

it('has a post that was split off, and the heir of a split, indexed', async () => {
  const [head, heir, third] = await saveCopies('granary', 3);
  const before = [await jobsOf(heir!), await jobsOf(third!)];
  await splitStory(deps, third!);
  await splitStory(deps, head!);
  expect(await jobsOf(heir!)).toBeGreaterThan(before[0]!);
  expect(await jobsOf(third!)).toBeGreaterThan(before[1]!);
});

it('puts the first post of a story back at its head', async () => {
  const [head, heir, third] = await saveCopies('windmill', 3);
  await splitStory(deps, head!);
  expect((await storyOf(third!)).story_id).toBe(heir);
  await unsplitStory(deps, head!);
  expect((await storyOf(head!)).story_id).toBe(head);
  expect(await storyOf(heir!)).toEqual({ story_id: head, index_status: 'skipped' });
  expect((await storyOf(third!)).story_id).toBe(head);
  await expect(unsplitStory(deps, head!)).rejects.toMatchObject({ code: 'not_found' });
  await splitStory(deps, heir!);
  await unsplitStory(deps, heir!);
  expect(await storyOf(heir!)).toEqual({ story_id: head, index_status: 'skipped' });
});

it('puts posts back that were taken out of one story one after the other', async () => {
  const [head, second, third, fourth] = await saveCopies('quarry', 4);
  const stories = async () => Promise.all([head, second, third, fourth].map(async (id) => (await storyOf(id!)).story_id));
  await splitStory(deps, head!);
  await splitStory(deps, second!);
  expect(await stories()).toEqual([head, second, third, third]);
  await unsplitStory(deps, head!);
  expect(await stories()).toEqual([head, second, head, head]);
  await unsplitStory(deps, second!);
  expect(await stories()).toEqual([head, head, head, head]);
  await splitStory(deps, third!);
  await splitStory(deps, head!);
  await unsplitStory(deps, third!);
  await unsplitStory(deps, head!);
  expect(await stories()).toEqual([head, head, head, head]);
});

it('knows each post once, also when it reads what is new in two places at the same moment', async () => {
  const [head] = await saveCopies('observatory', 1);
  const finder = createDuplicateFinder({ clock });
  const post = normalise(rawPost(), { id: 0, kind: 'rss', address: 'https://site.example/feed', language: null }, clock.now());
  const late = { id: head! + 1_000_000, source: { id: 0 }, postedAt: clock.now(), print: fingerprintOf(post) };
  await Promise.all([finder.catchUp(database.db), finder.match(database.db, [late], head!), finder.catchUp(database.db)]);
  await database.db.execute(sql`delete from posts where id = ${head}`);
  deps = { ...deps, duplicates: finder };
  const [copy] = await saveCopies('observatory', 1);
  expect((await storyOf(copy!)).story_id).toBe(copy);
});

it('has the heir indexed when the first post of a story is cleaned up, and joins later copies to it', async () => {
  const [head, heir] = await saveCopies('aqueduct', 2);
  await database.db.execute(sql`update posts set posted_at = ${'2025-01-01'}::timestamptz, created_at = ${'2025-01-01'}::timestamptz where id = ${head}`);
  const before = await jobsOf(heir!);
  expect(await cleanUpPosts(deps)).toBe(1);
  expect(await storyOf(heir!)).toEqual({ story_id: heir, index_status: 'pending' });
  expect(await jobsOf(heir!)).toBeGreaterThan(before);
  const [next] = await saveCopies('aqueduct', 1);
  expect((await storyOf(next!)).story_id).toBe(heir);
});

it('keeps an old post that somebody saved', async () => {
  const [saved, other] = [...(await saveCopies('sawmill', 1)), ...(await saveCopies('tannery', 1))];
  await database.db.execute(
    sql`update posts set posted_at = ${'2025-01-01'}::timestamptz, created_at = ${'2025-01-01'}::timestamptz where id in (${saved!}, ${other!})`,
  );
  await database.db.execute(sql`insert into post_marks (user_id, post_id, saved_at) values (1, ${saved}, now())`);
  expect(await cleanUpPosts(deps)).toBe(1);
  expect(await rows(database.db, sql`select id from posts where id in (${saved!}, ${other!})`)).toEqual([{ id: saved }]);
});
