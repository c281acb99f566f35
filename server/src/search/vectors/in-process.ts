/** The default store of vectors: short codes in memory, every allowed post compared, nothing to build. */
import type { PostTable } from '../engine/post-table.ts';
import type { VectorAnswer, VectorIndex, VectorItem, VectorQuery } from '../vector-index.ts';
import type { VectorCodes } from './vector-codes.ts';

export function openInProcessVectors(posts: PostTable, codes: VectorCodes): VectorIndex {
  return {
    dimension: codes.dimension,
    size: async () => codes.size,
    upsert: async (items) => upsert(posts, codes, items),
    remove: async (postIds) => {
      for (const postId of postIds) codes.delete(posts.ordinalOf(postId));
    },
    search: async (query) => search(posts, codes, query),
  };
}

function upsert(posts: PostTable, codes: VectorCodes, items: readonly VectorItem[]): void {
  for (const { postId, vector } of items) {
    const ordinal = posts.ordinalOf(postId);
    if (ordinal >= 0 && vector.length === codes.dimension) codes.set(ordinal, vector);
  }
}

function search(posts: PostTable, codes: VectorCodes, { vector, limit, posts: allowed }: VectorQuery): VectorAnswer {
  if (vector.length !== codes.dimension) return { hits: [], floor: Infinity };
  const hits = codes.search(vector, allowed.flags, limit).map(({ row, similarity }) => ({ postId: posts.postIds[row]!, similarity }));
  return { hits, floor: codes.floor(vector, allowed.flags) };
}
