import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '#platform/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#accounts';
import type { Embedder } from '#ai';
import { searchBody } from '#contract';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser, rawPost } from '#test/factories';
import { silent, testClock } from '#test/fakes';
import { startBus, type Bus } from '#platform/bus';
import { rows } from '#platform/db';
import { AppError } from '#platform/errors';
import { createDuplicateFinder, normalise, saveItems, type RawPost } from '#posts';
import { listeners, queues } from '../wiring.ts';
import { startSearchEngine, type SearchEngine } from './engine/start-engine.ts';
import { saveEmbeddings } from './save-embeddings.ts';
import { searchPosts } from './search-posts.ts';

const clock = testClock();
const folder = mkdtempSync(join(tmpdir(), 'tidings-search-'));
let database: TestDatabase;
let bus: Bus;
let engine: SearchEngine;
let ada: Actor;
let ben: Actor;
let dora: Actor;
const sources: Record<'harbour' | 'market' | 'secret' | 'pier', number> = { harbour: 0, market: 0, secret: 0, pier: 0 };
const posts = new Map<string, number>();

/** Directions that stand for meanings: what is about boats, what is about money. */
const boats = Float32Array.from([1, 0, 0]);
const money = Float32Array.from([0, 1, 0]);
const embedder: Embedder = { model: 'compass', dimension: 3, embed: async (texts) => texts.map((text) => (/ship|vessel|судно/.test(text) ? boats : money)) };

const texts: (Partial<RawPost> & { key: string; in: keyof typeof sources })[] = [
  {
    key: 'ferry',
    in: 'harbour',
    title: 'The electric ferry of Tarnholm sails',
    html: '<p>The council of Tarnholm opened the new line on Friday. Tickets cost 4 crowns, said Mira Holm, and the boat carries 80 cars.</p>',
  },
  {
    key: 'ferryCopy',
    in: 'market',
    title: 'The electric ferry of Tarnholm sails',
    html: '<p>The council of Tarnholm opened the new line on Friday. Tickets cost 4 crowns, said Mira Holm, and the boat carries 80 cars.</p>',
  },
  {
    key: 'grain',
    in: 'market',
    title: 'Цены на зерно выросли',
    html: '<p>Правительство обсудило экспорт пшеницы. Биржевые котировки выросли на 4 %.</p>',
    postedAt: new Date('2026-11-18T10:00:00Z'),
  },
  {
    key: 'rates',
    in: 'market',
    title: 'Interest rates stay',
    html: '<p>The bank of Osterby keeps its rate, with a link to <a href="https://bank.example/minutes">the minutes</a>.</p>',
    media: [{ type: 'photo', url: 'https://pictures.example/bank.jpg', mimeType: 'image/jpeg', size: null }],
    categories: ['Economy'],
  },
  { key: 'hidden', in: 'secret', title: 'The hidden ferry of Xanthippe', html: '<p>Only followers may know the word xanthippean.</p>' },
  { key: 'pier', in: 'pier', title: 'Расписание пристани', html: `<p>${'Утром над водой туман. '.repeat(20)}В полдень паромы уходят на север.</p>` },
];

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  ada = await makeUser(database.db, 'ada');
  ben = await makeUser(database.db, 'ben');
  dora = await makeUser(database.db, 'dora');
  sources.harbour = await makeSource(database.db, { kind: 'telegram', address: 'harbour_news', title: 'Harbour news' });
  sources.market = await makeSource(database.db, { address: 'https://market.example/rss', title: 'Рынок и деньги' });
  sources.secret = await makeSource(database.db, { title: 'Secret' });
  sources.pier = await makeSource(database.db, { title: 'Пристань' });
  await makeFollow(database.db, ada, sources.harbour);
  await makeFollow(database.db, ada, sources.market);
  await makeFollow(database.db, ben, sources.secret);
  await makeFollow(database.db, dora, sources.pier);
  for (const { key, in: name, ...raw } of texts) {
    const source = { id: sources[name], kind: 'rss' as const };
    const post = normalise(rawPost(raw), { ...source, address: `https://${key}.example/`, language: null }, clock.now());
    const saved = await saveItems({ db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) }, [{ source, post }]);
    posts.set(key, saved.added[0]!);
  }
  const vectors = { ferry: boats, grain: money, rates: money, hidden: boats };
  await database.db.transaction((tx) =>
    saveEmbeddings(tx, {
      model: 'compass',
      dimension: 3,
      items: Object.entries(vectors).map(([key, vector]) => ({ postId: posts.get(key)!, vector, textHash: key })),
    }),
  );
  engine = await startSearchEngine({ databaseUrl: database.url, folder, model: 'compass', log: silent, patience: 15 });
});
afterAll(async () => {
  await engine?.stop();
  await bus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function search(body: Parameters<typeof searchBody.parse>[0], actor = ada, given: Partial<Parameters<typeof searchPosts>[0]> = {}) {
  return searchPosts({ db: database.db, engine, embedder, clock, thumbOf: () => null, imageOf: () => null, ...given }, actor, searchBody.parse(body));
}

async function found(query: string, actor = ada): Promise<string[]> {
  const answer = await search({ query, mode: 'lexical' }, actor);
  return answer.results.map((result) => [...posts].find(([, id]) => id === result.postId)![0]);
}

function markedIn({ snippet, highlights }: Awaited<ReturnType<typeof search>>['results'][number]): string[] {
  return highlights.snippet.map(([start, end]) => snippet.slice(start, end));
}

describe('who finds what', () => {
  it('finds posts of followed sources only, by words and by meaning', async () => {
    expect(await found('xanthippe')).toEqual([]);
    expect(await found('xanthippe', ben)).toEqual(['hidden']);
    const near = await search({ query: 'ship', mode: 'vector', limit: 100 });
    expect(near.results.map((result) => result.postId)).not.toContain(posts.get('hidden'));
    expect(near.facets.sources.map((facet) => facet.id)).not.toContain(sources.secret);
  });

  it('does not let a source be searched by naming its id', async () => {
    expect((await search({ query: 'ferry', filters: { sourceIds: [sources.secret] } })).results).toEqual([]);
  });

  it('does not offer a word that only the posts of others hold', async () => {
    expect((await search({ query: 'xanthippeen', mode: 'lexical' })).understood.corrected).toBeNull();
    expect((await search({ query: 'xanthippeen', mode: 'lexical' }, ben)).understood.corrected).toBe('xanthippean');
  });
});

describe('the query', () => {
  it('finds forms of words in both languages, in the title and in the text', async () => {
    expect(await found('цена зерна')).toEqual(['grain']);
    expect(await found('биржевая котировка')).toEqual(['grain']);
    expect(await found('bank rates')).toEqual(['rates']);
  });

  it('takes phrases, exclusions and filters', async () => {
    expect(await found('"rate with a link"')).toEqual(['rates']);
    expect(await found('"rate link"')).toEqual([]);
    expect(await found('выросли -пшеница')).toEqual([]);
    expect(await found('ferry from:@harbour_news')).toEqual(['ferry']);
    expect(await found('source:рынок rates')).toEqual(['rates']);
    expect(await found('rates -source:market.example')).toEqual([]);
    expect(await found('tag:economy')).toEqual(['rates']);
    expect(await found('lang:ru')).toEqual(['grain']);
    expect(await found('до:2026-11-19')).toEqual(['grain']);
    expect(await found('has:photo')).toEqual(['rates']);
    expect(await found('есть:ссылка')).toEqual(['rates']);
    expect(await found('source:рынок -lang:ru -есть:фото')).toEqual(['ferryCopy']);
  });

  it('shows the newest first when asked, and everything for an empty query', async () => {
    const answer = await search({ query: '', sort: 'newest' });
    expect(answer.results.at(-1)!.postId).toBe(posts.get('grain'));
    expect(answer.total).toBe(3);
  });

  it('corrects a slip and a wrong keyboard layout, and says so', async () => {
    const slip = await search({ query: 'правительсво', mode: 'lexical' });
    expect(slip.results[0]!.postId).toBe(posts.get('grain'));
    expect(slip.understood.corrected).toBe('правительство');
    expect((await search({ query: 'pthyj', mode: 'lexical' })).understood.corrected).toBe('зерно');
  });

  it('does not put right what looks like a filter and is none', async () => {
    const { results, understood } = await search({ query: 'зерно before:copies', mode: 'lexical' });
    expect(results[0]!.postId).toBe(posts.get('grain'));
    expect(understood).toMatchObject({ corrected: null, also: [], notUnderstood: ['before:copies'] });
    expect((await search({ query: 'правительсво:да', mode: 'lexical' })).understood.corrected).toBeNull();
  });

  it('goes over the sources of a folder that is named', async () => {
    const [made] = await rows<{ id: number }>(database.db, sql`insert into folders (user_id, name) values (${ada.userId}, 'Энергия моря') returning id`);
    await database.db.execute(sql`update follows set folder_id = ${made!.id} where user_id = ${ada.userId} and source_id = ${sources.harbour}`);
    expect(await found('папка:"энергия моря" tarnholm')).toEqual(['ferry']);
    expect(await found('osterby -folder:"Энергия моря"')).toEqual(['rates']);
    expect(await found('osterby folder:"Энергия моря"')).toEqual([]);
    expect((await search({ query: 'папка:"энергия моря"' })).understood).toMatchObject({ notUnderstood: [], set: { sources: ['энергия моря'] } });
  });

  it('means by a date the day of the person who asks', async () => {
    const grain = async () => found('зерно after:2026-11-18 before:2026-11-19');
    expect(await grain()).toEqual(['grain']);
    await database.db.execute(sql`update users set timezone = 'Pacific/Kiritimati' where id = ${ada.userId}`);
    expect(await grain()).toEqual([]);
    expect(await found('зерно after:2026-11-19 before:2026-11-20')).toEqual(['grain']);
    await database.db.execute(sql`update users set timezone = 'UTC' where id = ${ada.userId}`);
  });

  it('looks for the words of a long phrase that no post holds, and says so', async () => {
    const answer = await search({ query: '"tickets for the electric ferry of Tarnholm"', mode: 'lexical' });
    expect(answer.results[0]!.postId).toBe(posts.get('ferry'));
    expect(answer.understood.corrected).toBe('tickets for the electric ferry of Tarnholm');
    expect((await search({ query: '"ferry tickets"', mode: 'lexical' })).results).toEqual([]);
  });

  it('tells what it understood', async () => {
    const { understood } = await search({ query: 'ferry "new line" -winter after:7d in:work' });
    expect(understood).toEqual({
      words: ['ferry', '"new line"', '-winter'],
      filters: ['after:7d'],
      notUnderstood: ['in:work'],
      corrected: null,
      also: [],
      unknown: { sources: [], folders: [] },
      datesExclude: false,
      set: { after: expect.any(String), before: null, languages: [], has: [], sources: [], tags: [] },
    });
    expect((await search({ query: 'ferry before:notadate', mode: 'lexical' })).understood.notUnderstood).toEqual(['before:notadate']);
  });

  it('tells which names of sources and folders are unknown, and that dates exclude each other', async () => {
    await database.db.execute(sql`insert into folders (user_id, name) values (${ada.userId}, 'Пустая')`);
    const understood = async (query: string) => (await search({ query, mode: 'lexical' })).understood;
    expect((await understood('ferry source:Nope from:@nosuch source:market folder:Nope folder:пустая')).unknown).toEqual({
      sources: ['Nope', '@nosuch'],
      folders: ['Nope'],
    });
    // Another person's names are as unknown as those of nobody.
    expect((await understood('source:secret')).unknown.sources).toEqual(['secret']);
    expect((await understood('after:2026-11-30 before:2026-11-01')).datesExclude).toBe(true);
    expect((await understood('after:2026-11-01 before:2026-11-02')).datesExclude).toBe(false);
    expect((await search({ query: 'before:2026-11-01', filters: { after: '2026-11-30' } })).understood.datesExclude).toBe(true);
  });

  it('finds nothing for signs without words, rather than everything', async () => {
    expect(await search({ query: '???' })).toMatchObject({ results: [], total: 0, understood: { words: [], filters: [] } });
  });

  it('says which other words it looked for', async () => {
    expect((await search({ query: 'govern', mode: 'lexical' })).understood.also).toEqual([]);
    expect((await search({ query: 'electri', mode: 'lexical' })).understood.also).toEqual(['electric']);
  });

  it('refuses a filter that is no date', async () => {
    await expect(search({ query: 'ferry', filters: { after: 'soon' } })).rejects.toMatchObject({ code: 'query_invalid' });
  });
});

describe('the answer', () => {
  it('shows a story once, with its other sources', async () => {
    const { results, total } = await search({ query: 'electric ferry', mode: 'lexical' });
    expect(total).toBe(1);
    expect(results).toHaveLength(1);
    expect(results[0]!.story).toMatchObject({ count: 2 });
    expect(results[0]!.story!.sources.map((source) => source.sourceId)).toEqual([sources.harbour, sources.market]);
  });

  it('marks what was looked for in title and snippet', async () => {
    const [result] = (await search({ query: 'ferries tickets', mode: 'lexical' })).results;
    const marked = result!.highlights.snippet.map(([start, end]) => result!.snippet.slice(start, end));
    expect(marked).toContain('Tickets');
    expect(result!.highlights.title.map(([start, end]) => result!.title!.slice(start, end))).toEqual(['ferry']);
  });

  it('marks the form that brought the post, also where its stem is another, and what an unfinished word became', async () => {
    const [ferries] = (await search({ query: 'паром', mode: 'lexical' }, dora)).results;
    expect(markedIn(ferries!)).toEqual(['паромы']);
    for (const sort of ['relevance', 'newest'] as const) {
      const [unfinished] = (await search({ query: 'osterb', mode: 'lexical', sort })).results;
      expect(markedIn(unfinished!)).toEqual(['Osterby']);
    }
  });

  it('does not say the headline again', async () => {
    const [result] = (await search({ query: 'osterby', mode: 'lexical' })).results;
    expect(result!.snippet).toMatch(/^The bank of Osterby/);
  });

  it('counts sources and languages', async () => {
    const { facets } = await search({ query: '', sort: 'newest' });
    expect(facets.sources).toEqual([
      { id: sources.market, title: 'Рынок и деньги', count: 3 },
      { id: sources.harbour, title: 'Harbour news', count: 1 },
    ]);
    expect(facets.languages).toContainEqual({ language: 'ru', count: 1 });
  });

  it('shows what the person has read and saved', async () => {
    await database.db.execute(sql`insert into post_marks (user_id, post_id, read_at) values (${ada.userId}, ${posts.get('rates')}, now())`);
    expect((await search({ query: 'bank osterby', mode: 'lexical' })).results[0]).toMatchObject({
      read: true,
      saved: false,
      source: 'Рынок и деньги',
      sourceKind: 'rss',
    });
  });

  it('pages without repeating', async () => {
    const pages = await Promise.all([0, 1, 2].map((offset) => search({ query: '', sort: 'newest', offset, limit: 1 })));
    expect(new Set(pages.map((page) => page.results[0]!.postId)).size).toBe(3);
  });
});

describe('meaning', () => {
  it('finds by meaning what shares no word', async () => {
    const answer = await search({ query: 'судно' });
    expect(answer.mode).toBe('hybrid');
    expect(answer.results[0]).toMatchObject({ postId: posts.get('ferry'), byMeaning: true });
    expect((await search({ query: 'ship ferry' })).results[0]).toMatchObject({ postId: posts.get('ferry'), byMeaning: false });
    expect((await search({ query: 'судно', mode: 'vector', explain: true })).results[0]!.parts).toMatchObject({ vector: expect.closeTo(1, 3) });
  });

  it('lets the first post of a story stand in for a copy, for whoever follows only that one', async () => {
    const cleo = await makeUser(database.db, 'cleo');
    await makeFollow(database.db, cleo, sources.market);
    expect((await search({ query: 'vessel', mode: 'vector' }, cleo)).results[0]!.postId).toBe(posts.get('ferryCopy'));
  });

  it('goes by words when the model does not answer, and says so', async () => {
    let asked = 0;
    const broken: Embedder = {
      ...embedder,
      embed: async () => {
        asked += 1;
        throw new AppError('model_failed', { model: 'compass', reason: 'gone' });
      },
    };
    expect(await search({ query: 'ferry' }, ada, { embedder: broken })).toMatchObject({ mode: 'lexical', meaningMissing: true, total: 1 });
    // For a while nobody waits for it again, unless meaning is asked for by name.
    expect(await search({ query: 'ferries' }, ada, { embedder: broken })).toMatchObject({ mode: 'lexical', meaningMissing: true });
    expect(asked).toBe(1);
    await expect(search({ query: 'ferry', mode: 'vector' }, ada, { embedder: broken })).rejects.toMatchObject({ code: 'model_failed' });
    await expect(search({ query: 'ferry', mode: 'vector' }, ada, { embedder: null })).rejects.toMatchObject({ code: 'embedder_missing' });
  });
});
