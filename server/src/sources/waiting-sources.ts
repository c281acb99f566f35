/**
 * Sources that are to be visited next. A host is visited by no more at once than it may be asked by: the other sources
 * of a slow host wait here without a place, and only so many of them that every host gets its turn.
 */
import type { HostPacing } from '#platform/host-pacing';
import type { SourceRow } from './poll-source.ts';

/** Sources of one host that wait: more of them would lose their leases before their turn. */
const mostOfHost = 16;
/** With so many of them no more are leased. */
const enoughOfHost = 8;

export interface Waiting {
  source: SourceRow;
  address: string;
  host: string;
}

export function createWaiting({ pacing, previewUrl }: { pacing: HostPacing; previewUrl: string }) {
  const underWay = new Map<string, number>();
  let waiting: Waiting[] = [];

  const room = ({ address, host }: Waiting): number => pacing.atOnce(address) - (underWay.get(host) ?? 0);
  const byHost = () => Map.groupBy(waiting, (one) => one.host);

  return {
    /** Those that a free place would be given to. */
    ready: (): number => [...byHost().values()].reduce((sum, list) => sum + Math.max(0, Math.min(list.length, room(list[0]!))), 0),
    /** Hosts that have enough waiting. */
    busyHosts: (): string[] => [...byHost()].flatMap(([host, list]) => (list.length >= enoughOfHost && room(list[0]!) !== Infinity ? [host] : [])),
    /** Answers with those that are too many. */
    add(leased: readonly SourceRow[]): SourceRow[] {
      const counts = new Map([...byHost()].map(([host, list]) => [host, list.length]));
      const surplus: SourceRow[] = [];
      for (const source of leased) {
        const address = source.kind === 'telegram' ? previewUrl : source.address;
        const one = { source, address, host: URL.parse(address)?.hostname ?? '' };
        const before = counts.get(one.host) ?? 0;
        if (before >= mostOfHost && room(one) !== Infinity) surplus.push(source);
        else {
          counts.set(one.host, before + 1);
          waiting.push(one);
        }
      }
      return surplus;
    },
    /** Takes out the first whose host's turn it is. */
    next(mayVisit: (source: SourceRow) => boolean): Waiting | undefined {
      waiting = waiting.filter((one) => mayVisit(one.source));
      const first = waiting.find((one) => room(one) > 0);
      if (first !== undefined) waiting.splice(waiting.indexOf(first), 1);
      return first;
    },
    takeAll: (): SourceRow[] => waiting.splice(0).map((one) => one.source),
    enter: (host: string) => underWay.set(host, (underWay.get(host) ?? 0) + 1),
    leave(host: string): void {
      const others = underWay.get(host)! - 1;
      if (others > 0) underWay.set(host, others);
      else underWay.delete(host);
    },
  };
}
