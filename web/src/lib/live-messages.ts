/** What each message of the live connection changes on the page. */
import type { LiveMessage, PostRow, Source } from './contract-types.ts';
import { type Belongs, eachList, eachWaiting, noteEvent, pendingPosts, placePosts, receivePosts, refreshCountsSoon, scopeKey, showMarks } from './arrivals.ts';
import { catchUp } from './catch-up.ts';
import { belongsTo, type ListScope, removeRows, splitKnown, updateRows } from './list-state.ts';
import { folderOfSource, keys, queryClient, storeProgress, storeSource } from './queries.ts';
import { withWaiting } from './waiting-marks.ts';

export function applyLiveMessage(message: LiveMessage): void {
  if (message.type === 'post.created') receivePosts(message.posts, byCarriers(message.carriers));
  else if (message.type === 'post.updated') updatePosts(message.posts, byCarriers(message.carriers));
  else if (message.type === 'post.removed') removePosts(message.postIds);
  else if (message.type === 'source.updated') receiveSource(message.source);
  else if (message.type === 'task.updated') {
    if (message.task.state === 'running') storeProgress(message.task);
    else {
      // Its end is shown with its problems, and those come with the task.
      void queryClient.invalidateQueries({ queryKey: keys.tasks });
      void catchUp();
    }
  } else if (message.type === 'marks.updated') {
    showMarks(message.postIds, message);
    refreshCountsSoon();
  } else if (message.type === 'reload') void catchUp();
  if (message.type === 'post.created' || message.type === 'post.updated' || message.type === 'post.removed') noteEvent(message.id);
}

const byCarriers =
  (carriers: Record<string, number[]> = {}): Belongs =>
  (row, scope) =>
    belongsTo(row, scope, folderOfSource, carriers[row.id]);

/**
 * A change of a post that a list does not show, within what is loaded of it, brings that post: only here is it known
 * whether it has been heard of, as another source may have begun to carry it.
 */
function updatePosts(posts: PostRow[], belongs: Belongs): void {
  eachWaiting((data) => updateRows(data, posts));
  const rows = posts.map((row) => withWaiting(row));
  if (placePosts(rows, (row, scope) => belongs(row, scope) && !isWaiting(row, scope))) refreshCountsSoon();
  for (const row of posts) void queryClient.invalidateQueries({ queryKey: keys.post(row.id) });
}

const isWaiting = (row: PostRow, scope: ListScope): boolean => {
  const { known } = splitKnown(pendingPosts.get()[scopeKey(scope)]?.rows ?? [], [row]);
  return known.length > 0;
};

function removePosts(postIds: number[]): void {
  const ids = new Set(postIds);
  eachList((_scope, data) => removeRows(data, ids));
  eachWaiting((data) => removeRows(data, ids));
  refreshCountsSoon();
}

function receiveSource(source: Source): void {
  const known = queryClient.getQueryData<{ items: Source[] }>(keys.sources)?.items.some((one) => one.id === source.id);
  storeSource(source);
  if (!known) void queryClient.invalidateQueries({ queryKey: keys.me });
}
