/** The list of a timeline, folder, source, tag or of what is saved: head, virtual rows, and what stands in for them. */
import { CheckCheck, RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { clearPending, pendingPosts, scopeKey, settleList, showPending } from '../../lib/arrivals.ts';
import { useCommands } from '../../lib/commands.ts';
import type { PostRow } from '../../lib/contract-types.ts';
import { type ListScope, rowsOf } from '../../lib/list-state.ts';
import { findRow, markPosts } from '../../lib/marks.ts';
import { keys, queryClient, readAhead, refreshFollows, usePostList } from '../../lib/queries.ts';
import { useStore } from '../../lib/small-store.ts';
import { openOriginal } from '../../lib/open-original.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { ErrorMessage } from '../../ui/state-message.tsx';
import { EmptyList } from './empty-list.tsx';
import { markAllRead } from './mark-all-read.ts';
import { RowList } from './row-list.tsx';

export interface ListPaneProps {
  scope: ListScope;
  title: string;
  openId: number | null;
  /** `stay`: the focus remains in the list. */
  onOpen: (id: number, stay: boolean) => void;
  onShow: (show: 'unread' | 'all' | 'stories') => void;
  onAddSource: () => void;
  hasSources: boolean;
  /** Whether j and k open what they reach: beside a reading pane they do. */
  opensOnMove: boolean;
  /** Told which posts stand before and after the open one. */
  onNeighbours: (previous: number | null, next: number | null) => void;
}

export function ListPane(props: ListPaneProps) {
  const { scope, title, openId, onOpen, onNeighbours } = props;
  const key = scopeKey(scope);
  const list = usePostList(scope);
  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  const waiting = useStore(pendingPosts)[key];
  const [topSignal, setTopSignal] = useState(0);
  const { selectedId, select, moveSignal } = useSelection(openId, key);

  useNeighbours(rows, openId, onNeighbours);

  const open = useCallback(
    (id: number, stay = false) => {
      settleList(scope);
      onOpen(id, stay);
      const at = rows.findIndex((row) => row.id === id);
      readAhead(rows.slice(at + 1, at + 3).map((row) => row.id));
    },
    [scope, onOpen, rows],
  );
  const showNew = useCallback(() => {
    showPending(scope);
    setTopSignal((count) => count + 1);
  }, [scope]);
  const refresh = useCallback(() => {
    clearPending(scope);
    setTopSignal((count) => count + 1);
    void queryClient.resetQueries({ queryKey: keys.posts(scope), exact: true });
    void refreshFollows();
  }, [scope]);
  const readAll =
    scope.show !== 'saved' && scope.show !== 'stories' && scope.kind !== 'tag' ? () => void markAllRead(scope, list.data?.pages[0]?.eventId) : undefined;
  useListCommands({
    rows,
    selectedId,
    select,
    open,
    showNew,
    refresh,
    readAll,
    opensOnMove: props.opensOnMove,
    openId,
  });

  return (
    <section className="timeline flex h-full min-w-0 flex-col bg-panel max-md:bg-canvas" aria-label={title}>
      <ListHead scope={scope} title={title} empty={rows.length === 0} onShow={props.onShow} onReadAll={readAll} onRefresh={refresh} />
      {rows.length > 0 ? (
        <RowList
          key={key}
          scope={scope}
          rows={rows}
          selectedId={selectedId}
          waiting={waiting?.rows.length ?? 0}
          moreWaiting={waiting?.head != null}
          topSignal={topSignal}
          moveSignal={moveSignal}
          onOpen={open}
          onShowNew={showNew}
          list={list}
        />
      ) : (
        <NoRows list={list} scope={scope} hasSources={props.hasSources} onAddSource={props.onAddSource} onShowAll={() => props.onShow('all')} />
      )}
    </section>
  );
}

/**
 * Which row the keys act on: the open post, and after it has been closed the same row still. `moveSignal`
 * grows when the focus is to go there: after a key, and when what had the focus has been closed.
 */
function useSelection(openId: number | null, listKey: string) {
  const [selectedId, setSelectedId] = useState<number | null>(openId);
  const [moveSignal, setMoveSignal] = useState(0);
  const lastOpen = useRef(openId);
  const lastKey = useRef(listKey);
  useEffect(() => {
    const otherList = lastKey.current !== listKey;
    const closed = lastOpen.current !== null && openId === null;
    lastKey.current = listKey;
    lastOpen.current = openId;
    if (openId !== null || otherList) setSelectedId(openId);
    else if (closed && document.activeElement === document.body) setMoveSignal((count) => count + 1);
  }, [openId, listKey]);
  const select = (id: number): void => {
    setSelectedId(id);
    setMoveSignal((count) => count + 1);
  };
  return { selectedId, select, moveSignal };
}

/** Tells which posts stand before and after the open one, whenever that changes. */
function useNeighbours(rows: PostRow[], openId: number | null, tell: ListPaneProps['onNeighbours']): void {
  const at = openId === null ? -1 : rows.findIndex((row) => row.id === openId);
  const previous = at > 0 ? (rows[at - 1]?.id ?? null) : null;
  const next = at >= 0 ? (rows[at + 1]?.id ?? null) : null;
  useEffect(() => tell(previous, next), [previous, next, tell]);
}

interface ListHeadProps {
  scope: ListScope;
  title: string;
  empty: boolean;
  onShow: (show: 'unread' | 'all' | 'stories') => void;
  onReadAll: (() => void) | undefined;
  onRefresh: () => void;
}

function ListHead({ scope, title, empty, onShow, onReadAll, onRefresh }: ListHeadProps) {
  const options = [
    { value: 'unread', label: t('list.unread') },
    { value: 'all', label: t('list.all') },
    ...(scope.kind === 'timeline' ? ([{ value: 'stories', label: t('list.stories') }] as const) : []),
  ] as const;
  return (
    <header className="flex min-h-[calc(52px+var(--safe-t))] flex-none items-center gap-2 border-b border-line pt-[var(--safe-t)] pr-3 pl-5 max-md:pr-1 max-md:pl-4">
      <h1 className="clip flex-1 font-serif text-20 font-[620] tracking-[-.005em] max-md:text-24 max-[374px]:text-20!" tabIndex={-1}>
        {title}
      </h1>
      {scope.show === 'saved' ? null : <Segmented label={t('list.show')} value={scope.show} options={options} onChange={onShow} />}
      {onReadAll ? (
        <IconButton icon={CheckCheck} label={t('list.readAll')} shortcut="Shift+A" onClick={onReadAll} disabled={empty} />
      ) : (
        <IconButton icon={RefreshCw} label={t('list.refresh')} shortcut="r" onClick={onRefresh} />
      )}
    </header>
  );
}

interface NoRowsProps {
  list: ReturnType<typeof usePostList>;
  scope: ListScope;
  hasSources: boolean;
  onAddSource: () => void;
  onShowAll: () => void;
}

/** Loading, failed, or nothing to show. */
function NoRows({ list, ...empty }: NoRowsProps) {
  return (
    <div className="scroll flex flex-1 flex-col" aria-busy={list.isPending}>
      {list.isPending ? (
        <RowsSkeleton />
      ) : list.error ? (
        <ErrorMessage error={list.error} title={t('error.list')} onRetry={() => void list.refetch()} />
      ) : (
        <EmptyList {...empty} />
      )}
    </div>
  );
}

interface ListCommandNeeds {
  rows: PostRow[];
  selectedId: number | null;
  select: (id: number) => void;
  open: (id: number, stay?: boolean) => void;
  showNew: () => void;
  refresh: () => void;
  readAll: (() => void) | undefined;
  opensOnMove: boolean;
  openId: number | null;
}

function useListCommands(needs: ListCommandNeeds): void {
  const { rows, selectedId, openId } = needs;
  const at = rows.findIndex((row) => row.id === selectedId);
  const selected = rows[at] ?? (selectedId === null ? undefined : findRow(selectedId));
  const move = (step: 1 | -1, opens: boolean): boolean => {
    const next = rows[at < 0 ? 0 : at + step];
    if (!next) return rows.length > 0;
    needs.select(next.id);
    if (opens) needs.open(next.id, true);
    return true;
  };
  const onSelected = (act: (row: PostRow) => void) => () => {
    if (!selected) return false;
    act(selected);
    return true;
  };
  useCommands(
    {
      j: () => move(1, needs.opensOnMove || openId !== null),
      k: () => move(-1, needs.opensOnMove || openId !== null),
      n: () => move(1, false),
      p: () => move(-1, false),
      o: onSelected((row) => (row.id === openId ? openOriginal(row) : needs.open(row.id))),
      v: onSelected(openOriginal),
      m: onSelected((row) => markPosts([row], { read: !row.read })),
      s: onSelected((row) => markPosts([row], { saved: !row.saved })),
      b: onSelected((row) => markPosts([row], { saved: !row.saved })),
      r: needs.refresh,
      '.': needs.showNew,
      A: () => needs.readAll?.(),
    },
    1,
  );
}
