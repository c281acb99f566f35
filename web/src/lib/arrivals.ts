/** New posts of the live connection: into lists that are empty at once, into others behind the pill. */
import type { PostRow, SearchAnswer } from './contract-types.ts';
import {
  addPending,
  isNewerEvent,
  knowsUpTo,
  type ListPages,
  type ListScope,
  markRows,
  prependRows,
  rowsOf,
  splitHistory,
  splitKnown,
  updateRows,
  type Waiting,
  withArrivals,
} from './list-state.ts';
import { keys, queryClient, refreshFollows } from './queries.ts';
import { createStore } from './small-store.ts';

export const scopeKey = (scope: ListScope): string => `${scope.kind} ${scope.id} ${scope.tag} ${scope.show}`;

/** What waits behind the pill, by list. */
export const pendingPosts = createStore<Record<string, Waiting>>({});
const nothing: Waiting = { rows: [], head: null };
/** Lists that have not been read again since more changed than the connection tells. */
export const behind = new Set<string>();
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
export const newestEvent = (): string | null => lastEvent;

/** The next user begins from nothing. */
export function forgetArrivals(): void {
  lastEvent = null;
  pendingPosts.set({});
  behind.clear();
  direct.clear();
}

/** Moves what waits into the list. */
export function showPending(scope: ListScope): void {
  const waiting = pendingPosts.get()[scopeKey(scope)];
  if (waiting) queryClient.setQueryData<ListPages>(keys.posts(scope), (data) => data && knowsUpTo(withArrivals(data, waiting), eventFor(scope)));
  forgetWaiting(scope);
}

/** Lists in which nothing waits show everything up to the newest change. */
export function noteEvent(id: string): void {
  if (isNewerEvent(id, lastEvent)) lastEvent = id;
  eachList((scope, data) => (pendingPosts.get()[scopeKey(scope)] ? data : knowsUpTo(data, eventFor(scope))));
}

const eventFor = (scope: ListScope): string | null => (behind.has(scopeKey(scope)) ? null : lastEvent);

export function eachList(change: (scope: ListScope, data: ListPages) => ListPages): void {
  for (const [key, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) {
    if (!data) continue;
    const next = change(key[1] as ListScope, data);
    if (next !== data) queryClient.setQueryData(key, next);
  }
}

export type Belongs = (row: PostRow, scope: ListScope) => boolean;

export function receivePosts(posts: PostRow[], belongs: Belongs): void {
  placePosts(posts, belongs);
  refreshCountsSoon();
}

/** Whether any of them is new to a list. */
export function placePosts(posts: PostRow[], belongs: Belongs): boolean {
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

export function addWaiting(key: string, news: PostRow[], head?: ListPages): void {
  pendingPosts.set((all) => {
    const old = all[key] ?? nothing;
    return { ...all, [key]: { rows: addPending(old.rows, news), head: head ?? old.head } };
  });
}

/** What waits is changed as the lists are. */
export function eachWaiting(change: (data: ListPages) => ListPages): void {
  const asPages = (items: PostRow[]): ListPages => ({ pages: [{ items, nextCursor: null, eventId: '' }], pageParams: [null] });
  const next = Object.entries(pendingPosts.get()).map(
    ([key, { rows, head }]) => [key, { rows: rowsOf(change(asPages(rows))), head: head && change(head) }] as const,
  );
  pendingPosts.set(Object.fromEntries(next.filter(([, { rows }]) => rows.length > 0)));
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

/** After following something: the lists are read again, with what it has published; done when the follows are there. */
export async function refreshAfterFollow(): Promise<void> {
  pendingPosts.set({});
  void queryClient.invalidateQueries({ queryKey: keys.allPosts });
  await refreshFollows();
}
