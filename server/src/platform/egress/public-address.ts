/** Which IP addresses belong to the public internet: everything else is refused unless the operator allows it. */
import { BlockList, isIP } from 'node:net';

/** Special-purpose IPv4 networks (IANA registry, RFC 6890) and the metadata address of one big cloud that is not in it. */
const privateIpv4 = networks('ipv4', [
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT, and the metadata service of one cloud
  '127.0.0.0/8',
  '168.63.129.16/32', // the virtual host of a cloud: looks public, answers only inside
  '169.254.0.0/16', // link-local, and the metadata service of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24', // 6to4 relays, deprecated
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]);

/** IPv6 is the other way round: only 2000::/3 has been handed out (RFC 4291), without these parts of it. */
const privateIpv6 = networks('ipv6', [
  '2001::/23', // protocol assignments, Teredo and ORCHID among them
  '2001:db8::/32',
  '2002::/16', // 6to4: carries any IPv4 address inside
  '2620:4f:8000::/48',
  '3fff::/20',
]);

/** @returns true for an address of the public internet; false for private, special, malformed or scoped ones. */
export function isPublicAddress(address: string): boolean {
  const plain = canonicalAddress(address);
  if (plain === null) return false;
  if (isIP(plain) === 4) return !privateIpv4.check(plain, 'ipv4');
  const groups = ipv6Groups(plain);
  // NAT64 (RFC 6052): on hosts with IPv6 only, every IPv4 site looks like this; the address inside decides.
  if (startsWith(groups, [0x64, 0xff9b, 0, 0, 0, 0])) return isPublicAddress(embeddedIpv4(groups));
  return ((groups[0] ?? 0) & 0xe000) === 0x2000 && !privateIpv6.check(plain, 'ipv6');
}

/** One spelling for each address: IPv4 inside IPv6 (`::ffff:…`) becomes IPv4. Null when it is not an address, or has a zone. */
export function canonicalAddress(address: string): string | null {
  const family = isIP(address);
  if (family === 4) return address;
  if (family !== 6 || address.includes('%')) return null;
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const groups = ipv6Groups(plain);
  return startsWith(groups, [0, 0, 0, 0, 0, 0xffff]) ? embeddedIpv4(groups) : plain;
}

/** The eight groups of a canonical IPv6 address. */
export function ipv6Groups(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const first = parse(head);
  const last = parse(tail);
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

function embeddedIpv4(groups: number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function startsWith(groups: number[], prefix: number[]): boolean {
  return prefix.every((group, at) => groups[at] === group);
}

function networks(family: 'ipv4' | 'ipv6', ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
