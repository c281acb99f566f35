/** The whole way of a search: from the request's body to the answer, with the index in its thread and the posts in PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchBody } from '../server/src/contract/index.ts';
import { migrateDatabase, openDatabase, type Database } from '../server/src/platform/db.ts';
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { sql } from '../server/src/platform/sql.ts';
import { saveEmbeddings, searchPosts, startSearchEngine, type SearchEngine } from '../server/src/search/index.ts';
import { makeCorpus, type Corpus, type CorpusPost } from './corpus.ts';
import { median, percentile, type Figure } from './report.ts';
import { makePeople } from './search-sample.ts';
import { timeEach } from './search-times.ts';

const DIMENSION = 384;
const SOURCES = 2000;
const BATCH = 1000;
const QUERIES = 60;
/** A program that runs has answered some before; with fewer, the first ones time its compiler. They are other queries. */
const WARM_UPS = 60;

type Tell = (figure: Pick<Figure, 'metric' | 'value' | 'unit' | 'target' | 'reference'>) => void;

export async function benchDatabase(tell: Tell, posts: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false });
  const database = openDatabase(server.url, { connections: 5 });
  try {
    await migrateDatabase(database);
    const corpus = makeCorpus({ posts, dimension: DIMENSION, sources: SOURCES });
    const words = await fillDatabase(database, corpus);
    // As the server does by itself within a minute; right after a fill it plans by guesses, and the first to read a row writes that it is valid.
    await database.db.execute(sql`vacuum analyze`);
    const started = performance.now();
    const engine = await startSearchEngine({ databaseUrl: server.url, folder: join(folder, 'search'), model: 'bench', log: createLog('warn'), patience: 3600 });
    try {
      await engine.search({
        text: 'x',
        phrases: [],
        notWords: [],
        notPhrases: [],
        tags: [],
        notTags: [],
        selection: { sourceIds: [] },
        mode: 'lexical',
        vector: null,
        sort: 'relevance',
        offset: 0,
        limit: 1,
        now: 0,
      });
      tell({ metric: 'indexing from the database, with vectors', value: posts / ((performance.now() - started) / 1000), unit: 'posts/s' });
      await benchAnswers(tell, { database, engine, corpus, words, posts });
    } finally {
      await engine.stop();
    }
  } finally {
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Setting {
  database: Database;
  engine: SearchEngine;
  corpus: Corpus;
  words: string[];
  posts: number;
}

async function benchAnswers(tell: Tell, { database, engine, corpus, words, posts }: Setting): Promise<void> {
  const embedder = { model: 'bench', dimension: DIMENSION, embed: async (texts: readonly string[]) => texts.map(() => corpus.query()) };
  const makeQueries = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => Array.from({ length: 1 + (i % 3) }, () => words[Math.floor(corpus.random() * words.length)]!).join(' '));
  const queries = makeQueries(QUERIES);
  const warmUps = makeQueries(WARM_UPS);
  const deps = { db: database.db, engine, embedder, clock: { now: () => new Date(Date.UTC(2026, 10, 20)) }, thumbOf: () => null, imageOf: () => null };
  const conditionsOf = (mode: 'lexical' | 'hybrid') => (query: string) => searchPosts(deps, { userId: 1 }, searchBody.parse({ query, mode }));
  const target = { atMost: posts <= 100_000 ? 40 : 120 };
  const ranked = await timeEach(queries, (query) => rankInDatabase(database, query));
  const reference = { name: 'ts_rank_cd over all matches in PostgreSQL, ids only', value: percentile(ranked, 0.95) };
  await timeEach(warmUps, conditionsOf('lexical'));
  const lexical = await timeEach(queries, conditionsOf('lexical'));
  tell({ metric: 'answer by words, top 20 with snippets, p50', value: median(lexical), unit: 'ms' });
  tell({ metric: 'answer by words, top 20 with snippets, p95', value: percentile(lexical, 0.95), unit: 'ms', reference });
  await timeEach(warmUps, conditionsOf('hybrid'));
  const hybrid = await timeEach(queries, conditionsOf('hybrid'));
  tell({ metric: 'hybrid answer, stories, facets, snippets, top 20, p50', value: median(hybrid), unit: 'ms' });
  tell({ metric: 'hybrid answer, stories, facets, snippets, top 20, p95', value: percentile(hybrid, 0.95), unit: 'ms', target, reference });
}

async function rankInDatabase({ db }: Database, query: string): Promise<void> {
  await db.execute(sql`
    select p.id from posts p join bench_words w on w.post_id = p.id, websearch_to_tsquery('russian', ${query}) q
    where w.words @@ q and p.source_id in (select source_id from follows where user_id = 1) order by ts_rank_cd(w.words, q) desc limit 20`);
}

/** Posts, vectors, one person, and text search vectors for the comparison. Returns words that occur. */
async function fillDatabase(database: Database, corpus: Corpus): Promise<string[]> {
  const { db } = database;
  await db.execute(sql`insert into users (name) values ('bench')`);
  await db.execute(sql`insert into sources (kind, address, title) select 'import', 'source ' || n, 'Source ' || n from generate_series(1, ${SOURCES}::int) n`);
  const [follows] = makePeople(corpus);
  await db.execute(sql`insert into follows (user_id, source_id) select 1, id from unnest(${sql.param(follows)}::int[]) as id`);
  let batch: CorpusPost[] = [];
  let first = 1;
  const words = new Set<string>();
  for (const post of corpus.posts()) {
    if (words.size < 4000) for (const word of post.text.split(' ').slice(0, 12)) words.add(word.replace('.', ''));
    if (batch.push(post) < BATCH) continue;
    await insert(database, batch, first);
    first += batch.length;
    batch = [];
  }
  if (batch.length > 0) await insert(database, batch, first);
  await db.execute(sql`create table bench_words as select post_id, to_tsvector('russian', text) as words from post_bodies`);
  await db.execute(sql`create index on bench_words using gin (words)`);
  await db.execute(sql`create unique index on bench_words (post_id)`);
  await db.execute(sql`analyze`);
  return [...words];
}

async function insert({ db }: Database, batch: readonly CorpusPost[], first: number): Promise<void> {
  const records = batch.map((post, i) => ({
    id: first + i,
    source: post.source + 1,
    title: post.title,
    text: post.text,
    at: post.postedAt.toISOString(),
    language: post.language,
    story: post.story + 1,
  }));
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into posts (id, unique_code, source_id, external_id, title, language, posted_at, content_hash, story_id, rev) overriding system value
      select id, 'bench' || id, source, 'c' || id, title, language, at, '', story, nextval('posts_rev')
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (id int8, source int, title text, language text, at timestamptz, story int8)`);
    await tx.execute(
      sql`insert into post_bodies (post_id, text, blocks) select id, text, '[]' from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (id int8, text text)`,
    );
    await tx.execute(
      sql`insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from posts where id >= ${first} and id < ${first + batch.length}`,
    );
    await saveEmbeddings(tx, {
      model: 'bench',
      dimension: DIMENSION,
      items: batch.map((post, i) => ({ postId: first + i, vector: post.vector!, textHash: '' })),
    });
  });
}
