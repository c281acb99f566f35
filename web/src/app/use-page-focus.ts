/** After going to another page the focus stands on its heading, so that a screen reader says where one is. */
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

const tries = 10;
const pause = 80;

export function usePageFocus(): void {
  const path = useLocation({ select: (at) => at.pathname });
  const last = useRef(path);
  useEffect(() => {
    // An open post sets the focus itself, and so does what leads back from it.
    const reading = path.startsWith('/post/') || last.current.startsWith('/post/');
    const changed = path !== last.current;
    last.current = path;
    if (!changed || reading) return;
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
  }, [path]);
}
