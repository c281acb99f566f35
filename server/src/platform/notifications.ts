/** One connection that hears PostgreSQL's NOTIFY on the channel `tidings`, and comes back after a drop. */
import pg from 'pg';

export interface Notifications {
  ready: Promise<void>;
  on(name: string, hear: (data: unknown) => void): () => void;
  stop(): Promise<void>;
}

/** What is sent while the connection is down is lost: hearers also look by themselves from time to time. */
export function listenForNotifications(url: string, onError: (error: unknown) => void): Notifications {
  const hearers = new Map<string, Set<(data: unknown) => void>>();
  let client: pg.Client | null = null;
  let stopped = false;
  let retryTimer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'tidings-live' });
    fresh.on('error', () => {});
    fresh.on('end', () => reconnectLater(fresh));
    fresh.on('notification', (message) => hear(message.payload ?? ''));
    await fresh.connect();
    await fresh.query('listen tidings');
    client = fresh;
  };
  const reconnectLater = (ended: pg.Client) => {
    if (stopped || (client !== null && client !== ended)) return;
    client = null;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => void connect().catch(() => reconnectLater(ended)), 500);
  };
  const hear = (payload: string) => {
    try {
      const { name, data } = JSON.parse(payload) as { name: string; data: unknown };
      for (const tell of hearers.get(name) ?? []) tell(data);
    } catch (error) {
      onError(error);
    }
  };

  return {
    ready: connect(),
    on(name, tell) {
      const set = hearers.get(name) ?? new Set();
      hearers.set(name, set.add(tell));
      return () => set.delete(tell);
    },
    async stop() {
      stopped = true;
      clearTimeout(retryTimer);
      await client?.end().catch(() => {});
    },
  };
}
