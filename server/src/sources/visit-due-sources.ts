/**
 * Visits sources as they become due, a number of them at once. Some are leased ahead, so that a visit that ends is
 * followed by the next without a question to the database, and many are leased and recorded by one statement.
 */
import { createVisits } from './create-visits.ts';
import { leaseDueSources, releaseSources, renewLeases, untilNextDue } from './due-sources.ts';
import type { PollDeps } from './poll-source.ts';

/** Someone else may add a source, or a notification may be lost: look at least this often. */
const longestSleepMs = 1000;
/** Well within a lease. */
const renewalMs = 15_000;

/** Runs until it is stopped, which waits for the visits that have begun. */
export function visitDueSources(deps: PollDeps, concurrency: number, renewEveryMs = renewalMs): { stop(): Promise<void> } {
  const pause = createPause();
  const visits = createVisits(deps, concurrency, pause.end);
  let stopping = false;

  async function lease(): Promise<number> {
    const wanted = visits.wanted();
    if (wanted === 0) return longestSleepMs;
    const which = { exceptHosts: visits.busyHosts(), channelHost: URL.parse(deps.previewUrl)?.hostname ?? '' };
    const due = await leaseDueSources(deps.db, deps.clock.now(), wanted, which);
    const surplus = visits.add(due);
    await releaseSources(deps.db, surplus);
    if (surplus.length > 0) return 0;
    return due.length < wanted ? Math.min(longestSleepMs, await untilNextDue(deps.db, deps.clock.now(), which)) : longestSleepMs;
  }

  const renewal = setInterval(() => {
    renewLeases(deps.db, deps.clock.now(), visits.underWay()).catch((error: unknown) => deps.log.warn({ err: error }, 'leases could not be renewed'));
  }, renewEveryMs);

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
      await releaseSources(deps.db, visits.takeAhead()).catch(() => {});
      await ended;
      clearInterval(renewal);
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
