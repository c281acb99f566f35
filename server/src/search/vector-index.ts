/**
 * What a store of vectors must do for the search engine. The one in this process is the default; one
 * that runs elsewhere narrows by `selection` on its side and lets `posts` decide on ours. All of them
 * pass the suite in `vector-index.contract.ts`.
 */
import type { Selection } from './engine/post-table.ts';

export interface VectorItem {
  postId: number;
  sourceIds: readonly number[];
  /** Seconds since 1970. */
  postedAt: number;
  /** Unit length. */
  vector: Float32Array;
}

/** The posts that may be found. */
export interface PostSet {
  has(postId: number): boolean;
  /** The same by ordinal, one byte each. */
  readonly flags: Uint8Array;
}

export interface VectorQuery {
  /** Unit length. */
  vector: Float32Array;
  limit: number;
  selection: Selection;
  posts: PostSet;
}

export interface VectorHit {
  postId: number;
  /** Cosine. */
  similarity: number;
}

export interface VectorAnswer {
  /** The nearest first. */
  hits: VectorHit[];
  /** The similarity up to which unrelated posts come by chance, see `chanceFloor`. */
  floor: number;
}

export interface VectorIndex {
  readonly dimension: number;
  /** Vectors in it. */
  size(): Promise<number>;
  /** Adds vectors, or replaces those that the posts had. */
  upsert(items: readonly VectorItem[]): Promise<void>;
  /** Posts that are not there are passed over. */
  remove(postIds: readonly number[]): Promise<void>;
  /** The nearest posts among `posts`, whether they are near or not. */
  search(query: VectorQuery): Promise<VectorAnswer>;
}
