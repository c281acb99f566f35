/** New posts of the live connection: into lists that are empty at once, into others behind the pill. */
import type { LiveMessage, PostRow, SearchAnswer, Source } from './contract-types.ts';
import {
  addPending,
  belongsTo,
  knowsUpTo,
  type ListPages,
  type ListScope,
  markRows,
  prependRows,
  removeRows,
  rowsOf,
  splitHistory,
  splitKnown,
  updateRows,
} from './list-state.ts';
import { api } from './api.ts';
import { folderOfSource, keys, queryClient, refreshFollows, storeProgress, storeSource, toListQuery } from './queries.ts';
import { createStore } from './small-store.ts';
import { withWaiting } from './waiting-marks.ts';

export const scopeKey = (scope: ListScope): string => `${scope.kind} ${scope.id} ${scope.tag} ${scope.show}`;

/** Posts that wait behind the pill, by list. */
export const pendingPosts = createStore<Record<string, PostRow[]>>({});
/** Lists that began empty: until somebody scrolls or opens something there, arrivals show directly. */
const direct = new Set<string>();

export function settleList(scope: ListScope): void {
  direct.delete(scopeKey(scope));
}
export function clearPending(scope: ListScope): void {
  pendingPosts.set(({ [scopeKey(scope)]: _gone, ...rest }) => rest);
}

/** The newest change that the live connection has told. */
let lastEvent: string | null = null;

/** Moves what waits into the list. */
export function showPending(scope: ListScope): void {
  const waiting = pendingPosts.get()[scopeKey(scope)] ?? [];
  queryClient.setQueryData<ListPages>(keys.posts(scope), (data) => data && knowsUpTo(prependRows(data, waiting), lastEvent));
  clearPending(scope);
}

/** Lists in which nothing waits show everything up to the newest change. */
function noteEvent(id: string): void {
  lastEvent = id;
  eachList((scope, data) => ((pendingPosts.get()[scopeKey(scope)] ?? []).length > 0 ? data : knowsUpTo(data, id)));
}

function eachList(change: (scope: ListScope, data: ListPages) => ListPages): void {
  for (const [key, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) {
    if (!data) continue;
    const next = change(key[1] as ListScope, data);
    if (next !== data) queryClient.setQueryData(key, next);
  }
}

function receivePosts(posts: PostRow[]): void {
  eachList((scope, data) => {
    const rows = rowsOf(data);
    const { known, unknown } = splitKnown(rows, posts);
    const updated = known.length > 0 ? updateRows(data, known) : data;
    const fresh = unknown.filter((row) => belongsTo(row, scope, folderOfSource));
    if (fresh.length === 0) return updated;
    const key = scopeKey(scope);
    if (rows.length === 0) direct.add(key);
    if (direct.has(key)) return prependRows(updated, fresh);
    const { news, history } = splitHistory(updated, fresh);
    if (news.length > 0) pendingPosts.set((old) => ({ ...old, [key]: addPending(old[key] ?? [], news) }));
    return prependRows(updated, history);
  });
  refreshCountsSoon();
}

export function applyLiveMessage(message: LiveMessage): void {
  if (message.type === 'post.created') receivePosts(message.posts);
  else if (message.type === 'post.updated') updatePosts(message.posts);
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

function updatePosts(posts: PostRow[]): void {
  eachList((_scope, data) => updateRows(data, posts));
  for (const row of posts) void queryClient.invalidateQueries({ queryKey: keys.post(row.id) });
}

function removePosts(postIds: number[]): void {
  const ids = new Set(postIds);
  eachList((_scope, data) => removeRows(data, ids));
  pendingPosts.set((old) => Object.fromEntries(Object.entries(old).map(([key, rows]) => [key, rows.filter((row) => !ids.has(row.id))])));
  refreshCountsSoon();
}

function receiveSource(source: Source): void {
  const known = queryClient.getQueryData<{ items: Source[] }>(keys.sources)?.items.some((one) => one.id === source.id);
  storeSource(source);
  if (!known) void queryClient.invalidateQueries({ queryKey: keys.me });
}

/** Shows marks in every list and in the open post. */
export function showMarks(postIds: number[], change: { read?: boolean | undefined; saved?: boolean | undefined }): void {
  const ids = new Set(postIds);
  eachList((_scope, data) => markRows(data, ids, change));
  queryClient.setQueriesData<SearchAnswer>(
    { queryKey: ['search'] },
    (old) =>
      old && {
        ...old,
        results: old.results.map((row) => (ids.has(row.postId) ? { ...row, read: change.read ?? row.read, saved: change.saved ?? row.saved } : row)),
      },
  );
  for (const id of postIds) {
    queryClient.setQueryData<{ read: boolean; saved: boolean }>(
      keys.post(id),
      (old) => old && { ...old, read: change.read ?? old.read, saved: change.saved ?? old.saved },
    );
  }
}

let countsTimer: ReturnType<typeof setTimeout> | null = null;
/** Counts are asked for at most once in 700 ms, however many posts arrive. */
export function refreshCountsSoon(): void {
  countsTimer ??= setTimeout(() => {
    countsTimer = null;
    void queryClient.invalidateQueries({ queryKey: keys.counts });
  }, 700);
}

/** After following something: the lists are read again, with what it has published. */
export function refreshAfterFollow(): void {
  void refreshFollows();
  pendingPosts.set({});
  void queryClient.invalidateQueries({ queryKey: keys.allPosts });
}

/** More changed than the connection can tell: reads the head of each open list; what is new waits behind the pill. */
export async function catchUp(): Promise<void> {
  void refreshFollows();
  for (const query of queryClient.getQueryCache().findAll({ queryKey: keys.allPosts })) {
    const scope = query.queryKey[1] as ListScope;
    if (!query.isActive()) {
      queryClient.removeQueries({ queryKey: query.queryKey, exact: true });
      continue;
    }
    try {
      const head = await api.posts(toListQuery(scope), null);
      const items = head.items.map((row) => withWaiting(row));
      receivePosts(items);
      // Marks that other devices made meanwhile: changed rows do not bring them.
      const marked = (mark: 'read' | 'saved'): number[] => items.filter((row) => row[mark]).map((row) => row.id);
      showMarks(marked('read'), { read: true });
      showMarks(marked('saved'), { saved: true });
    } catch {
      // The connection will come back and say so again.
    }
  }
}
