import { z } from 'zod';
import { instant, storySourceSchema, thumbSchema } from './posts.ts';
import { sourceKind } from './source-kind.ts';

export const searchMode = z.enum(['lexical', 'vector', 'hybrid']);
export type SearchMode = z.infer<typeof searchMode>;

export const searchFilters = z.object({
  sourceIds: z.array(z.number().int()).max(1000).optional(),
  folderId: z.number().int().optional(),
  tags: z.array(z.string()).max(20).optional(),
  language: z.string().max(10).optional(),
  after: z.string().max(40).optional(),
  before: z.string().max(40).optional(),
  has: z.array(z.enum(['photo', 'video', 'link'])).optional(),
});

export const searchBody = z.object({
  query: z.string().max(500),
  limit: z.number().int().min(1).max(100).default(20),
  offset: z.number().int().min(0).max(500).default(0),
  /** hybrid when an embedding model is configured, else lexical. */
  mode: searchMode.optional(),
  /** relevance, or newest first. */
  sort: z.enum(['relevance', 'newest']).default('relevance'),
  filters: searchFilters.default({}),
  /** Adds the parts of each score. */
  explain: z.boolean().default(false),
});

export const searchResult = z.object({
  postId: z.number(),
  externalId: z.string().nullable(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  source: z.string(),
  sourceId: z.number(),
  sourceKind,
  sourceIcon: z.string().nullable(),
  author: z.string().nullable(),
  language: z.string().nullable(),
  postedAt: instant,
  score: z.number(),
  /** Plain text around the hits. */
  snippet: z.string(),
  /** [start, end) in UTF-16 units of `snippet` and of `title`. */
  highlights: z.object({ snippet: z.array(z.tuple([z.number(), z.number()])), title: z.array(z.tuple([z.number(), z.number()])) }),
  thumb: thumbSchema.nullable(),
  read: z.boolean(),
  saved: z.boolean(),
  story: z.object({ id: z.number(), count: z.number(), sources: z.array(storySourceSchema) }).nullable(),
  parts: z.record(z.string(), z.number()).optional(),
});
export type SearchResult = z.infer<typeof searchResult>;

export const searchAnswer = z.object({
  results: z.array(searchResult),
  tookMs: z.number(),
  mode: searchMode,
  /** At least this many match; exact when not `more`. */
  total: z.number(),
  more: z.boolean(),
  /** What was understood of the query: filters found in it, words, a corrected spelling. */
  understood: z.object({ words: z.array(z.string()), filters: z.array(z.string()), corrected: z.string().nullable() }),
  /** Facets over what matches. */
  facets: z.object({
    sources: z.array(z.object({ id: z.number(), title: z.string(), count: z.number() })),
    languages: z.array(z.object({ language: z.string(), count: z.number() })),
  }),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;

export const indexStatus = z.object({
  ready: z.boolean(),
  posts: z.number(),
  pending: z.number(),
  failed: z.number(),
  skipped: z.number(),
  vectors: z.number(),
  model: z.string().nullable(),
});
