/** Everything that the engine holds, and the changes that it takes in. */
import { LexicalIndex } from '../lexical-index.ts';
import { VectorCodes } from '../vectors/vector-codes.ts';
import { openInProcessVectors } from '../vectors/in-process.ts';
import type { VectorIndex } from '../vector-index.ts';
import { grown } from './grow.ts';
import { PostTable, type PostFacts } from './post-table.ts';

export interface EnginePost extends PostFacts {
  title: string;
  /** Everything else that its words may be found by. */
  text: string;
  tags: readonly string[];
}

export class SearchState {
  readonly posts: PostTable;
  readonly lexical: LexicalIndex;
  /** The model whose vectors are in it, and the number of the last change of vectors. */
  model: string | null = null;
  vectorRev = 0;
  rev = 0;
  /** Changes since the last snapshot. */
  changes = 0;
  /** Null until the first vector tells the dimension. */
  codes: VectorCodes | null = null;
  vectors: VectorIndex | null = null;
  #textHashes: Uint32Array;
  /** Vectors of posts that have not arrived yet. */
  readonly #early = new Map<number, Float32Array>();

  constructor(posts = new PostTable(), lexical = new LexicalIndex(), textHashes: Uint32Array = new Uint32Array(1024)) {
    this.posts = posts;
    this.lexical = lexical;
    this.#textHashes = textHashes;
  }

  get textHashes(): Uint32Array {
    return this.#textHashes.slice(0, this.posts.count);
  }

  async putPost(post: EnginePost): Promise<void> {
    const isNew = this.posts.ordinalOf(post.postId) < 0;
    const ordinal = this.posts.put(post);
    const hash = hashOf(post);
    this.#textHashes = grown(this.#textHashes, ordinal + 1);
    // Many changes are of the story or the sources only: the words stay where they are.
    if (isNew || this.#textHashes[ordinal] !== hash) this.lexical.put(ordinal, post);
    this.#textHashes[ordinal] = hash;
    this.changes++;
    const early = this.#early.get(post.postId);
    if (early === undefined) return;
    this.#early.delete(post.postId);
    await this.vectors?.upsert([{ ...post, vector: early }]);
  }

  async removePost(postId: number): Promise<void> {
    this.#early.delete(postId);
    if (this.posts.ordinalOf(postId) < 0) return;
    await this.vectors?.remove([postId]);
    this.lexical.remove(this.posts.remove(postId));
    this.changes++;
  }

  async putVector(postId: number, vector: Float32Array): Promise<void> {
    if (this.vectors === null) this.useCodes(new VectorCodes(vector.length));
    const ordinal = this.posts.ordinalOf(postId);
    this.changes++;
    if (ordinal < 0) this.#early.set(postId, vector);
    else await this.vectors!.upsert([{ postId, sourceIds: this.posts.sourcesOf(ordinal), postedAt: this.posts.postedAt[ordinal]!, vector }]);
  }

  useCodes(codes: VectorCodes): void {
    this.codes = codes;
    this.vectors = openInProcessVectors(this.posts, codes);
  }

  /** Forgets all vectors, so that those of another model can come in. */
  dropVectors(model: string | null): void {
    this.model = model;
    this.vectorRev = 0;
    this.codes = null;
    this.vectors = null;
    this.#early.clear();
  }

  /** Lets go of vectors of other posts than these that have not arrived yet. */
  keepEarly(postIds: ReadonlySet<number>): void {
    for (const postId of this.#early.keys()) if (!postIds.has(postId)) this.#early.delete(postId);
  }

  /** Vectors that came before their posts, for the snapshot. */
  get early(): ReadonlyMap<number, Float32Array> {
    return this.#early;
  }
}

function hashOf(post: EnginePost): number {
  let hash = 0x811c9dc5;
  for (const text of [post.title, post.text, ...post.tags]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hash >>> 0;
}
