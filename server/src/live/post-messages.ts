/** Messages about changed posts, and the points of the feed that they name. */
import { writeEventId, type FeedPoint, type LiveMessage } from '#contract';
import { isNew } from './change-feed.ts';
import type { Follows, ReaderRow } from './rows-for-readers.ts';

type PostMessage = Extract<LiveMessage, { type: `post.${string}` }>;
type Unnumbered = PostMessage extends infer M ? (M extends PostMessage ? Omit<M, 'id'> : never) : never;

export function postMessages(told: readonly ReaderRow[], known: FeedPoint, follows: Follows): Unnumbered[] {
  const created = told.filter(({ change }) => isNew(change, known));
  const updated = told.filter(({ change }) => !isNew(change, known));
  return [
    ...(created.length > 0 ? [{ type: 'post.created' as const, ...contents(created, follows) }] : []),
    ...(updated.length > 0 ? [{ type: 'post.updated' as const, ...contents(updated, follows) }] : []),
  ];
}

function contents(told: readonly ReaderRow[], follows: Follows): Pick<Unnumbered & { type: 'post.created' }, 'posts' | 'carriers'> {
  const carried = told.map(({ change }) => [String(change.id), change.source_ids.filter((id) => follows.has(id))] as const);
  const several = carried.filter(([, sourceIds]) => sourceIds.length > 1);
  return { posts: told.map(({ row }) => row), ...(several.length > 0 ? { carriers: Object.fromEntries(several) } : {}) };
}

/** Only the last moves the client on: the line may break between them, and then all come again. */
export function numbered(before: FeedPoint, after: FeedPoint, messages: readonly Unnumbered[]): string[] {
  return messages.map((message, index) => JSON.stringify({ ...message, id: writeEventId(index === messages.length - 1 ? after : before) }));
}
