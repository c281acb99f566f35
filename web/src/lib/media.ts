/** Whether a media query holds, followed as it changes. */
import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
export const usePhone = (): boolean => useMedia('(max-width: 719px)');
export const useWide = (): boolean => useMedia('(min-width: 1100px)');
