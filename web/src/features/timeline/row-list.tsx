/** The rows that are near the window, out of thousands; keeps its place when the list is left and comes back. */
import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { scopeKey, settleList } from '../../lib/arrivals.ts';
import type { PostRow } from '../../lib/contract-types.ts';
import { dayKey, dayTitle } from '../../lib/format-time.ts';
import type { ListScope } from '../../lib/list-state.ts';
import { markPosts } from '../../lib/marks.ts';
import { settingsNow } from '../../lib/preferences.ts';
import { followedLanguages } from '../../lib/own-languages.ts';
import type { usePostList } from '../../lib/queries.ts';
import { useStore } from '../../lib/small-store.ts';
import { useNow } from '../../ui/time-text.tsx';
import { ListEnd } from './list-end.tsx';
import { SwipeRow } from './swipe-row.tsx';

export interface RowListProps {
  scope: ListScope;
  rows: PostRow[];
  selectedId: number | null;
  /** Posts behind the pill. */
  waiting: number;
  /** And more, which come by scrolling. */
  moreWaiting: boolean;
  /** Grows each time when the list should go to its top. */
  topSignal: number;
  /** Grows each time when a key has moved the selection: the focus goes with it. */
  moveSignal: number;
  onOpen: (id: number) => void;
  onShowNew: () => void;
  list: ReturnType<typeof usePostList>;
}

/** As much of the next row stays in sight under the selected one. */
const peek = 64;
const dayLine = 44;

/** Where each list was left, with the heights measured until then. */
const places = new Map<string, { offset: number; measured: VirtualItem[] }>();

export function RowList({ scope, rows, selectedId, waiting, moreWaiting, topSignal, moveSignal, onOpen, onShowNew, list }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const place = places.get(scopeKey(scope));
  const now = useNow();
  const followed = useStore(followedLanguages);
  const compact = settingsNow().density === 'compact';
  const today = dayKey(now);
  const days = useMemo(() => rows.map((row) => dayKey(new Date(row.postedAt))), [rows]);
  const [atTop, setAtTop] = useState((place?.offset ?? 0) < 8);
  const virtual = useVirtualizer({
    count: rows.length + 1,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? 'end',
    estimateSize: (index) => (index === rows.length ? 72 : compact ? 68 : rows[index]?.thumb ? 124 : 112),
    overscan: 6,
    scrollPaddingStart: dayLine,
    scrollPaddingEnd: peek,
    initialOffset: place?.offset ?? 0,
    ...(place ? { initialMeasurementsCache: place.measured } : {}),
  });
  usePlace(scope, virtual);
  useMarkOnScroll(rows, virtual);
  usePaging(rows.length, virtual, list);
  useTop(topSignal, scroller);
  useFollowSelection({ rows, selectedId, moveSignal, scroller }, virtual);
  const first = rows[virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + 20)?.index ?? 0] ?? rows[0];
  const items = virtual.getVirtualItems();

  return (
    <div
      ref={scroller}
      className="scroll relative flex-1"
      data-list
      onScroll={(event) => {
        const top = event.currentTarget.scrollTop < 8;
        setAtTop(top);
        if (!top) settleList(scope);
      }}
    >
      <DayLine title={first ? dayTitle(new Date(first.postedAt), now) : ''} waiting={waiting} more={moreWaiting} atTop={atTop} onShowNew={onShowNew} />
      <div role="feed" aria-busy={list.isFetchingNextPage} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          const newDay = item.index > 0 && row !== undefined && days[item.index] !== days[item.index - 1];
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row ? (
                <SwipeRow
                  row={row}
                  selected={row.id === selectedId}
                  position={item.index + 1}
                  size={list.hasNextPage ? -1 : rows.length}
                  day={newDay ? dayTitle(new Date(row.postedAt), now) : null}
                  plain={item.index === 0 || rows[item.index - 1]?.id === selectedId}
                  today={today}
                  followed={followed}
                  onOpen={onOpen}
                />
              ) : (
                <ListEnd loading={list.isFetchingNextPage || list.hasNextPage} failed={list.isFetchNextPageError} onRetry={() => void list.fetchNextPage()} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The day that one is in, always in sight, with the pill of new posts at its right. */
function DayLine({ title, waiting, more, atTop, onShowNew }: { title: string; waiting: number; more: boolean; atTop: boolean; onShowNew: () => void }) {
  return (
    <div className="day sticky top-0 z-[2]">
      <span aria-hidden="true">{title}</span>
      <span role="status">
        {waiting > 0 ? (
          <button type="button" className="newpill" onClick={onShowNew} title={t('list.newHint')}>
            <ArrowUp size={16} strokeWidth={1.75} aria-hidden="true" className={atTop ? 'hidden' : ''} />
            <span className={atTop ? 'pl-1' : ''}>{more ? t('list.newMore', { n: waiting }) : plural('list.new', waiting)}</span>
          </button>
        ) : null}
      </span>
    </div>
  );
}

/** Asks for the next page when its rows are near; a page that failed is asked for by hand. */
function usePaging(count: number, virtual: Rows, list: RowListProps['list']): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const lastIndex = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastIndex >= count - 10 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [lastIndex, count, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
}

function useTop(signal: number, scroller: RefObject<HTMLDivElement | null>): void {
  const seen = useRef(signal);
  useEffect(() => {
    if (signal !== seen.current) scroller.current?.scrollTo({ top: 0 });
    seen.current = signal;
  }, [signal, scroller]);
}

type Rows = Virtualizer<HTMLDivElement, Element>;

function usePlace(scope: ListScope, virtual: Rows): void {
  const key = scopeKey(scope);
  const offset = useRef(virtual.scrollOffset ?? 0);
  // At the end the virtual list has already forgotten where it was.
  if (virtual.scrollOffset !== null) offset.current = virtual.scrollOffset;
  useEffect(() => {
    return () => void places.set(key, { offset: offset.current, measured: virtual.measurementsCache });
  }, [key, virtual]);
}

/** Brings the selected row into view; after a key also the focus onto its headline, unless it is elsewhere. */
function useFollowSelection(
  { rows, selectedId, moveSignal, scroller }: Pick<RowListProps, 'rows' | 'selectedId' | 'moveSignal'> & { scroller: RefObject<HTMLDivElement | null> },
  virtual: Rows,
): void {
  const indexOf = useRef<(id: number) => number>(() => -1);
  indexOf.current = (id) => rows.findIndex((row) => row.id === id);
  useEffect(() => {
    const index = selectedId === null ? -1 : indexOf.current(selectedId);
    if (index < 0) return;
    virtual.scrollToIndex(index, { align: 'auto' });
    // Heights are only known once the rows have been drawn, and the rows above may move it once more.
    let frame = requestAnimationFrame(() => {
      bringIntoView(scroller.current, selectedId);
      frame = requestAnimationFrame(() => bringIntoView(scroller.current, selectedId));
    });
    return () => cancelAnimationFrame(frame);
  }, [selectedId, virtual, scroller]);
  const selected = useRef(selectedId);
  selected.current = selectedId;
  const seenMove = useRef(moveSignal);
  useEffect(() => {
    if (moveSignal === seenMove.current) return;
    seenMove.current = moveSignal;
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-post="${selected.current}"] h2 a`)?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [moveSignal, scroller]);
}

/** Scrolls by what is missing, as measured: all of the row and a piece of the next; of one taller than the list its head. */
function bringIntoView(scroller: HTMLElement | null, id: number | null): void {
  const row = scroller?.querySelector(`[data-post="${id}"]`);
  if (!scroller || !row) return;
  const [box, at] = [scroller.getBoundingClientRect(), row.getBoundingClientRect()];
  const below = at.bottom + peek - box.bottom;
  const room = at.top - box.top - dayLine;
  if (room < 0) scroller.scrollBy(0, room);
  else if (below > 0) scroller.scrollBy(0, Math.min(below, room));
}

/** When asked for: what was scrolled past counts as read. */
function useMarkOnScroll(rows: PostRow[], virtual: Rows): void {
  const passed = useRef(0);
  const offset = virtual.scrollOffset ?? 0;
  useEffect(() => {
    if (!settingsNow().markReadOnScroll) return;
    const timer = setTimeout(() => {
      const top = virtual.getVirtualItemForOffset(offset)?.index ?? 0;
      if (top > passed.current) markPosts(rows.slice(passed.current, top), { read: true });
      passed.current = top;
    }, 300);
    return () => clearTimeout(timer);
  }, [offset, rows, virtual]);
}
