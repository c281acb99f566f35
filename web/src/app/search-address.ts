/** What the address of the search page holds, so that a search can be kept, sent and gone back to. */
export interface SearchAddress {
  q?: string | undefined;
  /** The open post. */
  post?: number | undefined;
  source?: number | undefined;
  folder?: number | undefined;
  lang?: string | undefined;
  days?: number | undefined;
  has?: string | undefined;
  mode?: 'lexical' | 'vector' | undefined;
  sort?: 'newest' | undefined;
}

/** Every key is named, also where nothing is left of it: the router keeps what an address says of the others. */
export function validateSearchPage(search: Record<string, unknown>): SearchAddress {
  const text = (key: string, longest: number): string | undefined => {
    const value = search[key];
    return typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined;
  };
  const count = (key: string): number | undefined => {
    const value = Number(search[key]);
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  return {
    q: text('q', 500),
    post: count('post'),
    source: count('source'),
    folder: count('folder'),
    lang: text('lang', 10),
    days: count('days'),
    has: text('has', 40),
    mode: search['mode'] === 'lexical' || search['mode'] === 'vector' ? search['mode'] : undefined,
    sort: search['sort'] === 'newest' ? 'newest' : undefined,
  };
}
