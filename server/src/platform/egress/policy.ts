/** What may be opened: the form of the address, and each IP address that it leads to. */
import { isIP } from 'node:net';
import { AppError } from '../errors.ts';
import type { AllowList } from './allow-list.ts';
import { isPublicAddress } from './public-address.ts';
import { isServicePort } from './service-ports.ts';

export interface EgressPolicy {
  /** @throws AppError `address_invalid`, `address_port`, `address_credentials` or `address_blocked`; the fragment is cut off. */
  checkUrl(address: string | URL): URL;
  /** May this IP address, reached under the name `host`, be opened? Asked before and after connecting. */
  mayOpen(address: string, port: number, host: string): boolean;
}

/** Longer addresses are refused: none is real, and each is kept in lists and logs. */
const longest = 8192;

/** For addresses that users, feeds and pages name: the public internet and what the operator allows. */
export function publicPolicy(allow: AllowList): EgressPolicy {
  const mayOpen: EgressPolicy['mayOpen'] = (address, port, host) => allow.allows(address, port, host) || (isPublicAddress(address) && !isServicePort(port));
  return {
    mayOpen,
    checkUrl(address) {
      const url = parseUrl(address);
      const port = portOf(url);
      if (isServicePort(port) && !allow.namesPort(port)) throw new AppError('address_port', { port });
      const host = hostOf(url);
      if (isIP(host) !== 0 && !mayOpen(host, port, host)) throw new AppError('address_blocked');
      return url;
    },
  };
}

/** For addresses that the operator has configured: exactly these origins, wherever they are. */
export function trustedPolicy(origins: readonly string[]): EgressPolicy {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  return {
    mayOpen: () => true,
    checkUrl(address) {
      const url = parseUrl(address);
      if (!allowed.has(url.origin)) throw new AppError('address_blocked');
      return url;
    },
  };
}

/** The host as a name server or a socket wants it: without brackets, without the dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function parseUrl(address: string | URL): URL {
  const text = String(address);
  if (text.length > longest || !URL.canParse(text)) throw new AppError('address_invalid', { reason: 'form' });
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new AppError('address_invalid', { reason: 'scheme' });
  // A name and password in an address would end up in lists, logs and exports.
  if (url.username !== '' || url.password !== '') throw new AppError('address_credentials');
  if (hostOf(url) === '') throw new AppError('address_invalid', { reason: 'host' });
  url.hash = '';
  return url;
}
