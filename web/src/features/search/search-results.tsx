/** The results, or what stands in for them: how to ask, nothing found, what failed. */
import { Search, SearchX, WifiOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../i18n/t.ts';
import { ApiError } from '../../lib/api-client.ts';
import type { SearchAnswer, SearchResult } from '../../lib/contract-types.ts';
import { splitMarked } from '../../lib/headline.ts';
import { Marked } from '../../ui/marked.tsx';
import { PostRowView } from '../../ui/post-row.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { ErrorMessage, StateMessage } from '../../ui/state-message.tsx';
import { impossibleFilters } from './impossible-filters.ts';
import { QueryHelp } from './query-help.tsx';

export interface SearchResultsProps {
  asked: string;
  answer: SearchAnswer | undefined;
  error: unknown;
  pending: boolean;
  /** The answer belongs to what was asked before. */
  stale: boolean;
  filtered: boolean;
  selectedId: number | null;
  openId: number | null;
  onOpen: (id: number) => void;
  onMore: () => void;
  onReset: () => void;
  onExample: (query: string) => void;
  onRetry: () => void;
}

export function SearchResults(props: SearchResultsProps) {
  const { answer, selectedId, openId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!props.stale) scroller.current?.scrollTo(0, 0);
  }, [props.asked, props.stale]);
  useEffect(() => {
    if (selectedId === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-post="${selectedId}"]`);
    row?.scrollIntoView({ block: 'nearest' });
    const focused = document.activeElement;
    if (focused === document.body || scroller.current?.contains(focused)) row?.querySelector<HTMLElement>('h2 a')?.focus({ preventScroll: true });
    // Also when a post has been closed and the focus was in it.
  }, [selectedId, openId]);
  return (
    <div ref={scroller} className="scroll flex flex-1 flex-col">
      {props.error && !answer ? (
        <Failed error={props.error} onRetry={props.onRetry} />
      ) : !props.asked ? (
        <StateMessage icon={Search} title={t('search.start')} text={t('search.startText')}>
          <QueryHelp open onExample={props.onExample} />
        </StateMessage>
      ) : props.pending || !answer ? (
        <RowsSkeleton />
      ) : answer.results.length === 0 ? (
        <StateMessage icon={SearchX} {...nothingFound(answer)}>
          {props.filtered ? (
            <button type="button" className="btn" onClick={props.onReset}>
              {t('search.resetFilters')}
            </button>
          ) : null}
          <QueryHelp onExample={props.onExample} />
        </StateMessage>
      ) : (
        <Rows {...props} answer={answer} />
      )}
    </div>
  );
}

/** A query of signs only is another matter than words that nobody wrote, and so is a filter that nothing can pass. */
function nothingFound({ understood }: SearchAnswer): { title: string; text: string } {
  const isEmpty = understood.words.length === 0 && understood.filters.length === 0;
  if (isEmpty) return { title: t('search.noWords'), text: t('search.noWordsText') };
  return { title: t('search.nothing'), text: impossibleFilters(understood).join(' ') || t('search.nothingText') };
}

function Rows({ answer, stale, selectedId, onOpen, onMore }: SearchResultsProps & { answer: SearchAnswer }) {
  const left = answer.total - answer.results.length;
  return (
    <>
      <div role="feed" aria-busy={stale} className={stale ? 'opacity-60' : ''}>
        {answer.results.map((result, index) => (
          <PostRowView
            key={result.postId}
            post={toRowPost(result)}
            {...markedTexts(result)}
            selected={result.postId === selectedId}
            position={index + 1}
            size={answer.more ? -1 : answer.total}
            href={`/post/${result.postId}`}
            onOpen={onOpen}
            {...(result.byMeaning ? { note: t('search.byMeaning') } : {})}
            plain={index === 0 || answer.results[index - 1]?.postId === selectedId}
          />
        ))}
      </div>
      {left > 0 && answer.results.length < 100 ? (
        <div className="flex justify-center border-t border-line p-4">
          <button type="button" className="btn quiet" onClick={onMore}>
            {t('search.more')}
          </button>
        </div>
      ) : (
        <div className="h-8 flex-none" />
      )}
    </>
  );
}

/** Headline and snippet as the timeline has them: a post without a title has its first line or sentence for one. */
function markedTexts({ title, snippet, highlights }: SearchResult): { headline: ReactNode; snippet: ReactNode } {
  if (title) return { headline: <Marked text={title} ranges={highlights.title} />, snippet: <Marked text={snippet} ranges={highlights.snippet} /> };
  const { headline, rest, inHeadline, inRest } = splitMarked(snippet, highlights.snippet);
  return { headline: <Marked text={headline} ranges={inHeadline} />, snippet: rest ? <Marked text={rest} ranges={inRest} /> : null };
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.code === 'network') {
    return (
      <StateMessage icon={WifiOff} title={t('offline.title')} text={t('offline.search')}>
        <button type="button" className="btn pri" onClick={onRetry}>
          {t('error.retry')}
        </button>
      </StateMessage>
    );
  }
  return <ErrorMessage error={error} title={t('error.search')} onRetry={onRetry} />;
}

function toRowPost(result: SearchResult) {
  return {
    id: result.postId,
    sourceId: result.sourceId,
    sourceTitle: result.source,
    sourceKind: result.sourceKind,
    sourceIcon: result.sourceIcon,
    language: result.language,
    postedAt: result.postedAt,
    thumb: result.thumb,
    words: 0,
    read: result.read,
    saved: result.saved,
    story: result.story,
  };
}
