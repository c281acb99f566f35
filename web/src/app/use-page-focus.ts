/** After going to another page the focus stands on its heading, so that a screen reader says where one is. */
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { listPath, parseWithin } from './scope.ts';

const tries = 10;
const pause = 80;

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

/** Waits for the heading of the page that is coming; returns how to give up. */
export function focusHeading(): () => void {
  let left = tries;
  const timer = setInterval(() => {
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading && --left > 0) return;
    clearInterval(timer);
    if (!heading || document.activeElement instanceof HTMLInputElement) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, pause);
  return () => clearInterval(timer);
}
