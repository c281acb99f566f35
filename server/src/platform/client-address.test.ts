import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { addressToCount, clientAddress, isLoopbackHost } from './client-address.ts';

const from = (ip: string, peer = '10.0.0.9') => ({ ip, socket: { remoteAddress: peer } }) as Pick<FastifyRequest, 'ip' | 'socket'>;

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:41234', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:0DB8:0:0::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['unknown', '10.0.0.9'],
  ['_hidden', '10.0.0.9'],
  ['', '10.0.0.9'],
])('of a request by "%s" is %s', (said, address) => {
  expect(clientAddress(from(said))).toBe(address);
});

it('is nothing where neither the proxy nor the socket has one', () => {
  expect(clientAddress(from('unknown', ''))).toBeNull();
});

it('counts a whole network of IPv6 as one, and IPv4 by address', () => {
  expect(addressToCount(from('2001:db8:1:2:3:4:5:6'))).toBe(addressToCount(from('2001:db8:1:2::9')));
  expect(addressToCount(from('2001:db8:1:2::9'))).not.toBe(addressToCount(from('2001:db8:1:3::9')));
  expect(addressToCount(from('1::8'))).toBe(addressToCount(from('1::9')));
  expect(addressToCount(from('198.51.100.1'))).not.toBe(addressToCount(from('198.51.100.2')));
});

it('knows the names of this machine', () => {
  for (const host of ['localhost', 'localhost:8010', '127.0.0.1:80', '[::1]:8010']) expect(isLoopbackHost(host)).toBe(true);
  for (const host of ['rebound.example', '127.0.0.1.evil.example', '192.168.1.2', '']) expect(isLoopbackHost(host)).toBe(false);
});
