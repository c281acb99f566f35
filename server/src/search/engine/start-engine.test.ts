import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '#platform/sql';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeSource, rawPost } from '#test/factories';
import { silent, testClock } from '#test/fakes';
import { startBus, type Bus } from '#platform/bus';
import { first } from '#platform/db';
import { createDuplicateFinder, normalise, savePosts, type RawPost } from '#posts';
import { listeners, queues } from '../../wiring.ts';
import { saveEmbeddings } from '../save-embeddings.ts';
import type { EngineQuery } from './protocol.ts';
import { SearchState } from './search-state.ts';
import { catchUp } from './tail.ts';
import { startSearchEngine, type SearchEngine, type StartEngineOptions } from './start-engine.ts';

const clock = testClock();
let database: TestDatabase;
let bus: Bus;
let folder: string;
let source: number;
const running: SearchEngine[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
});
afterAll(() => bus.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-search-'));
  source = await makeSource(database.db);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(given: Partial<StartEngineOptions> = {}): Promise<SearchEngine> {
  const engine = await startSearchEngine({ databaseUrl: database.url, folder, model: null, log: silent, patience: 15, ...given });
  running.push(engine);
  return engine;
}

async function save(raws: Partial<RawPost>[]): Promise<number[]> {
  const from = { id: source, kind: 'rss' as const };
  const posts = raws.map((raw) => normalise(rawPost(raw), { ...from, address: 'https://site.example/feed', language: null }, clock.now()));
  return (await savePosts({ db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) }, from, posts)).added;
}

function query(given: Partial<EngineQuery>): EngineQuery {
  return {
    text: '',
    phrases: [],
    notWords: [],
    notPhrases: [],
    tags: [],
    notTags: [],
    selection: { sourceIds: [source] },
    mode: 'lexical',
    vector: null,
    sort: 'relevance',
    offset: 0,
    limit: 20,
    now: clock.now().getTime() / 1000,
    ...given,
  };
}

it('lets go of the embedding of a post that is gone', async () => {
  const [id] = await save([{}]);
  await database.db.transaction((tx) =>
    saveEmbeddings(tx, { model: 'gone', dimension: 2, items: [{ postId: id!, vector: new Float32Array([1, 0]), textHash: 'x' }] }),
  );
  await database.db.execute(sql`delete from posts where id = ${id}`);
  expect(await first(database.db, sql`select count(*)::int as n from embeddings where post_id = ${id}`)).toEqual({ n: 0 });
});

it('waits with a vector for its post only while that is to come', async () => {
  const [id] = await save([{}]);
  const state = new SearchState();
  await catchUp(database.pool, state);
  await state.putVector(id! + 1_000_000, new Float32Array([1, 0]));
  await save([{}]);
  await catchUp(database.pool, state);
  expect(state.early.size).toBe(0);
});

async function find(engine: SearchEngine, given: Partial<EngineQuery>): Promise<number[]> {
  return (await engine.search(query(given))).hits.map((hit) => hit.postId);
}

/** Asks until the answer is as expected: changes are seen a moment after they are saved. */
async function eventually(engine: SearchEngine, given: Partial<EngineQuery>, expected: number[]): Promise<void> {
  engine.changed();
  await expect.poll(() => find(engine, given), { interval: 30 }).toEqual(expected);
}

it('finds what is in the database when it starts, and what is saved, edited and removed later', async () => {
  const [first] = await save([{ title: 'Zeppelin over Tarnholm' }]);
  const engine = await start();
  expect(await find(engine, { text: 'zeppelins' })).toEqual([first]);
  const [second] = await save([{ title: 'Marmalade prices fall' }]);
  await eventually(engine, { text: 'marmalade' }, [second!]);

  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7201)`);
    await tx.execute(sql`update posts set title = 'Quince prices fall', tags = '{}', rev = nextval('posts_rev') where id = ${second}`);
  });
  await eventually(engine, { text: 'quince' }, [second!]);
  expect(await find(engine, { text: 'marmalade' })).toEqual([]);

  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7201)`);
    await tx.execute(sql`delete from posts where id = ${second}`);
    await tx.execute(sql`insert into post_removals (post_id, rev) values (${second}, nextval('posts_rev'))`);
  });
  await eventually(engine, { text: 'quince' }, []);
});

it('sees a new source of a post that it knows', async () => {
  const [post] = await save([{ title: 'Periwinkle census' }]);
  const engine = await start();
  const other = await makeSource(database.db);
  expect(await find(engine, { text: 'periwinkle', selection: { sourceIds: [other] } })).toEqual([]);
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7201)`);
    await tx.execute(sql`insert into post_sources (post_id, source_id, posted_at) values (${post}, ${other}, now())`);
    await tx.execute(sql`update posts set rev = nextval('posts_rev') where id = ${post}`);
  });
  await eventually(engine, { text: 'periwinkle', selection: { sourceIds: [other] } }, [post!]);
});

it('finds vectors of its model only, also those of posts that change later', async () => {
  const [a, b] = await save([{ title: 'Alder' }, { title: 'Birch' }]);
  const vectors = (model: string, x: number[], y: number[]) =>
    database.db.transaction((tx) =>
      saveEmbeddings(tx, {
        model,
        dimension: 2,
        items: [
          { postId: a!, vector: Float32Array.from(x), textHash: 'a' },
          { postId: b!, vector: Float32Array.from(y), textHash: 'b' },
        ],
      }),
    );
  await vectors('north', [3, 0], [0, 5]);
  await vectors('south', [0, 1], [1, 0]);
  const north = await start({ model: 'north' });
  const near = { text: 'anything', mode: 'vector' as const, vector: Float32Array.from([1, 0]) };
  expect(await find(north, near)).toEqual([a, b]);
  expect((await north.search(query(near))).hits[0]!.score).toBeCloseTo(1, 5);
  await north.stop();
  const south = await start({ model: 'south' });
  expect(await find(south, near)).toEqual([b, a]);
});

it('goes on from its snapshot, and makes it anew when it is damaged', async () => {
  const posts = await save(Array.from({ length: 520 }, (_, n) => ({ title: `Buoy ${n} checked` })));
  const first = await start();
  await find(first, { text: 'buoy' });
  await first.stop();
  const [file] = readdirSync(folder);
  expect(file).toBe('index.snapshot');
  const [later] = await save([{ title: 'Buoy 9000 checked' }]);

  const second = await start();
  expect((await second.search(query({ text: 'buoy', limit: 100 }))).total).toBe(posts.length + 1);
  expect(await find(second, { text: '9000' })).toEqual([later]);
  await second.stop();

  const path = join(folder, file!);
  const bytes = readFileSync(path);
  bytes[Math.trunc(bytes.length / 3)]! ^= 0x55;
  writeFileSync(path, bytes);
  const third = await start();
  expect((await third.search(query({ text: 'buoy', limit: 100 }))).total).toBe(posts.length + 1);
});

it('throws a snapshot away that is of other posts', async () => {
  await save(Array.from({ length: 510 }, (_, n) => ({ title: `Kestrel ${n} ringed` })));
  const first = await start();
  await find(first, { text: 'kestrel' });
  await first.stop();
  // As after the database was put back to an earlier day: no removals tell of it.
  await database.db.execute(sql`delete from posts where source_id = ${source}`);
  const [left] = await save([{ title: 'Kestrel alone' }]);
  const second = await start();
  expect(await find(second, { text: 'kestrel' })).toEqual([left]);
});

it('says that it is not ready when the database is out of reach, and tells its state', async () => {
  const engine = await start({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', patience: 0.05 });
  await expect(engine.search(query({ text: 'anything' }))).rejects.toMatchObject({ code: 'not_ready' });
  expect(await engine.status()).toMatchObject({ ready: false, docs: 0 });
});

it('refuses questions once it is stopped', async () => {
  const engine = await start();
  await engine.stop();
  await expect(engine.search(query({ text: 'anything' }))).rejects.toMatchObject({ code: 'not_ready' });
});

it('refuses what is asked while its thread is broken, at once', async () => {
  const thread = Object.assign(new EventEmitter(), { postMessage: () => {} });
  const engine = await startSearchEngine({ databaseUrl: '', folder, model: null, log: silent }, () => thread as never);
  const asked = engine.status();
  thread.emit('exit', 1);
  await expect(asked).rejects.toMatchObject({ code: 'not_ready' });
  await expect(engine.status()).rejects.toMatchObject({ code: 'not_ready' });
  engine.changed();
  await engine.stop();
});
