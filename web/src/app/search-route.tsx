/** The search page with the reading pane in it, and its state in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { PostPane } from '../features/post/post-pane.tsx';
import type { SearchState } from '../features/search/query.ts';
import { SearchPage } from '../features/search/search-page.tsx';
import { useMe } from '../lib/queries.ts';
import type { SearchAddress } from './search-address.ts';

export function SearchRoute() {
  const { q = '', post, source, folder, lang, days, has, mode, sort } = useSearch({ from: '/shell/search' });
  const navigate = useNavigate();
  const meaning = useMe()?.meaningSearch ?? false;
  const go = useCallback(
    (change: Partial<Record<keyof SearchAddress, unknown>>, replace: boolean) =>
      void navigate({
        to: '/search',
        replace,
        search: (old: SearchAddress) =>
          Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined && value !== '')) as SearchAddress,
      }),
    [navigate],
  );
  const change = useCallback((part: Partial<SearchState>) => go({ ...part, post: undefined }, true), [go]);
  const open = useCallback((id: number) => go({ post: id }, post !== undefined), [go, post]);
  const close = useCallback(() => go({ post: undefined }, true), [go]);
  return (
    <SearchPage
      state={{ q, source, folder, lang, days, has, mode, sort }}
      openId={post ?? null}
      meaning={meaning}
      onChange={change}
      onOpen={open}
      onClose={close}
      reading={({ stays, ...props }) => <PostPane {...props} focusTitle={!stays} onOpenPost={open} />}
    />
  );
}
