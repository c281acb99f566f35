import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(answers: () => boolean) {
  const sent: string[] = [];
  const socket = { ended: 0, pong: () => {} };
  const stop = startHeartbeat({
    ping: () => answers() && socket.pong(),
    send: (text) => void sent.push(text),
    terminate: () => (socket.ended += 1),
    on: (_event, listener) => (socket.pong = listener),
  });
  return { sent, socket, stop };
}

it('says something on a quiet connection more often than once in half a minute', () => {
  const { sent, socket, stop } = setUp(() => true);
  vi.advanceTimersByTime(120_000);
  expect([sent.length, socket.ended, new Set(sent)]).toEqual([4, 0, new Set(['{"type":"ping"}'])]);
  stop();
  vi.advanceTimersByTime(120_000);
  expect(sent).toHaveLength(4);
});

it('ends a connection whose client no longer answers', () => {
  let there = true;
  const { socket } = setUp(() => there);
  vi.advanceTimersByTime(60_000);
  expect(socket.ended).toBe(0);
  there = false;
  vi.advanceTimersByTime(50_000);
  expect(socket.ended).toBe(1);
});
