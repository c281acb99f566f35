/**
 * Visits sources as they become due, a number of them at once. Some are leased ahead, so that a visit that ends is
 * followed by the next without a question to the database, and many are leased and recorded by one statement.
 */
import { createBatch } from '#platform/batch';
import { RetryLater } from '#platform/errors';
import { leaseDueSources, mayVisit, releaseSources, untilNextDue } from './due-sources.ts';
import { pollSource, type PollDeps, type SourceRow } from './poll-source.ts';
import { recordUnchanged, type UnchangedVisit } from './record-unchanged.ts';

/** Someone else may add a source, or a notification may be lost: look at least this often. */
const longestSleepMs = 1000;

/** Runs until it is stopped, which waits for the visits that have begun. */
export function visitDueSources(deps: PollDeps, concurrency: number): { stop(): Promise<void> } {
  const pause = createPause();
  const visits = createVisits(deps, concurrency, pause.end);
  let stopping = false;

  async function lease(): Promise<number> {
    const wanted = visits.wanted();
    if (wanted === 0) return longestSleepMs;
    const due = await leaseDueSources(deps.db, deps.clock.now(), wanted);
    visits.add(due);
    return due.length < wanted ? Math.min(longestSleepMs, await untilNextDue(deps.db, deps.clock.now())) : longestSleepMs;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await pause.take(await lease());
      } catch (error) {
        deps.log.warn({ err: error }, 'due sources could not be read');
        await pause.take(longestSleepMs);
      }
    }
  }

  const off = deps.bus.onBroadcast('source.due', pause.end);
  const running = run();
  return {
    async stop() {
      stopping = true;
      off();
      const ended = visits.stop();
      pause.end();
      await running;
      await releaseSources(deps.db, visits.ahead.splice(0)).catch(() => {});
      await ended;
    },
  };
}

/** The visits under way and those that are next; `onPlace` is called when more could be leased. */
function createVisits(deps: PollDeps, concurrency: number, onPlace: () => void) {
  const unchanged = createBatch<UnchangedVisit>((visits) => recordUnchanged(deps.db, visits));
  const visiting = new Set<Promise<unknown>>();
  const ahead: SourceRow[] = [];
  let reading = 0;
  let stopping = false;

  function begin(): void {
    while (!stopping && reading < concurrency) {
      const source = ahead.shift();
      if (source === undefined) return;
      if (mayVisit(source, deps.clock.now())) visit(source);
    }
  }

  function visit(source: SourceRow): void {
    reading += 1;
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      reading -= 1;
      begin();
      if (ahead.length < concurrency) onPlace();
    };
    // Its place is free as soon as it is known that nothing is new: the record waits for the database alone.
    const noteUnchanged = (one: UnchangedVisit) => {
      leave();
      return unchanged(one);
    };
    const going = pollSource({ ...deps, unchanged: noteUnchanged }, source)
      .catch((error: unknown) => error instanceof RetryLater || deps.log.error({ err: error, source: source.id }, 'visit failed'))
      .finally(() => {
        visiting.delete(going);
        leave();
      });
    visiting.add(going);
  }

  return {
    ahead,
    /** How many should be leased now. */
    wanted: () => (!stopping && ahead.length < concurrency ? 2 * concurrency - ahead.length : 0),
    add(leased: readonly SourceRow[]) {
      ahead.push(...leased);
      begin();
    },
    /** Begins no more; resolves when those under way have ended. */
    async stop() {
      stopping = true;
      await Promise.allSettled(visiting);
    },
  };
}

/** A pause that can be ended, even before it is taken: what happened while the loop was busy is not slept over. */
function createPause(): { take(ms: number): Promise<void>; end(): void } {
  let ended = false;
  let wake = () => {};
  return {
    async take(ms) {
      if (!ended) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, ms);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
      ended = false;
    },
    end() {
      ended = true;
      wake();
    },
  };
}
