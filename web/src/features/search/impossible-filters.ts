/** What of the filters nothing can pass, in words. */
import { t } from '../../i18n/t.ts';
import type { SearchAnswer } from '../../lib/contract-types.ts';

export function impossibleFilters({ unknown, datesExclude }: Pick<SearchAnswer['understood'], 'unknown' | 'datesExclude'>): string[] {
  return [
    ...unknown.folders.map((name) => t('search.unknownFolder', { name })),
    ...unknown.sources.map((name) => t('search.unknownSource', { name })),
    ...(datesExclude ? [t('search.datesExclude')] : []),
  ];
}
