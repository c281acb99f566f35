/** The visits under way and those that are next. */
import { createBatch } from '#platform/batch';
import { RetryLater } from '#platform/errors';
import { mayVisit } from './due-sources.ts';
import { pollSource, type PollDeps, type SourceRow } from './poll-source.ts';
import { recordUnchanged, type UnchangedVisit } from './record-unchanged.ts';
import { createWaiting, type Waiting } from './waiting-sources.ts';

/** Between the records of visits that found nothing new: nobody waits for them, and a hundred cost little more than one. */
const recordsRestMs = 50;

/** `onPlace` is called when more could be leased. */
export function createVisits(deps: PollDeps, concurrency: number, onPlace: () => void) {
  const unchanged = createBatch<UnchangedVisit>((visits) => recordUnchanged(deps.db, visits), recordsRestMs);
  const visiting = new Map<Promise<unknown>, SourceRow>();
  const waiting = createWaiting(deps);
  let reading = 0;
  let stopping = false;

  function begin(): void {
    while (!stopping && reading < concurrency) {
      const next = waiting.next((source) => mayVisit(source, deps.clock.now()));
      if (next === undefined) return;
      visit(next);
    }
  }

  function visit({ source, host }: Waiting): void {
    reading += 1;
    waiting.enter(host);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      reading -= 1;
      waiting.leave(host);
      begin();
      if (wanted() > 0) onPlace();
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
    visiting.set(going, source);
  }

  /** How many should be leased now. */
  function wanted(): number {
    const ready = waiting.ready();
    return !stopping && ready < concurrency ? 2 * concurrency - ready : 0;
  }

  return {
    wanted,
    underWay: (): SourceRow[] => [...visiting.values()],
    busyHosts: waiting.busyHosts,
    takeAhead: waiting.takeAll,
    /** Answers with those that are too many. */
    add(leased: readonly SourceRow[]): SourceRow[] {
      const surplus = waiting.add(leased);
      begin();
      return surplus;
    },
    /** Begins no more; resolves when those under way have ended. */
    async stop() {
      stopping = true;
      await Promise.allSettled(visiting.keys());
    },
  };
}
