import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyLiveMessage, catchUp, pendingPosts, scopeKey, showPending } from './arrivals.ts';
import type { ListPostsAnswer, PostRow } from './contract-types.ts';
import { type ListPages, type ListScope, rowsOf } from './list-state.ts';
import { row } from './post-row.fixture.ts';
import { keys, queryClient } from './queries.ts';

const scope: ListScope = { kind: 'timeline', id: 0, tag: '', show: 'all' };

const down = (from: number, to: number): PostRow[] => Array.from({ length: from - to + 1 }, (_, n) => row(from - n));
const page = (items: PostRow[], eventId: string, nextCursor: string | null = 'more'): ListPostsAnswer => ({ items, eventId, nextCursor });

let head: ListPostsAnswer | null;
const list = () => queryClient.getQueryData<ListPages>(keys.posts(scope))!;
const ids = (): number[] => rowsOf(list()).map((one) => one.id);
const eventId = () => list().pages[0]?.eventId;
const waiting = () => pendingPosts.get()[scopeKey(scope)];

/** The list on the page, with posts 30 to 1 as of change 30. */
beforeEach(() => {
  const store = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (name: string) => store.get(name) ?? null, setItem: (name: string, text: string) => store.set(name, text) });
  vi.stubGlobal('fetch', async (path: string) =>
    path.includes('/posts?') && head ? Response.json(head) : Response.json({ code: 'internal', detail: 'down' }, { status: 500 }),
  );
  queryClient.clear();
  pendingPosts.set({});
  queryClient.setQueryData<ListPages>(keys.posts(scope), { pages: [page(down(30, 1), '30-1')], pageParams: [null] });
  // What the page does that shows it.
  vi.spyOn(queryClient.getQueryCache().find({ queryKey: keys.posts(scope) })!, 'isActive').mockReturnValue(true);
});
afterEach(() => vi.unstubAllGlobals());

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
