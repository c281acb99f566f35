/** Everything that can happen: name → payload. Payloads carry ids, never rows. */
import { z } from 'zod';

const id = z.number().int();
const newPosts = z.object({ sourceIds: z.array(id), postIds: z.array(id) });

/** Durable: each listener in `wiring.ts` gets each of them at least once. */
export const events = {
  'posts.new.rss': newPosts,
  'posts.new.telegram': newPosts,
  'posts.new.web': newPosts,
  /** Posts of a file: they are embedded, but no link of theirs is opened. */
  'posts.imported': newPosts,
  'posts.edited': z.object({ postIds: z.array(id) }),
  'posts.enriched': z.object({ postIds: z.array(id) }),
  'sources.opml.uploaded': z.object({ taskId: id }),
} as const;
export type EventName = keyof typeof events;
export type EventData<N extends EventName> = z.infer<(typeof events)[N]>;

/** Best effort, to every process: for open sockets and for dropping what is cached. */
export const broadcasts = {
  /** Posts were saved or changed; whoever follows them reads on from the last `rev` they saw. */
  'posts.changed': z.object({ rev: id }),
  'source.updated': z.object({ sourceId: id }),
  'source.due': z.object({}),
  'follows.changed': z.object({ userId: id }),
  'task.updated': z.object({ taskId: id, userId: id }),
  'marks.updated': z.object({ userId: id, postIds: z.array(id), read: z.boolean().optional(), saved: z.boolean().optional(), from: z.string().optional() }),
  'session.ended': z.object({ sessionIds: z.array(z.string()) }),
  'token.revoked': z.object({ tokenId: z.string() }),
} as const;
export type BroadcastName = keyof typeof broadcasts;
export type BroadcastData<N extends BroadcastName> = z.infer<(typeof broadcasts)[N]>;
