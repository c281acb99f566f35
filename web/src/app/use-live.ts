/** Keeps the live connection while somebody is signed in, from the newest change that the lists know. */
import { useEffect } from 'react';
import { apiLanguage, clientName } from '../lib/api-client.ts';
import { beginAt, catchUp, watchLists } from '../lib/catch-up.ts';
import { watchConnection } from '../lib/connection.ts';
import type { ListPages } from '../lib/list-state.ts';
import { applyLiveMessage } from '../lib/live-messages.ts';
import { type LiveConnection, openLive, type SocketLike } from '../lib/live-socket.ts';
import { flushMarks } from '../lib/outgoing-marks.ts';
import { askAgain, keys, queryClient } from '../lib/queries.ts';

const firstListWait = 1500;

export function useLive(): void {
  useEffect(() => {
    let connection: LiveConnection | null = null;
    let stopped = false;
    let greeted = false;
    void knownEvent().then((after) => {
      if (stopped) return;
      connection = openLive({
        url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`,
        after,
        client: clientName,
        language: apiLanguage,
        open: (url) => new WebSocket(url) as unknown as SocketLike,
        onMessage: (message) => {
          // The server is there again, which the browser does not know when it was the server that was away.
          if (message.type === 'hello') {
            askAgain();
            // What was missed is sent without the marks that other devices made meanwhile.
            if (greeted) void catchUp();
            else beginAt(after ?? message.id);
            greeted = true;
          }
          applyLiveMessage(message);
        },
        // Asking who one is answers 401 now, and that leads to the sign-in page.
        onEnded: () => void queryClient.invalidateQueries({ queryKey: keys.me }),
      });
    });
    const wake = (): void => {
      if (document.visibilityState === 'visible') connection?.wake();
    };
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    const unwatch = watchLists();
    return () => {
      stopped = true;
      connection?.close();
      unwatch();
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    };
  }, []);
}

/** The event id of the first list that arrives, so that nothing falls between list and connection; null when the page has none. */
function knownEvent(): Promise<string | null> {
  const known = (): string | null => {
    for (const [, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) {
      const id = data?.pages[0]?.eventId;
      if (id) return id;
    }
    return null;
  };
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(known());
    };
    const timer = setTimeout(finish, firstListWait);
    const unsubscribe = queryClient.getQueryCache().subscribe(() => {
      if (known()) finish();
    });
    if (known()) finish();
  });
}

/** Once for the page: what waited while there was no connection goes out when it is back. */
export function startConnectionWatch(): void {
  watchConnection(() => {
    askAgain();
    void flushMarks().then(catchUp);
  });
}
