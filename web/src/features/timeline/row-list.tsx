/** The rows that are near the window, out of thousands; keeps its place when the list is left and comes back. */
import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { scopeKey, settleList } from '../../lib/arrivals.ts';
import type { PostRow } from '../../lib/contract-types.ts';
import { dayKey, dayTitle } from '../../lib/format-time.ts';
import type { ListScope } from '../../lib/list-state.ts';
import { markPosts } from '../../lib/marks.ts';
import { settingsNow } from '../../lib/preferences.ts';
import type { usePostList } from '../../lib/queries.ts';
import { useNow } from '../../ui/time-text.tsx';
import { ListEnd } from './list-end.tsx';
import { SwipeRow } from './swipe-row.tsx';

export interface RowListProps {
  scope: ListScope;
  rows: PostRow[];
  selectedId: number | null;
  openId: number | null;
  /** Posts behind the pill. */
  waiting: number;
  /** Grows each time when the list should go to its top. */
  topSignal: number;
  onOpen: (id: number) => void;
  onShowNew: () => void;
  list: ReturnType<typeof usePostList>;
}

/** Where each list was left, with the heights measured until then. */
const places = new Map<string, { offset: number; measured: VirtualItem[] }>();

export function RowList({ scope, rows, selectedId, openId, waiting, topSignal, onOpen, onShowNew, list }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const place = places.get(scopeKey(scope));
  const now = useNow();
  const today = dayKey(now);
  const days = useMemo(() => rows.map((row) => dayKey(new Date(row.postedAt))), [rows]);
  const [atTop, setAtTop] = useState((place?.offset ?? 0) < 8);
  const virtual = useVirtualizer({
    count: rows.length + 1,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? 'end',
    estimateSize: (index) => (index === rows.length ? 72 : rows[index]?.thumb ? 124 : 112),
    overscan: 6,
    scrollPaddingStart: 44,
    scrollPaddingEnd: 16,
    initialOffset: place?.offset ?? 0,
    ...(place ? { initialMeasurementsCache: place.measured } : {}),
  });
  usePlace(scope, virtual);
  useMarkOnScroll(rows, virtual);
  const items = virtual.getVirtualItems();
  const first = rows[virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + 20)?.index ?? 0] ?? rows[0];

  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  useEffect(() => {
    if (lastIndex >= rows.length - 10 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [lastIndex, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  useEffect(() => {
    if (topSignal > 0) scroller.current?.scrollTo({ top: 0 });
  }, [topSignal]);
  useFollowSelection(rows, selectedId, openId, virtual, scroller);

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
      <div className="day sticky top-0 z-[2]">
        <span aria-hidden="true">{first ? dayTitle(new Date(first.postedAt), now) : ''}</span>
        <span role="status">
          {waiting > 0 ? (
            <button type="button" className="newpill" onClick={onShowNew} title={t('list.newHint')}>
              <ArrowUp size={16} strokeWidth={1.75} aria-hidden="true" className={atTop ? 'hidden' : ''} />
              <span className={atTop ? 'pl-1' : ''}>{plural('list.new', waiting)}</span>
            </button>
          ) : null}
        </span>
      </div>
      <div role="feed" aria-busy={isFetchingNextPage} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          const newDay = item.index > 0 && row !== undefined && days[item.index] !== days[item.index - 1];
          return (
            <div key={item.key} ref={virtual.measureElement} data-index={item.index} role="presentation" className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)` }}>
              {row ? (
                <SwipeRow
                  row={row}
                  selected={row.id === selectedId}
                  position={item.index + 1}
                  size={hasNextPage ? -1 : rows.length}
                  day={newDay ? dayTitle(new Date(row.postedAt), now) : null}
                  plain={item.index === 0 || rows[item.index - 1]?.id === selectedId}
                  today={today}
                  onOpen={onOpen}
                />
              ) : (
                <ListEnd loading={isFetchingNextPage || hasNextPage} failed={isFetchNextPageError} onRetry={() => void fetchNextPage()} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

type Rows = Virtualizer<HTMLDivElement, Element>;

function usePlace(scope: ListScope, virtual: Rows): void {
  const key = scopeKey(scope);
  useEffect(() => {
    return () => void places.set(key, { offset: virtual.scrollOffset ?? 0, measured: virtual.measurementsCache });
  }, [key, virtual]);
}

/** Brings the selected row into view, and the focus onto its headline when the focus is in the list. */
function useFollowSelection(rows: PostRow[], selectedId: number | null, openId: number | null, virtual: Rows, scroller: React.RefObject<HTMLDivElement | null>): void {
  const indexOf = useRef<(id: number) => number>(() => -1);
  indexOf.current = (id) => rows.findIndex((row) => row.id === id);
  useEffect(() => {
    if (selectedId === null) return;
    const index = indexOf.current(selectedId);
    if (index < 0) return;
    virtual.scrollToIndex(index, { align: 'auto' });
    // Heights are only known once the rows have been drawn.
    requestAnimationFrame(() => virtual.scrollToIndex(indexOf.current(selectedId), { align: 'auto' }));
    const focused = document.activeElement;
    const inList = focused === document.body || scroller.current?.contains(focused);
    if (!inList) return;
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-post="${selectedId}"] h2 a`)?.focus({ preventScroll: true }));
  }, [selectedId, openId, virtual, scroller]);
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
