/** Which address a request comes from. */
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { canonicalAddress, ipv6Groups } from './egress/public-address.ts';

/** In one spelling, without port and zone. What a proxy passes on and is no address counts as the proxy's own. Null where there is no network between. */
export function clientAddress(request: Pick<FastifyRequest, 'ip' | 'socket'>): string | null {
  return plainAddress(request.ip) ?? plainAddress(request.socket.remoteAddress);
}

/** Whom a limit counts: of IPv6 the network, as each of its hosts has 2^64 addresses to change to. */
export function addressToCount(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const address = clientAddress(request) ?? 'unknown';
  return isIP(address) === 6 ? ipv6Groups(address).slice(0, 4).join(':') : address;
}

/** Passed on by a proxy that TRUSTED_PROXIES does not name: all who come through it look like one. */
export function isByUnknownProxy(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-for'] !== undefined && (request.ips?.length ?? 1) < 2;
}

/** `localhost`, `127.0.0.1:8010`, `[::1]`: what is named by it is on this machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(:\d+)?$/i.test(host);
}

function plainAddress(said: string | undefined): string | null {
  const text = (said ?? '').trim();
  const host = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return canonicalAddress(host.replace(/%.*$/, ''));
}
