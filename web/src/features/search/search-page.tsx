/** Search as you type, beside the post that is being read. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { useCommands } from '../../lib/commands.ts';
import type { SearchResult } from '../../lib/contract-types.ts';
import { markPosts } from '../../lib/marks.ts';
import { usePhone } from '../../lib/media.ts';
import { openOriginal } from '../../lib/open-original.ts';
import { readAhead, useSearch } from '../../lib/queries.ts';
import { cutByRanges } from '../../lib/text.ts';
import { NothingOpen } from '../../ui/nothing-open.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isFiltered, type SearchState, tokensOf, toSearchBody } from './query.ts';
import { SearchField } from './search-field.tsx';
import { SearchResults } from './search-results.tsx';
import { Summary } from './search-summary.tsx';
import { WhyHere } from './why-here.tsx';

interface ReadingProps {
  id: number;
  hits: ReadonlySet<string>;
  position: string | undefined;
  stays: boolean;
  /** Stands before the post. */
  lead: ReactNode;
  onBack: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}
export interface SearchPageProps {
  state: SearchState;
  openId: number | null;
  onChange: (change: Partial<SearchState>) => void;
  onOpen: (id: number) => void;
  onClose: () => void;
  meaning: boolean;
  reading: (props: ReadingProps) => ReactNode;
}
const pageSize = 20;
const typingPause = 150;

export function SearchPage({ state, openId, onChange, onOpen, onClose, meaning, reading }: SearchPageProps) {
  const phone = usePhone();
  const asked = useDebounced(state, typingPause);
  const isOld = JSON.stringify(asked) !== JSON.stringify(state);
  const [limit, setLimit] = useState(pageSize);
  const asksFor = asked.q.trim();
  const search = useSearch([asked, limit], (signal) => api.search(toSearchBody(asked, limit, new Date()), signal), asksFor.length > 0);
  const answer = asksFor ? search.data : undefined;
  const results = useMemo(() => answer?.results ?? [], [answer]);
  const hits = useMemo(() => hitWords(results), [results]);
  const field = useRef<HTMLInputElement>(null);
  const moving = useMoving({ asked: JSON.stringify(asked), results, openId, onOpen, opensOnMove: !phone });
  useCommands({ ...moving.commands, '/': () => focusField(field.current), r: () => void search.refetch() }, 1);
  useEffect(() => setLimit(pageSize), [asked]);
  useEffect(() => {
    if (openId === null) document.title = `${asksFor || t('search.title')} · Tidings`;
  }, [asksFor, openId]);
  const covered = phone && openId !== null;
  const openFirst = useOpenFirst({ state, awaited: isOld || search.isPlaceholderData || search.isPending, first: results[0]?.postId, open: moving.open });

  return (
    <div className="relative flex h-full min-w-0">
      <section
        className="flex h-full w-full min-w-0 flex-none flex-col border-line bg-panel max-md:bg-canvas md:w-[360px] md:border-r lg:w-[480px] xl:w-[520px]"
        aria-label={t('search.title')}
        inert={covered}
        aria-hidden={covered}
      >
        <h1 className="sr">{t('search.title')}</h1>
        <div className="grid gap-2.5 border-b border-line px-5 pt-[calc(12px+var(--safe-t))] pb-2.5 max-md:px-4">
          <SearchField
            ref={field}
            value={state.q}
            busy={search.isFetching}
            tokens={tokensOf(answer)}
            onChange={(q) => onChange({ q })}
            onDown={() => moving.move(1, false)}
            onEnter={openFirst}
          />
          <FilterBar state={state} facets={answer?.facets} typed={answer?.understood.set} onChange={onChange} />
        </div>
        <Summary answer={answer} pending={search.isFetching && !answer} state={state} meaning={meaning} onChange={onChange} />
        <SearchResults
          asked={asksFor}
          answer={answer}
          error={search.error}
          pending={search.isPending && asksFor.length > 0}
          stale={search.isPlaceholderData}
          filtered={isFiltered(state)}
          selectedId={moving.selectedId}
          openId={openId}
          onOpen={moving.open}
          onMore={() => setLimit((old) => Math.min(100, old + pageSize))}
          onReset={() => onChange(noFilters)}
          onExample={(q) => onChange({ q })}
          onRetry={() => void search.refetch()}
        />
      </section>
      {openId === null ? (
        <NothingOpen />
      ) : (
        <div className="h-full min-w-0 flex-1 max-md:absolute max-md:inset-0 max-md:z-10">
          {reading({ id: openId, hits, stays: moving.stays, lead: whyHere(results, openId), onBack: onClose, ...moving.around(answer?.total) })}
        </div>
      )}
    </div>
  );
}

interface OpenFirstNeeds {
  state: SearchState;
  /** The answer to what is typed has not come; what shows belongs to what was typed before. */
  awaited: boolean;
  first: number | undefined;
  open: (id: number, stay?: boolean) => void;
}

/** Opens the first result of what is typed: at once, or when its answer comes. Whoever types on wants something else. */
function useOpenFirst({ state, awaited, first, open }: OpenFirstNeeds): () => void {
  const typed = JSON.stringify(state);
  const [wish, setWish] = useState<string | null>(null);
  useEffect(() => {
    if (wish === null || (awaited && wish === typed)) return;
    setWish(null);
    if (wish === typed && first !== undefined) open(first, false);
  }, [wish, typed, awaited, first, open]);
  return () => setWish(typed);
}

function whyHere(results: SearchResult[], openId: number): ReactNode {
  const at = results.findIndex((result) => result.postId === openId);
  const result = results[at];
  return result ? <WhyHere result={result} first={at === 0} /> : null;
}

const noFilters: Partial<SearchState> = { source: undefined, folder: undefined, lang: undefined, days: undefined, has: undefined };

function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

interface MovingNeeds {
  /** Another question begins at its first result. */
  asked: string;
  results: SearchResult[];
  openId: number | null;
  onOpen: (id: number) => void;
  opensOnMove: boolean;
}

/** Which result is selected, and going from one to the next. */
function useMoving({ asked, results, openId, onOpen, opensOnMove }: MovingNeeds) {
  const [stays, setStays] = useState(true);
  const [selectedId, setSelectedId] = useState<number | null>(openId);
  useEffect(() => {
    // After a post has been closed its result is still where one is.
    if (openId !== null) setSelectedId(openId);
  }, [openId]);
  const lastOpen = useRef(openId);
  lastOpen.current = openId;
  useEffect(() => setSelectedId(lastOpen.current), [asked]);
  const indexOf = (id: number | null): number => results.findIndex((result) => result.postId === id);
  const open = useCallback(
    (id: number, stay = false) => {
      setStays(stay);
      onOpen(id);
      const index = results.findIndex((result) => result.postId === id);
      readAhead(results.slice(index + 1, index + 3).map((near) => near.postId));
    },
    [onOpen, results],
  );
  const move = (step: 1 | -1, opens: boolean): boolean => {
    const at = indexOf(selectedId ?? openId);
    const next = results[at < 0 ? 0 : at + step];
    if (!next) return results.length > 0;
    setSelectedId(next.postId);
    if (opens) open(next.postId, true);
    return true;
  };
  const opens = opensOnMove || openId !== null;
  // The result that has the focus (after Tab), else the selected one.
  const chosen = (): SearchResult | undefined => results[indexOf(focusedRow() ?? selectedId)];
  const onChosen = (act: (result: SearchResult) => void) => () => {
    const result = chosen();
    // The open post answers for itself.
    if (!result || result.postId === openId) return false;
    act(result);
    return true;
  };
  const commands = {
    j: () => move(1, opens),
    k: () => move(-1, opens),
    n: () => move(1, false),
    p: () => move(-1, false),
    o: () => {
      const result = chosen();
      if (!result) return false;
      if (result.postId === openId) openOriginal(result);
      else open(result.postId);
    },
    v: onChosen(openOriginal),
    m: onChosen((result) => markPosts([{ ...result, id: result.postId }], { read: !result.read })),
    s: onChosen(toggleSaved),
    b: onChosen(toggleSaved),
  };
  const around = (total: number | undefined): Pick<ReadingProps, 'position' | 'onPrevious' | 'onNext'> => {
    const at = indexOf(openId);
    const previous = results[at - 1];
    const next = at < 0 ? undefined : results[at + 1];
    return {
      position: at >= 0 && total !== undefined ? t('search.position', { n: at + 1, total }) : undefined,
      ...(previous ? { onPrevious: () => open(previous.postId, true) } : {}),
      ...(next ? { onNext: () => open(next.postId, true) } : {}),
    };
  };
  return { stays, selectedId, open, move, commands, around };
}

function focusedRow(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[role=feed] [data-post]');
  return row ? Number(row.dataset['post']) : null;
}

function toggleSaved(result: SearchResult): void {
  markPosts([{ ...result, id: result.postId }], { saved: !result.saved });
}

/** Every word that the server marked in any result: those are marked in an open post too. */
function hitWords(results: SearchResult[]): ReadonlySet<string> {
  const words = new Set<string>();
  const take = (text: string | null, ranges: [number, number][]): void => {
    for (const piece of cutByRanges(text ?? '', ranges))
      if (piece.hit) for (const word of piece.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) words.add(word);
  };
  for (const result of results) {
    take(result.title, result.highlights.title);
    take(result.snippet, result.highlights.snippet);
  }
  return words;
}

/** Only typing waits; a filter that is pressed acts at once. */
function useDebounced(state: SearchState, ms: number): SearchState {
  const [late, setLate] = useState(state);
  const key = JSON.stringify(state);
  const latest = useRef(state);
  latest.current = state;
  const typing = state.q !== late.q;
  useEffect(() => {
    const take = (): void => setLate((old) => (JSON.stringify(old) === key ? old : latest.current));
    const timer = typing ? setTimeout(take, ms) : undefined;
    if (!typing) take();
    return () => clearTimeout(timer);
  }, [key, ms, typing]);
  return late;
}
