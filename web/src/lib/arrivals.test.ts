import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetArrivals, pendingPosts, scopeKey, showPending } from './arrivals.ts';
import { beginAt, catchUp, watchLists } from './catch-up.ts';
import type { ListPostsAnswer, PostRow } from './contract-types.ts';
import { applyLiveMessage } from './live-messages.ts';
import { type ListPages, type ListScope, rowsOf } from './list-state.ts';
import { row } from './post-row.fixture.ts';
import { keys, queryClient } from './queries.ts';

const scope: ListScope = { kind: 'timeline', id: 0, tag: '', show: 'all' };

const down = (from: number, to: number): PostRow[] => Array.from({ length: from - to + 1 }, (_, n) => row(from - n));
const page = (items: PostRow[], eventId: string, nextCursor: string | null = 'more'): ListPostsAnswer => ({ items, eventId, nextCursor });

let head: ListPostsAnswer | null;
let asked: string[];
/** What happens while a head is on its way. */
let meanwhile: () => void;
const list = () => queryClient.getQueryData<ListPages>(keys.posts(scope))!;
const ids = (): number[] => rowsOf(list()).map((one) => one.id);
const eventId = () => list().pages[0]?.eventId;
const waiting = () => pendingPosts.get()[scopeKey(scope)];

/** The list on the page, with posts 30 to 1 as of change 30. */
beforeEach(() => {
  const store = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (name: string) => store.get(name) ?? null, setItem: (name: string, text: string) => store.set(name, text) });
  asked = [];
  meanwhile = () => {};
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (path.includes('/posts?')) meanwhile();
    return path.includes('/posts?') && head ? Response.json(head) : Response.json({ code: 'internal', detail: 'down' }, { status: 500 });
  });
  queryClient.clear();
  forgetArrivals();
  queryClient.setQueryData<ListPages>(keys.posts(scope), { pages: [page(down(30, 1), '30-1')], pageParams: [null] });
  // What the page does that shows it.
  vi.spyOn(queryClient.getQueryCache().find({ queryKey: keys.posts(scope) })!, 'isActive').mockReturnValue(true);
});
afterEach(() => vi.unstubAllGlobals());

/** Another list on the page, in place of the one of all posts. */
function open(items: PostRow[], more: Partial<ListScope>, nextCursor: string | null = null): ListScope {
  const other: ListScope = { ...scope, ...more };
  queryClient.removeQueries({ queryKey: keys.posts(scope) });
  queryClient.setQueryData<ListPages>(keys.posts(other), { pages: [page(items, '30-1', nextCursor)], pageParams: [null] });
  vi.spyOn(queryClient.getQueryCache().find({ queryKey: keys.posts(other) })!, 'isActive').mockReturnValue(true);
  return other;
}
const marked = (of: ListScope, mark: 'read' | 'saved'): number[] =>
  rowsOf(queryClient.getQueryData<ListPages>(keys.posts(of)))
    .filter((one) => one[mark])
    .map((one) => one.id);

describe('marks that another device made meanwhile', () => {
  it('are shown in the list of unread posts when everything was read there, and taken back with it', async () => {
    const unread = open(down(5, 1), { show: 'unread' });
    head = page([], '31-1', null);
    await catchUp();
    expect(marked(unread, 'read')).toEqual([5, 4, 3, 2, 1]);
    head = page(down(5, 1), '31-1', null);
    await catchUp();
    expect(marked(unread, 'read')).toEqual([]);
  });

  it('are taken only as far down as the first page reaches', async () => {
    const unread = open(down(5, 1), { show: 'unread' }, 'more');
    head = page([row(5), row(3)], '31-1', 'more');
    await catchUp();
    expect(marked(unread, 'read')).toEqual([4]);
  });

  it('leave alone what is marked here and not yet sent, or was marked while they were asked for', async () => {
    const unread = open(down(3, 1), { show: 'unread' });
    localStorage.setItem('tidings.marks', JSON.stringify([{ postId: 3, read: false }]));
    head = page([row(2)], '31-1', null);
    meanwhile = () => applyLiveMessage({ type: 'marks.updated', postIds: [2], read: true });
    await catchUp();
    expect(marked(unread, 'read')).toEqual([2, 1]);
  });

  it('are not taken from a stored answer that is older than the list', async () => {
    const all = open([row(2, { read: true }), row(1)], {});
    head = page([row(2), row(1)], '29-1', null);
    await catchUp();
    expect(marked(all, 'read')).toEqual([2]);
  });

  it('are shown in a list of saved posts too', async () => {
    const saved = open(
      down(3, 1).map((one) => ({ ...one, saved: true })),
      { kind: 'saved', show: 'saved' },
    );
    head = page([row(3, { saved: true }), row(1, { saved: true, read: true })], '31-1', null);
    await catchUp();
    expect([marked(saved, 'saved'), marked(saved, 'read')]).toEqual([[3, 1], [1]]);
  });
});

describe('a post that another followed source begins to carry', () => {
  it('arrives in the list of that source, and in no other', () => {
    const second = open(down(5, 1), { kind: 'source', id: 2 });
    const third = open(down(5, 1), { kind: 'source', id: 3 });
    applyLiveMessage({ type: 'post.created', id: '40-1', posts: [row(6)], carriers: { 6: [1, 2] } });
    expect([second, third].map((one) => pendingPosts.get()[scopeKey(one)]?.rows.map(({ id }) => id))).toEqual([[6], undefined]);
  });

  it('arrives also when it is told as a change, once, and not when it lies below what is loaded', () => {
    for (const id of ['40-1', '41-1']) applyLiveMessage({ type: 'post.updated', id, posts: [row(31, { title: `As of ${id}` }), row(0)] });
    expect(waiting()?.rows.map(({ title }) => title)).toEqual(['As of 41-1']);
  });

  it('arrives with the head of the list that is read again', async () => {
    const second = open(down(5, 1), { kind: 'source', id: 2 });
    head = page(down(6, 1), '40-1', null);
    await catchUp();
    expect(pendingPosts.get()[scopeKey(second)]?.rows.map(({ id }) => id)).toEqual([6]);
  });
});

describe('a list that was on its way while posts came', () => {
  const arrive = (as: string): Promise<unknown> => {
    queryClient.removeQueries({ queryKey: keys.posts(scope) });
    return queryClient.fetchQuery({ queryKey: keys.posts(scope), queryFn: async () => ({ pages: [page(down(3, 1), as, null)], pageParams: [null] }) });
  };

  it('takes them from its head, and lets "all read" reach them only when they are shown', async () => {
    const stop = watchLists();
    queryClient.clear();
    beginAt('900-1');
    head = page(down(4, 1), '901-1', null);
    await arrive('899-1');
    await expect.poll(() => waiting()?.rows.map(({ id }) => id)).toEqual([4]);
    expect(eventId()).toBe('899-1');
    showPending(scope);
    expect(ids()).toEqual([4, 3, 2, 1]);
    stop();
  });

  it('is not read again when it knows what the connection tells', async () => {
    const stop = watchLists();
    queryClient.clear();
    beginAt('900-1');
    await arrive('902-1');
    expect(asked).toEqual([]);
    stop();
  });
});

describe('what is asked for many times at once', () => {
  it('is read once, and once more after that', async () => {
    head = page(down(30, 1), '903-1');
    await Promise.all(Array.from({ length: 9 }, () => catchUp()));
    expect(asked.filter((path) => path.includes('/posts?'))).toHaveLength(2);
  });
});

describe('a list after its device slept', () => {
  it('takes what came behind the pill when that reaches down to what is loaded', async () => {
    head = page(down(60, 25), '60-1');
    await catchUp();
    expect([ids().length, waiting()?.rows.length, waiting()?.head]).toEqual([30, 30, null]);
    showPending(scope);
    expect([ids(), eventId()]).toEqual([down(60, 1).map((one) => one.id), '60-1']);
  });

  it('begins anew from the head, without a hole, when more came than fits a page', async () => {
    head = page(down(200, 151), '200-1', 'below 151');
    await catchUp();
    expect(ids()[0]).toBe(30);
    expect(waiting()?.rows).toHaveLength(50);
    showPending(scope);
    expect(ids()).toEqual(down(200, 151).map((one) => one.id));
    expect(list().pages.at(-1)?.nextCursor).toBe('below 151');
    expect(eventId()).toBe('200-1');
  });

  it('lets "all read" reach only what it knew until the new posts are shown', async () => {
    head = page(down(200, 151), '200-1', 'below 151');
    await catchUp();
    applyLiveMessage({ type: 'post.created', id: '201-1', posts: [row(201)] });
    expect(eventId()).toBe('30-1');
    showPending(scope);
    expect([ids()[0], ids().length, eventId()]).toEqual([201, 51, '201-1']);
  });

  it('does not let "all read" reach further when the head could not be read', async () => {
    head = null;
    await catchUp();
    applyLiveMessage({ type: 'post.removed', id: '201-1', postIds: [5] });
    expect(eventId()).toBe('30-1');
    head = page(down(60, 25), '202-1');
    await catchUp();
    showPending(scope);
    expect(eventId()).toBe('202-1');
  });
});
