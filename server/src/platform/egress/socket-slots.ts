/** The number of sockets open at once, so that many slow hosts cannot use up the process's file handles. */

export interface SocketSlots {
  /** Waits for a free place; the answer gives it back and may be called once or more. */
  take(): Promise<() => void>;
  readonly open: number;
}

export function createSocketSlots(limit: number): SocketSlots {
  let open = 0;
  const waiting: (() => void)[] = [];

  function releaser(): () => void {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      const next = waiting.shift();
      if (next) next();
      else open -= 1;
    };
  }

  return {
    get open() {
      return open;
    },
    async take() {
      if (open < limit) open += 1;
      else await new Promise<void>((resume) => waiting.push(resume));
      return releaser();
    },
  };
}
