/** Reads open lists again from their head, when more changed than the live connection tells. */
import type { ListPostsAnswer, PostRow } from './contract-types.ts';
import { addWaiting, behind, newestEvent, noteEvent, pendingPosts, receivePosts, scopeKey, showMarks } from './arrivals.ts';
import { belongsTo, isNewerEvent, knowsUpTo, type ListPages, type ListScope, marksIn, reachesDown, rowsOf } from './list-state.ts';
import { api } from './api.ts';
import { flushMarks } from './outgoing-marks.ts';
import { folderOfSource, keys, queryClient, refreshFollows, toListQuery } from './queries.ts';
import { withWaiting } from './waiting-marks.ts';

let running: Promise<void> | null = null;
let again = false;

/**
 * More changed than the connection can tell: reads the head of each open list; what is new waits behind the pill.
 * One at a time: however often it is asked for meanwhile, once more after it.
 */
export function catchUp(): Promise<void> {
  queryClient.removeQueries({ queryKey: keys.allPosts, type: 'inactive' });
  // Until its head has been read a list may lack what came meanwhile, and "all read" stops before that.
  for (const scope of openScopes()) behind.add(scopeKey(scope));
  again = running !== null;
  running ??= readHeads().finally(() => (running = null));
  return running;
}

const openScopes = (): ListScope[] => queryClient.getQueriesData({ queryKey: keys.allPosts }).map(([key]) => key[1] as ListScope);

async function readHeads(): Promise<void> {
  do {
    again = false;
    // The heads are to have the marks that wait here.
    await flushMarks();
    void refreshFollows();
    let known: string | null = null;
    for (const scope of openScopes()) {
      const eventId = await readHead(scope);
      if (eventId !== null && (known === null || isNewerEvent(known, eventId))) known = eventId;
    }
    if (known !== null) noteEvent(known);
  } while (again);
}

/** Up to which change the list is known then; null when it could not be read: the connection will come back and say so again. */
async function readHead(scope: ListScope): Promise<string | null> {
  const list = queryClient.getQueryData<ListPages>(keys.posts(scope));
  const before = rowsOf(list);
  const head = await api.posts(toListQuery(scope), null).catch(() => null);
  // A copy that was stored for want of a connection knows less than the page.
  if (head === null || isNewerEvent(list?.pages[0]?.eventId ?? '0', head.eventId)) return null;
  takeHead(scope, { ...head, items: head.items.map((row) => withWaiting(row)) }, before);
  // What was told while it was read may have come after it.
  if (!again) behind.delete(scopeKey(scope));
  return head.eventId;
}

/** The connection tells what came after this; older lists are read again from their head, also those that arrive later. */
let begun: string | null = null;
export function beginAt(eventId: string): void {
  begun = eventId;
  for (const [key, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) catchUpLate(key[1] as ListScope, data);
}

/** Watches for lists that were on their way while the connection told something. Returns the stop. */
export function watchLists(): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    const isAnswer = event.type === 'updated' && event.action.type === 'success' && !event.action.manual;
    if (isAnswer && event.query.queryKey[0] === keys.allPosts[0]) catchUpLate(event.query.queryKey[1] as ListScope, event.query.state.data as ListPages);
  });
}

function catchUpLate(scope: ListScope, data: ListPages | undefined): void {
  const key = scopeKey(scope);
  const eventId = data?.pages[0]?.eventId;
  const isLate = eventId !== undefined && [begun, newestEvent()].some((told) => told !== null && isNewerEvent(told, eventId));
  if (!isLate || pendingPosts.get()[key] || behind.has(key)) return;
  behind.add(key);
  void readHead(scope).then((known) => {
    if (!pendingPosts.get()[key]) queryClient.setQueryData<ListPages>(keys.posts(scope), (now) => now && knowsUpTo(now, known));
  });
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
