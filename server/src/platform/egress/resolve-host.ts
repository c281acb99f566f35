/** Names to addresses, without letting a slow name server hold up the rest of the process. */
import { lookup, Resolver } from 'node:dns/promises';
import { createSlots } from '../slots.ts';

/** All addresses of a name, in the order to try them. Rejects with a DNS error code when there are none. */
export type ResolveHost = (host: string) => Promise<string[]>;

export interface ResolverOptions {
  /** Of one try; there are two. */
  timeoutMs?: number;
  /** Name servers (`address:port`) in place of the system's. */
  servers?: readonly string[];
}

/** Names that only the system knows (hosts file, mDNS, a container network). */
const localName = /^[^.]+\.?$|\.(?:localhost|local|lan|internal|home\.arpa)\.?$/;
const lasting = new Set(['ETIMEOUT', 'ECANCELLED']);

/**
 * Asks the name servers over sockets (c-ares). The system's own look-up runs on the four threads that
 * also serve files, images and compression, so a tarpit of a name server could stop all of them: it is
 * asked only for local names and for names that the name servers do not have (hosts file), two at once.
 */
export function createResolver(options: ResolverOptions = {}): ResolveHost {
  const resolver = new Resolver({ timeout: options.timeoutMs ?? 3000, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  const threads = createSlots(2);

  async function systemLookup(host: string): Promise<string[]> {
    const release = await threads.take();
    try {
      return (await lookup(host, { all: true, order: 'ipv4first' })).map((one) => one.address);
    } finally {
      release();
    }
  }

  return async function resolveHost(host) {
    if (localName.test(host)) return systemLookup(host);
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = [...(v4.status === 'fulfilled' ? v4.value : []), ...(v6.status === 'fulfilled' ? v6.value : [])];
    if (found.length > 0) return found;
    if (v4.status === 'rejected' && lasting.has(codeOf(v4.reason))) throw v4.reason;
    return systemLookup(host);
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
