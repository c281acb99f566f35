/** A number of places that work waits for: sockets, look-ups, decoders. First come, first served. */

export interface Slots {
  /** Waits for a free place; the answer gives it back (once: later calls do nothing). */
  take(): Promise<() => void>;
  /** Places in use. */
  readonly used: number;
  readonly waiting: number;
}

export function createSlots(limit: number): Slots {
  let used = 0;
  const queue: (() => void)[] = [];

  function releaser(): () => void {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      const next = queue.shift();
      if (next) next();
      else used -= 1;
    };
  }

  return {
    get used() {
      return used;
    },
    get waiting() {
      return queue.length;
    },
    async take() {
      if (used < limit) used += 1;
      else await new Promise<void>((resume) => queue.push(resume));
      return releaser();
    },
  };
}
