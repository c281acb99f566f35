/** Addresses that lists of others name: only what adding by hand would take, too. */
import type { Egress } from '#platform/egress';
import { AppError } from '#platform/errors';
import { parseChannelAddress } from './adapters/preview/parse-channel-address.ts';

interface Recognised {
  kind: 'rss' | 'telegram' | 'web';
  address: string;
}

/** @throws AppError `address_invalid` or `address_blocked`; names of hosts are looked up only when they are read. */
export function recogniseAddress(egress: Pick<Egress, 'check'>, { kind, address }: { kind?: Recognised['kind'] | undefined; address: string }): Recognised {
  const channel = parseChannelAddress(kind === 'telegram' && /^\w+$/.test(address) ? `@${address}` : address);
  if (channel !== null && 'name' in channel) return { kind: 'telegram', address: channel.name.toLowerCase() };
  if (kind === 'telegram') throw new AppError('address_invalid');
  const { href } = new URL(egress.check(address));
  return { kind: kind === 'web' ? 'web' : 'rss', address: href };
}
