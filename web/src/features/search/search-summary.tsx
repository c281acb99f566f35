/** What a search found and how it was understood; the order and the way of searching are chosen here. */
import { ChevronDown } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import type { SearchAnswer } from '../../lib/contract-types.ts';
import { number } from '../../lib/format-time.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { impossibleFilters } from './impossible-filters.ts';
import type { SearchState } from './query.ts';

export interface SummaryProps {
  answer: SearchAnswer | undefined;
  pending: boolean;
  state: SearchState;
  /** Searching by meaning is possible here. */
  meaning: boolean;
  onChange: (change: Partial<SearchState>) => void;
}

export function Summary({ answer, pending, state, meaning, onChange }: SummaryProps) {
  const understood = answer?.understood;
  const notes = [
    answer?.meaningMissing ? t('search.meaningMissing') : null,
    understood?.corrected ? t('search.corrected', { query: understood.corrected }) : null,
    understood && understood.also.length > 0 ? t('search.also', { list: understood.also.join(', ') }) : null,
    understood && understood.notUnderstood.length > 0 ? t('search.notUnderstood', { list: understood.notUnderstood.join(', ') }) : null,
    // Where nothing is found, it is said in place of the results.
    ...(understood && answer.results.length > 0 ? impossibleFilters(understood) : []),
  ].filter((note) => note !== null);
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3.5 gap-y-1 border-b border-line px-5 py-2 text-13 text-ink-3 max-md:px-4 ${answer || pending ? '' : 'hidden'}`}
      aria-busy={pending}
    >
      <span role="status" className="num flex-1">
        {answer ? countText(answer) : ''}
        {answer ? <span className="sr">, {number(answer.tookMs)} ms</span> : null}
      </span>
      <OrderMenu state={state} meaning={meaning} onChange={onChange} />
      {notes.map((note) => (
        <span key={note} className="basis-full [overflow-wrap:anywhere]">
          {note}
        </span>
      ))}
    </div>
  );
}

/** "34 posts, 11 stories"; with a plus where there may be more. */
export function countText({ total, posts, more }: Pick<SearchAnswer, 'total' | 'posts' | 'more'>): string {
  if (more) return plural('search.foundMore', total);
  return posts > total ? `${plural('search.found', posts)}, ${plural('search.stories', total)}` : plural('search.found', total);
}

function OrderMenu({ state, meaning, onChange }: Pick<SummaryProps, 'state' | 'meaning' | 'onChange'>) {
  const order = t(state.sort === 'newest' ? 'search.newest' : 'search.relevance');
  const items: (MenuItem | 'line')[] = [
    { label: t('search.relevance'), checked: state.sort !== 'newest', onSelect: () => onChange({ sort: undefined }) },
    { label: t('search.newest'), checked: state.sort === 'newest', onSelect: () => onChange({ sort: 'newest' }) },
  ];
  if (meaning) {
    items.push('line', { label: t('search.mode.auto'), checked: !state.mode, onSelect: () => onChange({ mode: undefined }) });
    for (const mode of ['lexical', 'vector'] as const)
      items.push({ label: t(`search.mode.${mode}`), checked: state.mode === mode, onSelect: () => onChange({ mode }) });
  }
  return (
    <Menu
      label={t('search.sort')}
      items={items}
      button={(props) => (
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-1 text-tide hover:underline max-md:min-h-11"
          aria-label={`${t('search.sort')}: ${order}`}
          {...props}
        >
          {state.mode ? `${order}, ${t(`search.mode.${state.mode}`).toLowerCase()}` : order}
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
    />
  );
}
