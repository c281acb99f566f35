/**
 * Lists as they are sent, kept for a moment: many requests of one reader between two changes cost one
 * query. Whatever may change a list drops it; the reader's own changes do so before they are answered.
 */
import type { Actor } from '#accounts';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';

/** A broadcast may be lost with its connection: nothing is older than this. */
const longestMs = 3000;
/** One that is still asked for is made anew in time. */
const renewAfterMs = 2000;
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
  /** What is being made to take its place. */
  next: Kept | null;
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

  const start = (userId: number, name: string, make: () => Promise<object>): Kept => {
    const kept: Kept = { userId, madeAt: clock.now().getTime(), json: make().then((list) => Buffer.from(JSON.stringify(list))), next: null };
    const forget = () => {
      if (lists.get(name) === kept) lists.delete(name);
    };
    kept.json.catch(forget);
    return kept;
  };
  const keep = (name: string, kept: Kept) => {
    lists.delete(name);
    lists.set(name, kept);
    if (lists.size > mostLists) lists.delete(lists.keys().next().value!);
  };
  /** Whoever asks meanwhile gets the old list: all of them waiting for one query would be felt. */
  const renew = (name: string, old: Kept, make: () => Promise<object>) => {
    const next = (old.next = start(old.userId, name, make));
    next.json.then(
      () => lists.get(name) === old && keep(name, next),
      () => (old.next = null),
    );
  };

  return {
    drop,
    read({ userId }, key, make) {
      const name = `${userId} ${key}`;
      const known = lists.get(name);
      const age = known === undefined ? Infinity : clock.now().getTime() - known.madeAt;
      if (known === undefined || age >= longestMs) {
        const kept = start(userId, name, make);
        keep(name, kept);
        return kept.json;
      }
      if (age >= renewAfterMs && known.next === null) renew(name, known, make);
      return known.json;
    },
  };
}
