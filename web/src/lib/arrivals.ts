/** New posts of the live connection: into lists that are empty at once, into others behind the pill. */
import type { ListPostsAnswer, LiveMessage, PostRow, SearchAnswer, Source } from './contract-types.ts';
import {
  addPending,
  belongsTo,
  isNewerEvent,
  knowsUpTo,
  type ListPages,
  type ListScope,
  markRows,
  marksIn,
  prependRows,
  reachesDown,
  removeRows,
  rowsOf,
  splitHistory,
  splitKnown,
  updateRows,
  type Waiting,
  withArrivals,
} from './list-state.ts';
import { api } from './api.ts';
import { folderOfSource, keys, queryClient, refreshFollows, storeProgress, storeSource, toListQuery } from './queries.ts';
import { createStore } from './small-store.ts';
import { withWaiting } from './waiting-marks.ts';

export const scopeKey = (scope: ListScope): string => `${scope.kind} ${scope.id} ${scope.tag} ${scope.show}`;

/** What waits behind the pill, by list. */
export const pendingPosts = createStore<Record<string, Waiting>>({});
const nothing: Waiting = { rows: [], head: null };
/** Lists that have not been read again since more changed than the connection tells. */
const behind = new Set<string>();
/** Lists that began empty: until somebody scrolls or opens something there, arrivals show directly. */
const direct = new Set<string>();

export function settleList(scope: ListScope): void {
  direct.delete(scopeKey(scope));
}
const forgetWaiting = (scope: ListScope): void => pendingPosts.set(({ [scopeKey(scope)]: _gone, ...rest }) => rest);
/** The list is about to be read again as a whole. */
export function clearPending(scope: ListScope): void {
  forgetWaiting(scope);
  behind.delete(scopeKey(scope));
}

/** The newest change that the live connection has told. */
let lastEvent: string | null = null;

/** Moves what waits into the list. */
export function showPending(scope: ListScope): void {
  const waiting = pendingPosts.get()[scopeKey(scope)];
  if (waiting) queryClient.setQueryData<ListPages>(keys.posts(scope), (data) => data && knowsUpTo(withArrivals(data, waiting), eventFor(scope)));
  forgetWaiting(scope);
}

/** Lists in which nothing waits show everything up to the newest change. */
function noteEvent(id: string): void {
  if (isNewerEvent(id, lastEvent)) lastEvent = id;
  eachList((scope, data) => (pendingPosts.get()[scopeKey(scope)] ? data : knowsUpTo(data, eventFor(scope))));
}

const eventFor = (scope: ListScope): string | null => (behind.has(scopeKey(scope)) ? null : lastEvent);

function eachList(change: (scope: ListScope, data: ListPages) => ListPages): void {
  for (const [key, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) {
    if (!data) continue;
    const next = change(key[1] as ListScope, data);
    if (next !== data) queryClient.setQueryData(key, next);
  }
}

type Belongs = (row: PostRow, scope: ListScope) => boolean;
const byCarriers =
  (carriers: Record<string, number[]> = {}): Belongs =>
  (row, scope) =>
    belongsTo(row, scope, folderOfSource, carriers[row.id]);

function receivePosts(posts: PostRow[], belongs: Belongs): void {
  placePosts(posts, belongs);
  refreshCountsSoon();
}

/** Whether any of them is new to a list. */
function placePosts(posts: PostRow[], belongs: Belongs): boolean {
  let any = false;
  eachList((scope, data) => {
    const rows = rowsOf(data);
    const { known, unknown } = splitKnown(rows, posts);
    const updated = known.length > 0 ? updateRows(data, known) : data;
    const fresh = unknown.filter((row) => belongs(row, scope));
    if (fresh.length === 0) return updated;
    any = true;
    const key = scopeKey(scope);
    if (rows.length === 0) direct.add(key);
    if (direct.has(key)) return prependRows(updated, fresh);
    const { news, history } = splitHistory(updated, fresh);
    if (news.length > 0) addWaiting(key, news);
    return prependRows(updated, history);
  });
  return any;
}

function addWaiting(key: string, news: PostRow[], head?: ListPages): void {
  pendingPosts.set((all) => {
    const old = all[key] ?? nothing;
    return { ...all, [key]: { rows: addPending(old.rows, news), head: head ?? old.head } };
  });
}

/** What waits is changed as the lists are. */
function eachWaiting(change: (data: ListPages) => ListPages): void {
  const asPages = (items: PostRow[]): ListPages => ({ pages: [{ items, nextCursor: null, eventId: '' }], pageParams: [null] });
  const next = Object.entries(pendingPosts.get()).map(
    ([key, { rows, head }]) => [key, { rows: rowsOf(change(asPages(rows))), head: head && change(head) }] as const,
  );
  pendingPosts.set(Object.fromEntries(next.filter(([, { rows }]) => rows.length > 0)));
}

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

/** Shows marks in every list and in the open post. */
export function showMarks(postIds: number[], change: { read?: boolean | undefined; saved?: boolean | undefined }): void {
  const ids = new Set(postIds);
  eachList((_scope, data) => markRows(data, ids, change));
  eachWaiting((data) => markRows(data, ids, change));
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
  queryClient.removeQueries({ queryKey: keys.allPosts, type: 'inactive' });
  const scopes = queryClient.getQueriesData({ queryKey: keys.allPosts }).map(([key]) => key[1] as ListScope);
  // Until its head has been read a list may lack what came meanwhile, and "all read" stops before that.
  for (const scope of scopes) behind.add(scopeKey(scope));
  let known: string | null = null;
  for (const scope of scopes) {
    try {
      const before = rowsOf(queryClient.getQueryData<ListPages>(keys.posts(scope)));
      const head = await api.posts(toListQuery(scope), null);
      takeHead(scope, { ...head, items: head.items.map((row) => withWaiting(row)) }, before);
      behind.delete(scopeKey(scope));
      if (known === null || isNewerEvent(known, head.eventId)) known = head.eventId;
    } catch {
      // The connection will come back and say so again.
    }
  }
  if (known !== null) noteEvent(known);
}

/** `before`: the rows of the list when its head was asked for. */
function takeHead(scope: ListScope, head: ListPostsAnswer, before: readonly PostRow[]): void {
  const data = queryClient.getQueryData<ListPages>(keys.posts(scope));
  const page: ListPages = { pages: [head], pageParams: [null] };
  // The server says what belongs here: of a post that several sources carry, its row names one.
  receivePosts(head.items, (row, other) => scopeKey(other) === scopeKey(scope) || belongsTo(row, other, folderOfSource));
  if (data && rowsOf(data).length === 0) queryClient.setQueryData<ListPages>(keys.posts(scope), page);
  // Rows put above those that are loaded would leave a hole: the head stands in place of the list when it is asked for.
  else if (data && !reachesDown(head, data)) addWaiting(scopeKey(scope), head.items, page);
  // Marks that other devices made meanwhile: changed rows do not bring them.
  takeMarks(marksIn(head, rowsOf(data), before, scope.show).map((row) => withWaiting(row)));
}

function takeMarks(rows: readonly PostRow[]): void {
  for (const mark of ['read', 'saved'] as const) {
    for (const value of [true, false]) {
      const ids = rows.filter((row) => row[mark] === value).map((row) => row.id);
      if (ids.length > 0) showMarks(ids, { [mark]: value });
    }
  }
}
