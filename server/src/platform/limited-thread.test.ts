import { afterEach, expect, it } from 'vitest';
import type { double, eatMemory, neverEnd, refuse, stumble, whereAmI } from '#test/thread-work';
import { createLimitedThread, type LimitedThread, type ThreadLimits } from './limited-thread.ts';

const work = new URL('../../test/thread-work.ts', import.meta.url);
const made: LimitedThread[] = [];
afterEach(async () => {
  for (const thread of made.splice(0)) await thread.stop();
});

function start(limits: ThreadLimits = {}): LimitedThread {
  const thread = createLimitedThread({ memoryMb: 64, ...limits });
  made.push(thread);
  return thread;
}
const where = (thread: LimitedThread) => thread.call<typeof whereAmI>(work, 'whereAmI');

it('gives what the function gives, from one thread beside this one', async () => {
  const thread = start();
  const [first, second, doubled] = await Promise.all([where(thread), where(thread), thread.call<typeof double>(work, 'double', 21)]);
  expect(doubled).toBe(42);
  expect(first).toBe(second);
  expect(first).toBeGreaterThan(0);
});

it('hands on what the function throws: refusals as they are, faults with their reason', async () => {
  const thread = start();
  await expect(thread.call<typeof refuse>(work, 'refuse', 'nowhere.example')).rejects.toMatchObject({
    code: 'host_not_found',
    details: { host: 'nowhere.example' },
  });
  await expect(thread.call<typeof stumble>(work, 'stumble')).rejects.toThrow('a fault of our own');
  expect(await thread.call<typeof double>(work, 'double', 2)).toBe(4);
});

it('refuses work that does not end; what waited behind it is done by a new thread', async () => {
  const thread = start({ timeMs: 50 });
  const before = await where(thread);
  const endless = thread.call<typeof neverEnd>(work, 'neverEnd');
  const after = where(thread);
  await expect(endless).rejects.toMatchObject({ code: 'too_complex' });
  expect(await after).not.toBe(before);
});

it('lets everybody else go on while it works', async () => {
  const thread = start({ timeMs: 300 });
  const order: string[] = [];
  await where(thread);
  const endless = thread.call<typeof neverEnd>(work, 'neverEnd').catch(() => order.push('refused'));
  for (let n = 0; n < 5; n += 1) await new Promise((next) => setTimeout(next, 1));
  order.push('others');
  await endless;
  expect(order).toEqual(['others', 'refused']);
});

it('refuses work that eats too much memory, and nothing else breaks', async () => {
  const thread = start({ timeMs: 60_000 });
  const before = await where(thread);
  await expect(thread.call<typeof eatMemory>(work, 'eatMemory')).rejects.toMatchObject({ code: 'too_complex' });
  expect(await where(thread)).not.toBe(before);
});

it('closes when idle and starts again when needed', async () => {
  const thread = start({ idleMs: 1 });
  const before = await where(thread);
  await new Promise((next) => setTimeout(next, 20));
  expect(await where(thread)).not.toBe(before);
});

it('lets nobody wait for ever once it is stopped', async () => {
  const thread = start();
  const calls = [thread.call<typeof neverEnd>(work, 'neverEnd'), where(thread)].map((call) => expect(call).rejects.toMatchObject({ code: 'not_ready' }));
  await thread.stop();
  await Promise.all(calls);
  await expect(where(thread)).rejects.toMatchObject({ code: 'not_ready' });
});

it('refuses what cannot be copied, and goes on', async () => {
  const thread = start();
  await expect(thread.call<(value: unknown) => void>(work, 'double', () => {})).rejects.toThrow();
  expect(await thread.call<typeof double>(work, 'double', 3)).toBe(6);
});
