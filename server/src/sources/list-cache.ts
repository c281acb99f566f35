/**
 * Lists as they are sent, kept for a moment: many requests of one reader between two changes cost one
 * query. Whatever may change a list drops it; the reader's own changes do so before they are answered.
 */
import type { Actor } from '#accounts';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';

/** A broadcast may be lost with its connection: nothing is older than this. */
const longestMs = 3000;
const mostLists = 200;

export interface ListCache {
  /** The JSON of what `make` gives, now or a moment ago. */
  read(actor: Actor, key: string, make: () => Promise<object>): Promise<Buffer>;
  /** Forgets the lists of this user, also those that are being made. */
  drop(userId: number): void;
}

interface Kept {
  userId: number;
  madeAt: number;
  json: Promise<Buffer>;
}

export function createListCache({ bus, clock }: { bus: Pick<Bus, 'onBroadcast'>; clock: Clock }): ListCache {
  const lists = new Map<string, Kept>();
  const drop = (userId: number) => {
    for (const [name, kept] of lists) if (kept.userId === userId) lists.delete(name);
  };
  bus.onBroadcast('posts.changed', () => lists.clear());
  bus.onBroadcast('source.updated', () => lists.clear());
  bus.onBroadcast('follows.changed', ({ userId }) => drop(userId));
  bus.onBroadcast('marks.updated', ({ userId }) => drop(userId));

  return {
    drop,
    read({ userId }, key, make) {
      const name = `${userId} ${key}`;
      const now = clock.now().getTime();
      const known = lists.get(name);
      if (known && now - known.madeAt < longestMs) return known.json;
      const kept: Kept = { userId, madeAt: now, json: make().then((list) => Buffer.from(JSON.stringify(list))) };
      kept.json.catch(() => {
        if (lists.get(name) === kept) lists.delete(name);
      });
      lists.delete(name);
      lists.set(name, kept);
      if (lists.size > mostLists) lists.delete(lists.keys().next().value!);
      return kept.json;
    },
  };
}
