/** Messages about changed posts, and the points of the feed that they name. */
import { writeEventId, type FeedPoint, type LiveMessage } from '#contract';
import { isNew } from './change-feed.ts';
import type { ReaderRow } from './rows-for-readers.ts';

type PostMessage = Extract<LiveMessage, { type: `post.${string}` }>;
type Unnumbered = PostMessage extends infer M ? (M extends PostMessage ? Omit<M, 'id'> : never) : never;

export function postMessages(told: readonly ReaderRow[], known: FeedPoint): Unnumbered[] {
  const created = told.filter(({ change }) => isNew(change, known)).map(({ row }) => row);
  const updated = told.filter(({ change }) => !isNew(change, known)).map(({ row }) => row);
  return [
    ...(created.length > 0 ? [{ type: 'post.created' as const, posts: created }] : []),
    ...(updated.length > 0 ? [{ type: 'post.updated' as const, posts: updated }] : []),
  ];
}

/** Only the last moves the client on: the line may break between them, and then all come again. */
export function numbered(before: FeedPoint, after: FeedPoint, messages: readonly Unnumbered[]): string[] {
  return messages.map((message, index) => JSON.stringify({ ...message, id: writeEventId(index === messages.length - 1 ? after : before) }));
}
