import { describe, expect, it } from 'vitest';
import { parseAllowList } from './allow-list.ts';

describe('the list of private places that may be read', () => {
  it('takes networks, single addresses and names, with and without a port', () => {
    const list = parseAllowList('127.0.0.1/32:8080, 192.168.1.0/24,[fd00:1::]/32:9000 fd00:2::/32,::1,NAS.lan:81,localhost');
    expect(list.allows('127.0.0.1', 8080, 'x')).toBe(true);
    expect(list.allows('127.0.0.1', 8081, 'x')).toBe(false);
    expect(list.allows('::ffff:127.0.0.1', 8080, 'x')).toBe(true);
    expect(list.allows('192.168.1.77', 3000, 'x')).toBe(true);
    expect(list.allows('192.168.2.77', 3000, 'x')).toBe(false);
    expect(list.allows('fd00:1::5', 9000, 'x')).toBe(true);
    expect(list.allows('fd00:2::5', 443, 'x')).toBe(true);
    expect(list.allows('fd00:3::5', 443, 'x')).toBe(false);
    expect(list.allows('::1', 443, 'x')).toBe(true);
    expect(list.allows('10.1.1.1', 81, 'nas.lan')).toBe(true);
    expect(list.allows('10.1.1.1', 82, 'nas.lan')).toBe(false);
    expect(list.allows('127.0.0.1', 80, 'localhost')).toBe(true);
    expect(list.allows('127.0.0.1', 80, 'localhost.example')).toBe(false);
  });

  it('opens the ports of databases and mail only where they are named', () => {
    const list = parseAllowList('10.0.0.0/8,10.0.0.5:6379');
    expect(list.allows('10.0.0.5', 5432, 'x')).toBe(false);
    expect(list.allows('10.0.0.5', 6379, 'x')).toBe(true);
    expect([list.namesPort(6379), list.namesPort(5432)]).toEqual([true, false]);
  });

  it('is empty by default', () => {
    expect(parseAllowList('').allows('127.0.0.1', 80, 'localhost')).toBe(false);
  });

  it('names every entry that it cannot read', () => {
    const wrong = ['10.0.0.0/33', '10.0.0.0/8:70000', 'nas.lan/24', '10.0.0', '10.0.0.0/8/8', 'http://nas.lan', '[zz]:80', '127.1', '*'];
    for (const entry of wrong) expect(() => parseAllowList(`192.168.0.1,${entry}`), entry).toThrow(`"${entry}"`);
    expect(() => parseAllowList('a_ b/1 c:0')).toThrow(/b\/1[^]*c:0/);
  });
});
