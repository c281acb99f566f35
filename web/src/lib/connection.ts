/** Whether there is a connection, and since when not: from the answers themselves, not only from the browser's guess. */
import { onFreshness } from './api-client.ts';
import { createStore } from './small-store.ts';

/** Null while online; else the time of the last answer that came from the server. */
export const offlineSince = createStore<Date | null>(null);
let lastFresh = new Date();

export function watchConnection(onBack: () => void): void {
  onFreshness((storedAt) => {
    if (storedAt) {
      offlineSince.set((old) => old ?? storedAt);
      return;
    }
    lastFresh = new Date();
    if (offlineSince.get()) {
      offlineSince.set(null);
      onBack();
    }
  });
  addEventListener('offline', () => offlineSince.set((old) => old ?? lastFresh));
  addEventListener('online', onBack);
}
