/** Names to addresses, without letting a slow name server hold up the rest of the process. */
import { lookup, Resolver } from 'node:dns/promises';
import { createSlots } from '../slots.ts';

/**
 * All addresses of a name, in the order to try them. Rejects with a DNS error code when there are none.
 * `gone` says that nobody waits for the answer any more.
 */
export type ResolveHost = (host: string, gone?: () => boolean) => Promise<string[]>;

export interface ResolverOptions {
  /** Of one try; there are two. */
  timeoutMs?: number;
  /** Name servers (`address:port`) in place of the system's. */
  servers?: readonly string[];
  /** In place of the system's own look-up. */
  system?: (host: string) => Promise<string[]>;
}

/** Names that only the system knows (hosts file, mDNS, a container network). */
const localName = /^[^.]+\.?$|\.(?:localhost|local|lan|internal|home\.arpa)\.?$/;
/** More look-ups of the system than this would wait longer than their callers do. */
const mostWaiting = 20;
const lasting = new Set(['ETIMEOUT', 'ECANCELLED']);

/**
 * Asks the name servers over sockets (c-ares). The system's own look-up runs on the four threads that
 * also serve files, images and compression, so a tarpit of a name server could stop all of them: it is
 * asked only for local names and for names that the name servers do not have (hosts file), two at once.
 */
export function createResolver(options: ResolverOptions = {}): ResolveHost {
  const resolver = new Resolver({ timeout: options.timeoutMs ?? 3000, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  const askSystem = options.system ?? systemLookup;
  const threads = createSlots(2);

  async function lookUp(host: string, { gone, otherwise }: { gone: () => boolean; otherwise: unknown }): Promise<string[]> {
    if (threads.waiting >= mostWaiting) throw otherwise;
    const release = await threads.take();
    try {
      if (gone()) throw otherwise;
      return await askSystem(host);
    } finally {
      release();
    }
  }

  return async function resolveHost(host, gone = () => false) {
    if (localName.test(host)) return lookUp(host, { gone, otherwise: Object.assign(new Error('too many look-ups wait'), { code: 'ETIMEOUT' }) });
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    // The system would ask the same name servers, and wait longer for the one that is silent.
    const silent = reasons.find((reason) => lasting.has(codeOf(reason)));
    if (silent !== undefined) throw silent;
    return lookUp(host, { gone, otherwise: reasons[0] });
  };
}

async function systemLookup(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, order: 'ipv4first' })).map((one) => one.address);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
