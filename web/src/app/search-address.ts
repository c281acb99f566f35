/** What the address of the search page holds, so that a search can be kept, sent and gone back to. */
export interface SearchAddress {
  q?: string;
  /** The open post. */
  post?: number;
  source?: number;
  folder?: number;
  lang?: string;
  days?: number;
  has?: string;
  mode?: 'lexical' | 'vector';
  sort?: 'newest';
}

export function validateSearchPage(search: Record<string, unknown>): SearchAddress {
  const text = (key: string, longest: number): string | undefined => {
    const value = search[key];
    return (typeof value === 'string' || typeof value === 'number') && String(value) !== '' ? String(value).slice(0, longest) : undefined;
  };
  const count = (key: string): number | undefined => {
    const value = Number(search[key]);
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const entries: [keyof SearchAddress, unknown][] = [
    ['q', text('q', 500)],
    ['post', count('post')],
    ['source', count('source')],
    ['folder', count('folder')],
    ['lang', text('lang', 10)],
    ['days', count('days')],
    ['has', text('has', 40)],
    ['mode', search['mode'] === 'lexical' || search['mode'] === 'vector' ? search['mode'] : undefined],
    ['sort', search['sort'] === 'newest' ? 'newest' : undefined],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as SearchAddress;
}
