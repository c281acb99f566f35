import { z } from 'zod';
import { id, longestAddress, text } from './fields.ts';
import { instant } from './posts.ts';
import { sourceKind } from './source-kind.ts';

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What is wrong, as a code and as a sentence in the language of the request. */
export const sourceProblem = z.object({ code: z.string(), message: z.string(), details: detail });

export const sourceHealth = z.object({
  state: z.enum(['new', 'ok', 'quiet', 'failing', 'gone', 'paused']),
  problem: sourceProblem.nullable(),
  failingSince: instant.nullable(),
});

export const sourceGap = z.object({ after: z.string(), before: z.string(), missing: z.number().nullable(), filled: z.number(), reason: z.string().nullable() });

/** A followed source, as its follower sees it. */
export const sourceSchema = z.object({
  id: z.number(),
  kind: sourceKind,
  address: z.string(),
  title: z.string().describe(`The follower's own name for it, else the source's.`),
  originalTitle: z.string(),
  note: z.string().nullable(),
  siteUrl: z.string().nullable(),
  icon: z.string().nullable(),
  language: z.string().nullable(),
  folderId: z.number().nullable(),
  paused: z.boolean(),
  tier: z.enum(['FAST', 'REGULAR', 'SLOW', 'BACKGROUND']),
  interval: z.number().describe('Seconds between two polls.'),
  postsPerDay: z.number(),
  activity: z.array(z.number()).describe('Posts a day for the last 14 days, oldest first.'),
  lastPostAt: instant.nullable(),
  lastGoodAt: instant.nullable(),
  nextPollAt: instant.nullable(),
  health: sourceHealth,
  gaps: z.array(sourceGap),
  backfill: z.object({ state: z.enum(['none', 'pending', 'running', 'done', 'stopped']), done: z.number() }),
});
export type Source = z.infer<typeof sourceSchema>;

export const addSourceBody = z.object({
  address: text(longestAddress).trim().min(1),
  folderId: id.nullable().optional(),
  folder: text(100).trim().min(1).optional().describe('Made when there is none of this name.'),
  title: text(200).trim().optional(),
  note: text(500).trim().optional(),
});
const folderForRest = text(100).trim().min(1).optional().describe('Where entries go that are in no folder of the list.');
export const opmlQuery = z.object({ folder: folderForRest });
/** The address of an OPML file. */
export const opmlAddressBody = z.object({ address: text(longestAddress).trim().min(1), folder: folderForRest });
export const addSourceAnswer = z.object({
  source: sourceSchema,
  found: z.number().describe('Posts that the first reading brought.'),
  existed: z.boolean().describe('It was followed already.'),
  choices: z
    .array(z.object({ address: z.string(), title: z.string().nullable() }))
    .describe('Where a page names several feeds: all of them, the one that is followed now first. PATCH the source with another `address` to take that one.'),
});

export const patchSourceBody = z.object({
  address: text(2048)
    .trim()
    .min(1)
    .optional()
    .describe('Another address for it, checked like a new one. Of a source that others follow too only this follow moves: the answer has another id then.'),
  folderId: id.nullable().optional(),
  title: text(200).trim().nullable().optional(),
  note: text(500).trim().nullable().optional(),
  paused: z.boolean().optional(),
});
export const pollSourceAnswer = z.object({ source: sourceSchema, added: z.number() });

export const folderSchema = z.object({ id: z.number(), name: z.string(), position: z.number() });
export const folderBody = z.object({ name: text(100).trim().min(1) });
export const patchFolderBody = folderBody.partial().extend({ position: id.optional() });

export const taskSchema = z.object({
  id: z.number(),
  kind: z.enum(['opml_import']),
  title: z.string(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  done: z.number(),
  total: z.number(),
  added: z.number().describe('Entries that are followed now and were not before.'),
  existed: z.number().describe('Entries that were followed before.'),
  skipped: z.number().describe('Entries that are not followed, and those of the file that it left out.'),
  failed: z.number().describe('Followed, but not read: they are tried again like any source.'),
  problems: z
    .array(z.object({ name: z.string(), code: z.string(), message: z.string() }))
    .describe('Why, for the first hundred of those skipped and not read.'),
  createdAt: instant,
});
export type Task = z.infer<typeof taskSchema>;
/** How far a task is; its problems are read with it. */
export const taskProgress = taskSchema.omit({ problems: true });

export const starterPack = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  sources: z.array(z.object({ title: z.string(), address: z.string(), kind: sourceKind })),
});
