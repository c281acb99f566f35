/** What tells one source from another in words: its address, as short as it can be. */
import type { Source } from './contract-types.ts';
import { hostOf, shortenMiddle } from './text.ts';

type Named = Pick<Source, 'id' | 'title' | 'kind' | 'address'>;
const mostOfAddress = 44;
const mostOfPath = 22;

/** By id: `@name` of a channel, else the host; where a host or a name occurs twice, the host and the path. */
export function addressesOf(sources: readonly Named[]): Map<number, string> {
  const hosts = countBy(sources, shortAddress);
  const names = countBy(sources, nameOf);
  return new Map(
    sources.map((source) => {
      const short = shortAddress(source);
      const unclear = hosts.get(short)! > 1 || names.get(nameOf(source))! > 1;
      return [source.id, unclear ? shortenMiddle(`${short}${pathOf(source)}`, mostOfAddress) : short];
    }),
  );
}

/** By id, only of those whose name occurs twice: what stands beside the name; the host, or the path where the host is the same too. */
export function hintsOf(sources: readonly Named[]): Map<number, string> {
  const both = (source: Named): string => `${nameOf(source)} ${shortAddress(source)}`;
  const names = countBy(sources, nameOf);
  const boths = countBy(sources, both);
  return new Map(
    sources.flatMap((source) => {
      if (names.get(nameOf(source)) === 1) return [];
      const path = boths.get(both(source))! > 1 ? pathOf(source) : '';
      return [[source.id, path ? shortenMiddle(path, mostOfPath) : shortAddress(source)] as const];
    }),
  );
}

const nameOf = (source: Named): string => source.title.trim().toLowerCase();

function countBy(sources: readonly Named[], key: (source: Named) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const source of sources) counts.set(key(source), (counts.get(key(source)) ?? 0) + 1);
  return counts;
}

function shortAddress({ kind, address }: Named): string {
  if (kind !== 'telegram') return hostOf(address);
  return /^\w+$/.test(address) ? `@${address}` : address;
}

function pathOf({ kind, address }: Named): string {
  if (kind === 'telegram' || !URL.canParse(address)) return '';
  const { pathname, search } = new URL(address);
  return pathname === '/' && search === '' ? '' : decoded(`${pathname}${search}`);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
