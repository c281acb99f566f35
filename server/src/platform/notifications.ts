/** One connection that hears PostgreSQL's NOTIFY on the channel `tidings`, and comes back after a drop. */
import pg from 'pg';

export interface Notifications {
  on(name: string, hear: (data: unknown) => void): () => void;
  stop(): Promise<void>;
}

/**
 * What is sent while the connection is down is lost: hearers also look by themselves from time to time.
 * When the first connection fails it is not tried again.
 */
export async function listenForNotifications(url: string, onError: (error: unknown) => void): Promise<Notifications> {
  const hearers = new Map<string, Set<(data: unknown) => void>>();
  let client: pg.Client | null = null;
  let stopped = false;
  let retryTimer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    // One that could not listen may still be connected.
    void client?.end().catch(() => {});
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'tidings-live' });
    client = fresh;
    fresh.on('error', () => {});
    fresh.on('end', () => reconnectLater(fresh));
    fresh.on('notification', (message) => hear(message.payload ?? ''));
    await fresh.connect();
    await fresh.query('listen tidings');
  };
  const reconnectLater = (ended: pg.Client | null) => {
    if (stopped || client !== ended) return;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => void connect().catch(() => reconnectLater(client)), 500);
  };
  const hear = (payload: string) => {
    try {
      const { name, data } = JSON.parse(payload) as { name: string; data: unknown };
      for (const tell of hearers.get(name) ?? []) tell(data);
    } catch (error) {
      onError(error);
    }
  };

  const stop = async () => {
    stopped = true;
    clearTimeout(retryTimer);
    await client?.end().catch(() => {});
  };

  try {
    await connect();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    on(name, tell) {
      const set = hearers.get(name) ?? new Set();
      hearers.set(name, set.add(tell));
      return () => set.delete(tell);
    },
  };
}
