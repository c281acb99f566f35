/** Collections of others with judgments of relevance: does the right document come first? */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Embedder } from '../../src/ai/embedder.ts';
import { createLocalEmbedder } from '../../src/ai/local-embedder.ts';
import { answerQuery } from '../../src/search/engine/answer-query.ts';
import { SearchState } from '../../src/search/engine/search-state.ts';
import { parseQuery } from '../../src/search/parse-query.ts';
import type { SuiteFigure } from './figure.ts';

interface Document {
  _id: string;
  title?: string;
  text: string;
}

/** nDCG@10 aimed at, by words alone. */
const SETS: Readonly<Record<string, number>> = { scifact: 0.69, 'xquad-ru': 0.95, 'xquad-en': 0.95, 'news-headlines-ru': 0.92, 'news-headlines-en': 0.92 };
const SOURCE = 1;
const NOW = new Date('2026-11-20T12:00:00Z');

export interface RetrievalOptions {
  /** Names the folder of queries. */
  half?: string;
  /** With it the search is hybrid. */
  embedder?: Pick<Embedder, 'embed'>;
  /** Written behind the name of each suite. */
  label?: string;
}

/** The same by words and meaning, with the model whose folder `TIDINGS_TEST_MODEL` names (`.../org/name`, as `tidings models pull` lays it down). Takes minutes. */
export async function runHybridRetrievalSuites(dataDir: string): Promise<SuiteFigure[]> {
  const folder = process.env['TIDINGS_TEST_MODEL'];
  if (folder === undefined) return [];
  const parts = folder.split(sep);
  const model = parts.slice(-2).join('/');
  const embedder = createLocalEmbedder({ folder: parts.slice(0, -2).join(sep), model });
  const figures = await runRetrievalSuites(dataDir, { embedder, label: ` hybrid, ${model}` });
  await embedder.close();
  return figures.map((figure) => ({ ...figure, target: 0 }));
}

/** Every collection in `dataDir`/retrieval through the engine, as a person's query would go. */
export async function runRetrievalSuites(dataDir: string, { half = 'public', embedder, label = '' }: RetrievalOptions = {}): Promise<SuiteFigure[]> {
  const figures: SuiteFigure[] = [];
  for (const [name, target] of Object.entries(SETS)) {
    const folder = join(dataDir, 'retrieval');
    const documents = readLines<Document>(join(folder, 'common', name, 'corpus.jsonl'));
    const queries = readLines<{ _id: string; text: string }>(join(folder, half, name, 'queries.jsonl'));
    const judged = readJudgments(join(folder, half, name, 'qrels.tsv'));
    const state = await indexAll(documents, embedder);
    let sum = 0;
    let first = 0;
    let n = 0;
    for (const { _id: id, text } of queries) {
      const grades = judged.get(id);
      if (grades === undefined) continue;
      const found = await search(state, text, embedder);
      const ranked = found.map((postId) => grades.get(documents[postId - 1]!._id) ?? 0);
      sum += gain(ranked) / gain([...grades.values()].sort((a, b) => b - a));
      first += (ranked[0] ?? 0) > 0 ? 1 : 0;
      n++;
    }
    figures.push({ suite: `retrieval ${name}${label}`, metric: 'nDCG@10', value: round(sum / n), target, n });
    figures.push({ suite: `retrieval ${name}${label}`, metric: 'right one first', value: round(first / n), target: 0, n });
  }
  return figures;
}

async function indexAll(documents: readonly Document[], embedder: RetrievalOptions['embedder']): Promise<SearchState> {
  const state = new SearchState();
  for (const [i, { title = '', text }] of documents.entries()) {
    const postId = i + 1;
    await state.putPost({
      postId,
      sourceIds: [SOURCE],
      postedAt: 0,
      language: null,
      has: 0,
      storyId: postId,
      title: title.replaceAll('_', ' '),
      text,
      tags: [],
    });
  }
  for (let start = 0; embedder !== undefined && start < documents.length; start += 64) {
    const texts = documents.slice(start, start + 64).map(({ title = '', text }) => `${title} ${text}`);
    for (const [i, vector] of (await embedder.embed(texts, 'passage')).entries()) if (vector !== null) await state.putVector(start + i + 1, vector);
  }
  return state;
}

async function search({ posts, lexical, vectors }: SearchState, query: string, embedder: RetrievalOptions['embedder']): Promise<number[]> {
  const parsed = parseQuery(query, { now: NOW, zone: 'UTC' });
  const [vector = null] = (await embedder?.embed([query], 'query')) ?? [];
  const answer = await answerQuery(
    { posts, lexical, vectors },
    {
      ...parsed,
      selection: { sourceIds: [SOURCE] },
      mode: vector === null ? 'lexical' : 'hybrid',
      vector,
      sort: 'relevance',
      offset: 0,
      limit: 10,
      now: 0,
    },
  );
  return answer.hits.map((hit) => hit.postId);
}

/** Discounted cumulative gain of the first ten. */
function gain(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((total, grade, rank) => total + grade / Math.log2(rank + 2), 0);
}

function readJudgments(path: string): Map<string, Map<string, number>> {
  const judged = new Map<string, Map<string, number>>();
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    const [query, document, grade] = line.split('\t');
    if (!query || !document) continue;
    const grades = judged.get(query) ?? new Map<string, number>();
    judged.set(query, grades.set(document, Number(grade)));
  }
  return judged;
}

/** Split on line feeds only: texts hold other characters that end lines. */
function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
