/** After going to another page the focus stands on its heading, so that a screen reader says where one is. */
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { listPath, parseWithin } from './scope.ts';

const pause = 80;
const longestMs = 5000;

export function usePageFocus(): void {
  const path = useLocation({ select: (at) => at.pathname });
  const list = useLocation({ select: (at) => (at.pathname.startsWith('/post/') ? listPath(parseWithin((at.search as { in?: string }).in)) : null) });
  const last = useRef({ path, list });
  useEffect(() => {
    const { path: lastPath, list: lastList } = last.current;
    last.current = { path, list };
    // An open post sets the focus itself, and so does the list that it is closed to.
    if (path === lastPath || list !== null || path === lastList) return;
    return focusHeading();
  }, [path, list]);
}

/**
 * Waits for the heading of the page that is coming, and goes on to the next one when that page takes the
 * place of the old one, or of its own first sketch. Returns how to give up.
 */
export function focusHeading(): () => void {
  const end = Date.now() + longestMs;
  let focused: HTMLElement | null = null;
  const timer = setInterval(() => {
    const isElsewhere = focused !== null && document.activeElement !== document.body && document.activeElement !== focused;
    if (isElsewhere || Date.now() > end || document.activeElement instanceof HTMLInputElement) return clearInterval(timer);
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading || focused?.isConnected) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    focused = heading;
  }, pause);
  return () => clearInterval(timer);
}
