/** What tells one source from another in words: its address, as short as it can be. */
import type { Source } from './contract-types.ts';
import { hostOf, shortenMiddle } from './text.ts';

type Named = Pick<Source, 'id' | 'title' | 'kind' | 'address'>;
const mostOfAddress = 44;
const mostOfPath = 22;

/** By id: `@name` of a channel, else the host; where a host or a name occurs twice, the host and the path. */
export function addressesOf(sources: readonly Named[]): Map<number, string> {
  const hosts = groupBy(sources, shortAddress);
  const names = groupBy(sources, nameOf);
  return new Map(
    sources.map((source) => {
      const short = shortAddress(source);
      const unclear = hosts.get(short)!.length > 1 || names.get(nameOf(source))!.length > 1;
      return [source.id, unclear ? shortenMiddle(`${short}${pathOf(source)}`, mostOfAddress) : short];
    }),
  );
}

/** By id, only of those whose name occurs twice: what stands beside the name; the host, or what differs in the path. */
export function hintsOf(sources: readonly Named[]): Map<number, string> {
  const hints = new Map<number, string>();
  for (const [, namesakes] of groupBy(sources, nameOf)) {
    if (namesakes.length === 1) continue;
    for (const [host, together] of groupBy(namesakes, shortAddress)) {
      const paths = differences(together.map(pathOf));
      together.forEach((source, n) => hints.set(source.id, together.length > 1 && paths[n] ? shortenMiddle(paths[n], mostOfPath) : host));
    }
  }
  return hints;
}

/** Paths without the parts that all of them begin and end with; whole where nothing would be left of one. */
function differences(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/').filter(Boolean));
  const shared = (part: (of: string[], n: number) => string | undefined): number => {
    let n = 0;
    while (parts.every((of) => part(of, n) !== undefined && part(of, n) === part(parts[0]!, n))) n++;
    return n;
  };
  const [start, end] = [shared((of, n) => of[n]), shared((of, n) => of.at(-1 - n))];
  const cut = parts.map((of) => of.slice(start, of.length - end).join('/'));
  return cut.every(Boolean) ? cut : [...paths];
}

const nameOf = (source: Named): string => source.title.trim().toLowerCase();

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
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
