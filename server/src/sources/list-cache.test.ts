import { expect, it } from 'vitest';
import type { Actor } from '#accounts';
import { createListCache } from './list-cache.ts';

const reader = (userId: number): Actor => ({ userId, role: 'user', scope: 'read', sessionId: null });

function start() {
  const hearers = new Map<string, (data: never) => void>();
  let at = 0;
  let made = 0;
  const cache = createListCache({
    bus: {
      onBroadcast: (name, hear) => {
        hearers.set(name, hear);
        return () => {};
      },
    },
    clock: { now: () => new Date(at) },
  });
  const make = async () => ({ made: (made += 1) });
  return {
    cache,
    read: async (userId = 1, key = 'all') => String(await cache.read(reader(userId), key, make)),
    say: (name: string, data: object) => hearers.get(name)!(data as never),
    pass: (ms: number) => void (at += ms),
  };
}

it('gives the same list again until something changes', async () => {
  const { read } = start();
  expect([await read(), await read(), await read(1, 'saved'), await read(2)]).toEqual(['{"made":1}', '{"made":1}', '{"made":2}', '{"made":3}']);
});

it('makes a list once for requests that come together', async () => {
  const { read } = start();
  expect(await Promise.all([read(), read(), read()])).toEqual(['{"made":1}', '{"made":1}', '{"made":1}']);
});

it.each(['posts.changed', 'source.updated'])('drops every list on %s', async (name) => {
  const { read, say } = start();
  await read(1);
  await read(2);
  say(name, { rev: 5, sourceId: 5 });
  expect([await read(1), await read(2)]).toEqual(['{"made":3}', '{"made":4}']);
});

it.each(['marks.updated', 'follows.changed'])('drops the lists of the one reader on %s', async (name) => {
  const { read, say } = start();
  await read(1);
  await read(2);
  say(name, { userId: 1 });
  expect([await read(1), await read(2)]).toEqual(['{"made":3}', '{"made":2}']);
});

it('does not give out a list that was begun before the reader changed something', async () => {
  const { cache, read } = start();
  const gate = Promise.withResolvers<object>();
  const old = cache.read(reader(1), 'all', () => gate.promise);
  cache.drop(1);
  const next = read();
  gate.resolve({ made: 'old' });
  expect([String(await old), await next, await read()]).toEqual(['{"made":"old"}', '{"made":1}', '{"made":1}']);
});

it('keeps nothing for longer than three seconds, and no failure', async () => {
  const { cache, read, pass } = start();
  await read();
  pass(3000);
  expect(await read()).toBe('{"made":2}');
  await expect(cache.read(reader(3), 'all', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
  expect(await read(3)).toBe('{"made":3}');
});

it('makes a list that is still asked for anew in time, and lets nobody wait for it', async () => {
  const { cache, read, pass } = start();
  await read();
  pass(2000);
  const gate = Promise.withResolvers<object>();
  expect(String(await cache.read(reader(1), 'all', () => gate.promise))).toBe('{"made":1}');
  expect(await read()).toBe('{"made":1}');
  gate.resolve({ made: 'in time' });
  await expect.poll(() => read()).toBe('{"made":"in time"}');
  pass(1900);
  expect(await read()).toBe('{"made":"in time"}');
});

it('does not bring back what was dropped while it was made anew', async () => {
  const { cache, read, pass } = start();
  await read();
  pass(2000);
  const gate = Promise.withResolvers<object>();
  await cache.read(reader(1), 'all', () => gate.promise);
  cache.drop(1);
  expect(await read()).toBe('{"made":2}');
  gate.resolve({ made: 'old' });
  await gate.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(await read()).toBe('{"made":2}');
});

it('keeps no more than 200 lists, the latest', async () => {
  const { read } = start();
  for (let user = 1; user <= 201; user += 1) await read(user);
  expect([await read(201), await read(1)]).toEqual(['{"made":201}', '{"made":202}']);
});
