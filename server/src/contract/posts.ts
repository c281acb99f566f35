import { z } from 'zod';
import { blockSchema } from './blocks.ts';
import { idInPath, id, postId, text } from './fields.ts';
import { sourceKind } from './source-kind.ts';

export const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC.' });

export const mediaSchema = z.object({
  type: z.enum(['photo', 'video', 'audio', 'document', 'poll', 'sticker', 'location']),
  url: z.string().nullable(),
  mimeType: z.string().nullable(),
  size: z.number().nullable().describe('Bytes.'),
  width: z.number().optional(),
  height: z.number().optional(),
  duration: z.number().optional().describe('Seconds.'),
  thumbnailUrl: z.string().optional(),
  title: z.string().optional(),
});
export type Media = z.infer<typeof mediaSchema>;

/** A picture to show: `src` is a path on this server (the image proxy), never a foreign address. */
export const thumbSchema = z.object({
  src: z.string(),
  kind: z.enum(['photo', 'video']),
  duration: z.number().optional(),
});

/** What came with a post that has no words: it stands in for the headline. */
export const attachmentSchema = z.object({ type: mediaSchema.shape.type, duration: z.number().optional() });
export type Attachment = z.infer<typeof attachmentSchema>;

export const storySourceSchema = z.object({ sourceId: z.number(), title: z.string(), kind: sourceKind, iconSrc: z.string().nullable() });

/** One row of a list. With `collapse`, a story is one row: the earliest followed source first. */
export const postRowSchema = z.object({
  id: z.number(),
  sourceId: z.number(),
  sourceTitle: z.string(),
  sourceKind,
  sourceIcon: z.string().nullable(),
  title: z.string().nullable(),
  snippet: z.string(),
  author: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string().nullable(),
  postedAt: instant,
  thumb: thumbSchema.nullable(),
  attachment: attachmentSchema.optional(),
  words: z.number(),
  read: z.boolean(),
  saved: z.boolean(),
  tags: z.array(z.string()),
  story: z.object({ id: z.number(), count: z.number(), sources: z.array(storySourceSchema) }).nullable(),
});
export type PostRow = z.infer<typeof postRowSchema>;

export const storyMemberSchema = postRowSchema
  .pick({ sourceId: true, sourceTitle: true, sourceKind: true, sourceIcon: true, title: true, snippet: true, url: true, postedAt: true })
  .extend({ postId: z.number(), relation: z.enum(['first', 'repost', 'own_words', 'adds_figures']) });

/** A thing for which reports of one story give different numbers. */
export const differenceSchema = z.object({ fact: z.string(), values: z.array(z.object({ text: z.string(), postIds: z.array(z.number()) })) });

export const postSchema = postRowSchema.extend({
  blocks: z.array(blockSchema),
  enriched: z
    .object({ url: z.string(), blocks: z.array(blockSchema) })
    .nullable()
    .describe('Text of the linked page, for posts that are mostly a link.'),
  media: z.array(mediaSchema.extend({ src: z.string().nullable() })).describe('`src` is the proxied picture for photos and posters; `url` is the original.'),
  images: z.record(z.string(), z.string()).describe('Address of an image in `blocks` → its path on this server.'),
  categories: z.array(z.string()),
  dateIsGuess: z.boolean(),
  editedAt: instant.nullable(),
  removedAt: instant.nullable(),
  members: z.array(storyMemberSchema),
  differences: z.array(differenceSchema),
});
export type Post = z.infer<typeof postSchema>;

export const listPostsQuery = z.object({
  sourceId: idInPath.optional(),
  folderId: idInPath.optional(),
  tag: text(100).optional(),
  show: z.enum(['unread', 'all', 'saved', 'stories']).default('all').describe('`stories`: only what more than one followed source tells.'),
  collapse: z.stringbool().default(true).describe('`true` or `false`: whether a story is one row, which is so by default.'),
  cursor: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const listPostsAnswer = z.object({
  items: z.array(postRowSchema),
  nextCursor: z.string().nullable(),
  eventId: z.string().describe('The newest change that this list knows: where a live connection goes on from.'),
});

export const marksBody = z.object({
  postIds: z.array(postId).min(1).max(500),
  read: z.boolean().optional(),
  saved: z.boolean().optional(),
});

export const readAllBody = z.object({
  sourceId: id.optional(),
  folderId: id.optional(),
  upToEventId: text(60).optional().describe('Only what was posted up to here is marked, so that nothing unseen is lost.'),
});
export const readAllAnswer = z.object({ marked: z.number(), undoToken: z.string() });
export const undoReadAllBody = z.object({ undoToken: z.uuid() });

/** How many posts went. */
export const cleanUpAnswer = z.object({ removed: z.number() });
/** How many posts the next night takes. */
export const cleanUpPreview = z.object({ posts: z.number() });

export const countsAnswer = z.object({
  unread: z.number(),
  saved: z.number(),
  bySource: z.record(z.string(), z.number()),
  byFolder: z.record(z.string(), z.number()),
});
