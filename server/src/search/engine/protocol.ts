/** What the program's main thread and the thread of the search engine say to each other. */
import type { SearchMode } from '../../contract/search.ts';
import type { Reading } from '../lexical/match-words.ts';
import type { Facets } from './facets.ts';
import type { Demands } from './narrow.ts';
import type { Selection } from './post-table.ts';

export interface EngineQuery extends Demands {
  /** Words in their order. */
  text: string;
  selection: Selection;
  mode: SearchMode;
  /** Unit length; null in lexical mode. */
  vector: Float32Array | null;
  sort: 'relevance' | 'newest';
  offset: number;
  limit: number;
  /** Seconds since 1970. */
  now: number;
}

export interface EngineHit {
  postId: number;
  storyId: number;
  score: number;
  /** No word of the query brought it. */
  byMeaning: boolean;
  parts: Record<string, number>;
}

export interface EngineAnswer {
  hits: EngineHit[];
  /** Stories that match, at least. */
  total: number;
  /** Posts of those stories that match. */
  posts: number;
  more: boolean;
  corrections: Reading[];
  /** Terms that were looked for besides those of the query, each for one of its words. */
  also: Reading[];
  /** No post holds the phrases; their words were looked for instead. */
  relaxed: boolean;
  facets: Facets;
}

export interface EngineStatus {
  ready: boolean;
  docs: number;
  vectors: number;
  /** The last change of the database that is searched. */
  rev: number;
}

export interface EngineOptions {
  databaseUrl: string;
  folder: string;
  /** Name of the embedding model whose vectors are searched; null for none. */
  model: string | null;
}

export type ToEngine = { type: 'search'; id: number; query: EngineQuery } | { type: 'status'; id: number } | { type: 'changed' } | { type: 'stop' };

export type FromEngine =
  | { type: 'ready' }
  | { type: 'answer'; id: number; answer: EngineAnswer }
  | { type: 'status'; id: number; status: EngineStatus }
  | { type: 'failed'; id: number; message: string }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string; details: Record<string, unknown> };
