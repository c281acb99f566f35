import { z } from 'zod';
import { id, text } from './fields.ts';
import { instant, storySourceSchema, thumbSchema } from './posts.ts';
import { sourceKind } from './source-kind.ts';

export const searchMode = z.enum(['lexical', 'vector', 'hybrid']);
export type SearchMode = z.infer<typeof searchMode>;

export const searchFilters = z.strictObject({
  sourceIds: z.array(id).max(1000).optional(),
  folderId: id.optional(),
  tags: z.array(text(100)).max(20).optional(),
  language: text(10).optional(),
  after: text(40).optional(),
  before: text(40).optional(),
  has: z
    .array(z.enum(['photo', 'video', 'link']))
    .max(3)
    .optional(),
});

export const searchBody = z.object({
  query: text(500),
  limit: z.number().int().min(1).max(100).default(20),
  offset: z.number().int().min(0).max(500).default(0),
  mode: searchMode.optional().describe('hybrid when an embedding model is configured, else lexical.'),
  sort: z.enum(['relevance', 'newest']).default('relevance').describe('relevance, or newest first.'),
  filters: searchFilters.default({}),
  explain: z.boolean().default(false).describe('Adds the parts of each score.'),
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
  byMeaning: z.boolean().describe('No word of the query is in it: it is near in meaning only.'),
  snippet: z
    .string()
    .describe('Plain text around the hits, without the headline that a text may begin with. Where title is null the first line stands for one.'),
  highlights: z
    .object({ snippet: z.array(z.tuple([z.number(), z.number()])), title: z.array(z.tuple([z.number(), z.number()])) })
    .describe('[start, end) in UTF-16 units of `snippet` and of `title`.'),
  thumb: thumbSchema.nullable(),
  read: z.boolean(),
  saved: z.boolean(),
  story: z.object({ id: z.number(), count: z.number(), sources: z.array(storySourceSchema) }).nullable(),
  parts: z
    .record(z.string(), z.number())
    .optional()
    .describe('With `explain`: `words` (BM25) and `wordsShare` of a post that holds all words once, `vector` (cosine), `freshness` (0 to 1), ranks.'),
});
export type SearchResult = z.infer<typeof searchResult>;

export const searchAnswer = z.object({
  results: z.array(searchResult),
  tookMs: z.number(),
  mode: searchMode,
  meaningMissing: z.boolean().describe('The embedding model does not answer: found by words only.'),
  total: z.number().describe('Stories that match: at least so many, exactly when not `more`.'),
  posts: z.number().describe('Posts of those stories that match.'),
  more: z.boolean(),
  /** What was understood of the query: its words, its filters as they were written, filters that make no sense, a corrected spelling, other words that were looked for. */
  understood: z.object({
    words: z.array(z.string()),
    filters: z.array(z.string()),
    notUnderstood: z.array(z.string()),
    corrected: z.string().nullable(),
    also: z.array(z.string()),
    unknown: z.object({ sources: z.array(z.string()), folders: z.array(z.string()) }).describe('Names in filters that no followed source and no folder has.'),
    datesExclude: z.boolean().describe('Nothing can be both after the one date and before the other.'),
    /** What the filters of the query set, for those who show filters in their own way. */
    set: z.object({
      after: instant.nullable(),
      before: instant.nullable(),
      languages: z.array(z.string()),
      has: z.array(z.enum(['photo', 'video', 'link'])),
      sources: z.array(z.string()),
      tags: z.array(z.string()),
    }),
  }),
  /** Facets over what matches. */
  facets: z.object({
    sources: z.array(z.object({ id: z.number(), title: z.string(), count: z.number() })),
    languages: z.array(z.object({ language: z.string(), count: z.number() })),
  }),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;

/** How many posts are in line to be indexed again. */
export const indexQueued = z.object({ queued: z.number() });

export const indexStatus = z.object({
  ready: z.boolean(),
  posts: z.number(),
  pending: z.number(),
  failed: z.number(),
  skipped: z.number(),
  vectors: z.number(),
  model: z.string().nullable(),
});
