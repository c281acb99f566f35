import { describe, expect, it } from 'vitest';
import type { PostRow } from './contract-types.ts';
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
import { row } from './post-row.fixture.ts';

const story = (id: number, count: number): PostRow['story'] => ({ id, count, sources: [] });
const pages = (...lists: PostRow[][]): ListPages => ({
  pages: lists.map((items) => ({ items, nextCursor: null, eventId: '1' })),
  pageParams: lists.map(() => null),
});
const ids = (data: ListPages): number[] => rowsOf(data).map((one) => one.id);
const scope = (more: Partial<ListScope> = {}): ListScope => ({ kind: 'timeline', id: 0, tag: '', show: 'all', ...more });
const noFolder = (): null => null;

describe('a list of posts', () => {
  it('shows each post once when pages overlap', () => {
    expect(ids(pages([row(3), row(2)], [row(2), row(1)]))).toEqual([3, 2, 1]);
  });

  it('puts arrivals above in order of time and does not double what is there', () => {
    const data = prependRows(pages([row(5), row(4)], [row(3)]), [row(6), row(7), row(3)]);
    expect(ids(data)).toEqual([7, 6, 5, 4, 3]);
  });

  it('knows up to which change it shows everything, and stays the same when that is no news', () => {
    const data = pages([row(2)], [row(1)]);
    expect(knowsUpTo(data, '9').pages.map((page) => page.eventId)).toEqual(['9', '1']);
    expect(knowsUpTo(data, '1')).toBe(data);
    expect(knowsUpTo(data, null)).toBe(data);
  });

  it('never knows less than it knew', () => {
    const data = pages([row(2)]);
    expect(knowsUpTo(knowsUpTo(data, '9-5'), '8-6').pages[0]?.eventId).toBe('9-5');
  });

  it('puts a post onto the page of its time', () => {
    const data = prependRows(pages([row(50), row(40)], [row(30), row(10)]), [row(55), row(45), row(20), row(5)]);
    expect(data.pages.map((page) => page.items.map((one) => one.id))).toEqual([
      [55, 50, 45, 40],
      [30, 20, 10, 5],
    ]);
  });

  it('tells news from the history that a new source brings', () => {
    const loaded = pages([row(30), row(20)]);
    expect(splitHistory(loaded, [row(40), row(25), row(5)])).toMatchObject({ news: [{ id: 40 }, { id: 25 }], history: [{ id: 5 }] });
    const first = loaded.pages[0];
    if (first) first.nextCursor = 'more';
    expect(splitHistory(loaded, [row(40), row(5)])).toMatchObject({ news: [{ id: 40 }], history: [] });
  });

  it('replaces the row of a story when a newer telling of it arrives', () => {
    const data = prependRows(pages([row(5, { story: story(5, 2) }), row(4)]), [row(8, { story: story(5, 3) })]);
    expect(ids(data)).toEqual([8, 4]);
  });

  it('lets arrivals wait once each, the newest version of a story last', () => {
    const waiting = addPending([row(5, { story: story(5, 2) })], [row(6), row(7, { story: story(5, 3) }), row(6)]);
    expect(waiting.map((one) => one.id)).toEqual([7, 6]);
  });

  it('tells posts that only change a row from posts that are new', () => {
    const { known, unknown } = splitKnown([row(1), row(2, { story: story(2, 2) })], [row(1), row(9, { story: story(2, 3) }), row(10)]);
    expect(known.map((one) => one.id)).toEqual([1, 9]);
    expect(unknown.map((one) => one.id)).toEqual([10]);
  });

  it('updates a row in place, keeps its marks, and gives a story its new sources', () => {
    const before = pages([row(1, { read: true, saved: true }), row(2, { story: story(2, 2) }), row(3)]);
    const after = updateRows(before, [row(1, { title: 'Edited' }), row(9, { story: story(2, 3) })]);
    expect(rowsOf(after)[0]).toMatchObject({ title: 'Edited', read: true, saved: true });
    expect(rowsOf(after)[1]).toMatchObject({ id: 2, story: { count: 3 } });
    expect(rowsOf(after)[2]).toBe(rowsOf(before)[2]);
  });

  it('does not bring back a mark that was just taken away here', () => {
    const after = updateRows(pages([row(1)]), [row(1, { title: 'Edited', read: true, saved: true })]);
    expect(rowsOf(after)[0]).toMatchObject({ title: 'Edited', read: false, saved: false });
  });

  it('marks only the rows that are meant and keeps the others the same objects', () => {
    const before = pages([row(1), row(2)]);
    const after = markRows(before, new Set([2]), { read: true });
    expect(rowsOf(after).map((one) => one.read)).toEqual([false, true]);
    expect(rowsOf(after)[0]).toBe(rowsOf(before)[0]);
    expect(markRows(before, new Set([99]), { read: true })).toBe(before);
  });

  it('drops removed posts', () => {
    expect(ids(removeRows(pages([row(1), row(2)], [row(3)]), new Set([2, 3])))).toEqual([1]);
  });
});

describe('which list a new post belongs to', () => {
  it('follows source, folder, tag and what the list shows', () => {
    expect(belongsTo(row(1), scope(), noFolder)).toBe(true);
    expect(belongsTo(row(1, { read: true }), scope({ show: 'unread' }), noFolder)).toBe(false);
    expect(belongsTo(row(1), scope({ show: 'stories' }), noFolder)).toBe(false);
    expect(belongsTo(row(1), scope({ kind: 'source', id: 2 }), noFolder)).toBe(false);
    expect(belongsTo(row(1), scope({ kind: 'folder', id: 4 }), () => 4)).toBe(true);
    expect(belongsTo(row(1, { tags: ['tide'] }), scope({ kind: 'tag', tag: 'tide' }), noFolder)).toBe(true);
    expect(belongsTo(row(1), scope({ kind: 'saved', show: 'saved' }), noFolder)).toBe(false);
  });
});
