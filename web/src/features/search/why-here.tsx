import { ListOrdered } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { SearchResult } from '../../lib/contract-types.ts';
import { number } from '../../lib/format-time.ts';

/** Why a result stands where it does: how well its words and its meaning fit, and how fresh it is. */
export function WhyHere({ result, first }: { result: SearchResult; first: boolean }) {
  const { wordsShare, vector, freshness } = result.parts ?? {};
  if (wordsShare === undefined && vector === undefined) return null;
  const parts = [
    [t('search.why.words'), wordsShare ?? 0],
    [t('search.why.meaning'), vector],
    [t('search.why.freshness'), freshness],
  ] as const;
  return (
    <section className="mx-auto max-w-[700px] px-6 pt-5 max-md:px-5" aria-label={t(first ? 'search.why.first' : 'search.why.here')}>
      <div className="rounded-3 bg-sunken px-4 py-3">
        <h2 className="flex flex-wrap items-center gap-x-2 text-13 font-[560]">
          <ListOrdered size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-2" />
          {t(first ? 'search.why.first' : 'search.why.here')}
          {result.byMeaning ? <span className="font-[400] text-ink-3">{t('search.byMeaning')}</span> : null}
        </h2>
        <dl className="mt-1.5 flex flex-wrap gap-x-6 gap-y-1 text-13 text-ink-2">
          {parts.map(([label, value]) => (value === undefined ? null : <Part key={label} label={label} value={value} />))}
        </dl>
      </div>
    </section>
  );
}

function Part({ label, value }: { label: string; value: number }) {
  const share = Math.max(0, Math.min(1, value));
  return (
    <div className="flex items-center gap-2">
      <dt>{label}</dt>
      <dd className="flex items-center gap-2">
        <span className="bar w-[68px]" aria-hidden="true">
          <i style={{ transform: `scaleX(${share})` }} />
        </span>
        <span className="num">{number(share, 2)}</span>
      </dd>
    </div>
  );
}
