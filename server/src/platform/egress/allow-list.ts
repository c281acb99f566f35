/** The operator's list of private places that may be read: `ALLOW_PRIVATE_NETWORKS`. */
import { BlockList, isIP } from 'node:net';
import { AppError } from '../errors.ts';
import { canonicalAddress } from './public-address.ts';
import { isServicePort } from './service-ports.ts';

export interface AllowList {
  /** May `address` (an IP), reached under the name `host`, be opened at `port` although it is private? */
  allows(address: string, port: number, host: string): boolean;
  /** Is this port named in some entry? Such a port is open although it belongs to a service. */
  namesPort(port: number): boolean;
}

interface Entry {
  matches(address: string, host: string): boolean;
  port: number | null;
}

/**
 * Reads `127.0.0.1/32:8080, 192.168.1.0/24, [fd00::]/8, nas.lan:8080`: networks, single addresses and host
 * names, each with or without a port. Without one, all ports but those of known services are meant.
 * @throws AppError `config_invalid` naming every entry that cannot be read.
 */
export function parseAllowList(text: string): AllowList {
  const problems: string[] = [];
  const entries: Entry[] = [];
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const entry = parseEntry(part);
    if (typeof entry === 'string') problems.push(`  ALLOW_PRIVATE_NETWORKS: "${part.slice(0, 80)}" ${entry}`);
    else entries.push(entry);
  }
  if (problems.length > 0) throw new AppError('config_invalid', { problems: problems.join('\n') });
  return {
    allows(address, port, host) {
      const plain = canonicalAddress(address);
      if (plain === null) return false;
      return entries.some((entry) => (entry.port === null ? !isServicePort(port) : entry.port === port) && entry.matches(plain, host));
    },
    namesPort: (port) => entries.some((entry) => entry.port === port),
  };
}

/** An entry, or what is wrong with it. */
function parseEntry(text: string): Entry | string {
  const parts = splitEntry(text);
  if (!parts) return 'is not a network, an address or a host name';
  const port = parts.port === undefined ? null : Number(parts.port);
  if (port !== null && !(port >= 1 && port <= 65_535)) return 'has a port outside 1-65535';

  const matches = parsePlace(parts.place, parts.bits);
  return typeof matches === 'string' ? matches : { port, matches };
}

/** What tells whether an address belongs to the place, or what is wrong with it. */
function parsePlace(place: string, size: string | undefined): Entry['matches'] | string {
  const address = canonicalAddress(place);
  if (address === null) {
    if (size !== undefined) return 'has a network size but no IP address';
    const host = hostName(place);
    return host === null ? 'is not a network, an address or a host name' : (_, name) => name === host;
  }
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const width = family === 'ipv4' ? 32 : 128;
  const bits = size === undefined ? width : Number(size);
  if (bits > width) return `has a network size above ${width}`;
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return (plain) => isIP(plain) === isIP(address) && list.check(plain, family);
}

/** `place/bits:port`, where an IPv6 place stands in brackets when a port follows. */
function splitEntry(text: string): { place: string; bits?: string | undefined; port?: string | undefined } | null {
  const bracketed = /^\[([0-9a-f:.]+)\](?:\/(\d{1,3}))?(?::(\d{1,5}))?$/i.exec(text);
  if (bracketed) return { place: bracketed[1] ?? '', bits: bracketed[2], port: bracketed[3] };
  const [place = '', bits, ...more] = text.split('/');
  if (more.length === 0 && isIP(place) === 6 && (bits === undefined || /^\d{1,3}$/.test(bits))) return { place, bits };
  const plain = /^([^\s:/[\]]+)(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/.exec(text);
  return plain ? { place: plain[1] ?? '', bits: plain[2], port: plain[3] } : null;
}

/** The name as an address carries it (lower case, punycode), or null: short spellings of IP addresses are refused. */
function hostName(text: string): string | null {
  if (!/^[\p{L}\p{N}_.-]+$/u.test(text) || !URL.canParse(`http://${text}/`)) return null;
  const { hostname } = new URL(`http://${text}/`);
  return isIP(hostname) === 0 ? hostname : null;
}
