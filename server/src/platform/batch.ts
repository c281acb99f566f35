/**
 * Many small writes as few: what comes while one is under way, and in the rest after it, goes together into the
 * next. Without load each item is written at once and alone, so nothing waits for others to come.
 */
import { setTimeout as sleep } from 'node:timers/promises';

interface Waiting<T> {
  item: T;
  done: () => void;
  fail: (error: unknown) => void;
}

/** The answer adds an item, and settles as its write does. `restMs` is kept after each write. */
export function createBatch<T>(write: (items: T[]) => Promise<void>, restMs = 0): (item: T) => Promise<void> {
  let waiting: Waiting<T>[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    // Those that come in the same turn belong together already.
    await Promise.resolve();
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      await writeTogether(write, taken);
      if (restMs > 0) await sleep(restMs);
    }
    writing = false;
  }

  return (item) =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail });
      if (!writing) void writeAll();
    });
}

/** What one item makes fail is no reason for the others: then each is written alone. */
async function writeTogether<T>(write: (items: T[]) => Promise<void>, taken: Waiting<T>[]): Promise<void> {
  try {
    await write(taken.map((one) => one.item));
    for (const one of taken) one.done();
  } catch (error) {
    if (taken.length === 1) return taken[0]!.fail(error);
    for (const one of taken) await writeTogether(write, [one]);
  }
}
