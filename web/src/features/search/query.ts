/** From the address of the search page to what the server is asked. */
import type { SearchAnswer, SearchBody, SearchFilters, SearchMode } from '../../lib/contract-types.ts';

export interface SearchState {
  q: string;
  source: number | undefined;
  folder: number | undefined;
  lang: string | undefined;
  /** Only the last so many days. */
  days: number | undefined;
  /** "photo", "video", "link", joined by commas. */
  has: string | undefined;
  mode: Exclude<SearchMode, 'hybrid'> | undefined;
  sort: 'newest' | undefined;
}

type Has = NonNullable<SearchFilters['has']>[number];
const kinds: readonly Has[] = ['photo', 'video', 'link'];

export function hasList(has: string | undefined): Has[] {
  const wanted = (has ?? '').split(',');
  return kinds.filter((kind) => wanted.includes(kind));
}

/** Puts a kind in, or takes it out; undefined when none is left. */
export function toggleHas(has: string | undefined, kind: Has): string | undefined {
  const now = hasList(has);
  const next = now.includes(kind) ? now.filter((one) => one !== kind) : [...now, kind];
  return next.length > 0 ? next.join(',') : undefined;
}

export function isFiltered(state: SearchState): boolean {
  return Boolean(state.source ?? state.folder ?? state.lang ?? state.days ?? state.has);
}

/** What of the query is no plain word: it is shown as a token in the field. */
export function tokensOf(answer: SearchAnswer | undefined): string[] {
  if (!answer) return [];
  const { filters, words } = answer.understood;
  return [...filters, ...words.filter((word) => word.startsWith('-'))];
}

/** The text cut into pieces, of which some are tokens. A token stands alone, between spaces. */
export function cutByTokens(text: string, tokens: readonly string[]): { text: string; token: boolean }[] {
  const pieces: { text: string; token: boolean }[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (at > 0 && !/\s/.test(text[at - 1]!)) continue;
    const token = tokens.find((one) => one && text.startsWith(one, at) && /^(\s|$)/.test(text.slice(at + one.length)));
    if (token === undefined) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), token: false });
    pieces.push({ text: token, token: true });
    from = at + token.length;
    at = from - 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), token: false });
  return pieces;
}

/** `limit` grows as more is shown; the answer always begins at the best. */
export function toSearchBody(state: SearchState, limit: number, now: Date): SearchBody {
  const has = hasList(state.has);
  const filters: SearchFilters = {
    ...(state.source ? { sourceIds: [state.source] } : {}),
    ...(state.folder ? { folderId: state.folder } : {}),
    ...(state.lang ? { language: state.lang } : {}),
    ...(state.days ? { after: new Date(now.getTime() - state.days * 86_400_000).toISOString() } : {}),
    ...(has.length > 0 ? { has } : {}),
  };
  return { query: state.q.trim(), limit, filters, explain: true, ...(state.mode ? { mode: state.mode } : {}), ...(state.sort ? { sort: state.sort } : {}) };
}
