/**
 * Messages of `GET /api/live` (WebSocket). `id` grows; after a drop the client connects again with
 * `?after=<last id>` and gets what it missed. Only `post.*` messages are kept for that.
 */
import { z } from 'zod';
import { postRowSchema } from './posts.ts';
import { sourceSchema, taskProgress } from './sources.ts';

/** Of posts that several sources of the reader carry: post number → those sources. Lists of each of them show it. */
const carriers = z.record(z.string(), z.array(z.number())).optional();

export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), id: z.string() }),
  z.object({ type: z.literal('post.created'), id: z.string(), posts: z.array(postRowSchema), carriers }),
  z.object({ type: z.literal('post.updated'), id: z.string(), posts: z.array(postRowSchema), carriers }),
  z.object({ type: z.literal('post.removed'), id: z.string(), postIds: z.array(z.number()) }),
  z.object({ type: z.literal('source.updated'), source: sourceSchema }),
  z.object({ type: z.literal('task.updated'), task: taskProgress }),
  /** Marks made elsewhere (another tab, another device). */
  z.object({ type: z.literal('marks.updated'), postIds: z.array(z.number()), read: z.boolean().optional(), saved: z.boolean().optional() }),
  /** Counts or follows changed beyond what a client can work out: read the lists again. */
  z.object({ type: z.literal('reload') }),
  /** Only says that the connection stands, every 25 seconds. */
  z.object({ type: z.literal('ping') }),
]);
export type LiveMessage = z.infer<typeof liveMessage>;
