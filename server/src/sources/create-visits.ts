/**
 * The visits under way and those that are next. A host is visited by no more at once than it may be asked by: the other
 * sources of a slow host wait here without a place, and only so many of them that every host gets its turn.
 */
import { createBatch } from '#platform/batch';
import { RetryLater } from '#platform/errors';
import { mayVisit } from './due-sources.ts';
import { pollSource, type PollDeps, type SourceRow } from './poll-source.ts';
import { recordUnchanged, type UnchangedVisit } from './record-unchanged.ts';

/** Sources of one host that wait: about what it can be asked in the time of a lease is not worth less. */
const mostOfHost = 16;
/** With so many of them no more are leased. */
const enoughOfHost = 8;

interface Next {
  source: SourceRow;
  address: string;
  host: string;
}

/** `onPlace` is called when more could be leased. */
export function createVisits(deps: PollDeps, concurrency: number, onPlace: () => void) {
  const unchanged = createBatch<UnchangedVisit>((visits) => recordUnchanged(deps.db, visits));
  const visiting = new Map<Promise<unknown>, SourceRow>();
  const atHost = new Map<string, number>();
  let ahead: Next[] = [];
  let reading = 0;
  let stopping = false;

  const room = ({ address, host }: Next): number => deps.pacing.atOnce(address) - (atHost.get(host) ?? 0);
  const waitingByHost = () => Map.groupBy(ahead, (next) => next.host);
  /** Those that a free place would be given to. */
  const ready = (): number => [...waitingByHost().values()].reduce((sum, list) => sum + Math.max(0, Math.min(list.length, room(list[0]!))), 0);

  function begin(): void {
    ahead = ahead.filter(({ source }) => mayVisit(source, deps.clock.now()));
    while (!stopping && reading < concurrency) {
      const next = ahead.find((one) => room(one) > 0);
      if (next === undefined) return;
      ahead.splice(ahead.indexOf(next), 1);
      visit(next);
    }
  }

  function visit({ source, host }: Next): void {
    reading += 1;
    atHost.set(host, (atHost.get(host) ?? 0) + 1);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      reading -= 1;
      const others = atHost.get(host)! - 1;
      if (others > 0) atHost.set(host, others);
      else atHost.delete(host);
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
    const next = ready();
    return !stopping && next < concurrency ? 2 * concurrency - next : 0;
  }

  return {
    wanted,
    underWay: (): SourceRow[] => [...visiting.values()],
    /** Hosts that have enough waiting. */
    busyHosts: (): string[] => [...waitingByHost()].flatMap(([host, list]) => (list.length >= enoughOfHost && room(list[0]!) !== Infinity ? [host] : [])),
    /** Answers with those that are too many. */
    add(leased: readonly SourceRow[]): SourceRow[] {
      const surplus: SourceRow[] = [];
      const waiting = new Map([...waitingByHost()].map(([host, list]) => [host, list.length]));
      for (const source of leased) {
        const address = source.kind === 'telegram' ? deps.previewUrl : source.address;
        const next = { source, address, host: URL.parse(address)?.hostname ?? '' };
        const before = waiting.get(next.host) ?? 0;
        if (before >= mostOfHost && room(next) !== Infinity) surplus.push(source);
        else {
          waiting.set(next.host, before + 1);
          ahead.push(next);
        }
      }
      begin();
      return surplus;
    },
    takeAhead: (): SourceRow[] => ahead.splice(0).map((next) => next.source),
    /** Begins no more; resolves when those under way have ended. */
    async stop() {
      stopping = true;
      await Promise.allSettled(visiting.keys());
    },
  };
}
