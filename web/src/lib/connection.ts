/** Whether there is a connection, and since when not: from the answers themselves, not only from the browser's guess. */
import { onFreshness } from './api-client.ts';
import { createStore } from './small-store.ts';

/** Null while online; else the time of the last answer that came from the server. */
export const offlineSince = createStore<Date | null>(null);
let lastFresh = new Date();
/** When the browser said so last. */
let lostAt = 0;

export function watchConnection(onBack: () => void): void {
  onFreshness(({ storedAt, askedAt }) => {
    if (storedAt) {
      offlineSince.set((old) => old ?? storedAt);
      return;
    }
    lastFresh = new Date();
    // What was asked before the connection went says nothing of now.
    if (offlineSince.get() && askedAt >= lostAt) {
      offlineSince.set(null);
      onBack();
    }
  });
  addEventListener('offline', () => {
    lostAt = Date.now();
    offlineSince.set((old) => old ?? lastFresh);
  });
  addEventListener('online', onBack);
}
