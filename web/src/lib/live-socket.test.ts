import { describe, expect, it } from 'vitest';
import type { LiveMessage } from './contract-types.ts';
import { backOff, openLive, type SocketLike } from './live-socket.ts';

interface FakeSocket extends SocketLike {
  url: string;
  closed: boolean;
}

function setUp(after: string | null = null, language?: () => string) {
  const sockets: FakeSocket[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const messages: LiveMessage[] = [];
  const state = { ended: 0 };
  const connection = openLive({
    url: 'ws://reader.example/api/live',
    after,
    ...(language ? { language } : {}),
    open: (url) => {
      const socket: FakeSocket = { url, closed: false, onopen: null, onmessage: null, onclose: null, onerror: null, close: () => void (socket.closed = true) };
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => messages.push(message),
    onEnded: () => void state.ended++,
    setTimer: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    clearTimer: (timer) => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1)),
    random: () => 1,
  });
  const send = (message: unknown): void => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  const drop = (code = 1006): void => sockets.at(-1)?.onclose?.({ code });
  return { sockets, timers, messages, connection, send, drop, state };
}

describe('the live connection', () => {
  it('begins after the change that the first list knows', () => {
    const { sockets } = setUp('41');
    expect(sockets[0]?.url).toBe('ws://reader.example/api/live?after=41');
  });

  it('names the language of the page, the present one each time', () => {
    let language = 'ru';
    const { sockets, timers, drop } = setUp(null, () => language);
    language = 'en';
    drop();
    timers[0]?.run();
    expect(sockets.map((socket) => socket.url.split('?')[1])).toEqual(['language=ru', 'language=en']);
  });

  it('asks for what it missed after a drop, from the last id that it saw', () => {
    const { sockets, timers, send, drop, messages } = setUp();
    expect(sockets[0]?.url).toBe('ws://reader.example/api/live');
    send({ type: 'hello', id: '7' });
    send({ type: 'post.created', id: '9', posts: [] });
    send({ type: 'reload' });
    drop();
    timers[0]?.run();
    expect(sockets[1]?.url).toBe('ws://reader.example/api/live?after=9');
    expect(messages.map((message) => message.type)).toEqual(['hello', 'post.created', 'reload']);
  });

  it('does not take the greeting for what it missed', () => {
    const { sockets, timers, send, drop } = setUp('3');
    send({ type: 'hello', id: '90' });
    drop();
    timers[0]?.run();
    expect(sockets[1]?.url).toContain('after=3');
  });

  it('waits longer after each failure and begins anew once it was open', () => {
    const { sockets, timers, drop } = setUp();
    const pauses: (number | undefined)[] = [];
    for (let turn = 0; turn < 4; turn++) {
      drop();
      pauses.push(timers.at(-1)?.ms);
      timers.at(-1)?.run();
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
    sockets.at(-1)?.onopen?.(undefined as never);
    drop();
    expect(timers.at(-1)?.ms).toBe(500);
  });

  it('never waits longer than half a minute, and never less than half of the pause', () => {
    expect(backOff(40, () => 1)).toBe(30_000);
    expect(backOff(3, () => 0)).toBe(2000);
  });

  it('tries at once when woken, but not beside a socket that is there', () => {
    const { sockets, connection, drop } = setUp();
    connection.wake();
    expect(sockets).toHaveLength(1);
    drop();
    connection.wake();
    expect(sockets).toHaveLength(2);
  });

  it('connects again when nothing has been said for a minute, without waiting for the old connection to close', () => {
    const { sockets, timers, messages, send } = setUp('3');
    send({ type: 'hello', id: '3' });
    send({ type: 'ping' });
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    timers[0]?.run();
    expect([sockets[0]?.closed, timers.map(({ ms }) => ms)]).toEqual([true, [500]]);
    timers[0]?.run();
    sockets[0]?.onmessage?.({ data: '{"type":"reload"}' });
    sockets[0]?.onclose?.({});
    expect([sockets.length, messages.map(({ type }) => type)]).toEqual([2, ['hello', 'ping']]);
  });

  it('does not come back when the session has ended', () => {
    const { sockets, timers, connection, drop, state } = setUp();
    drop(4401);
    connection.wake();
    expect([sockets.length, timers.length, state.ended]).toEqual([1, 0, 1]);
  });

  it('stays away once closed', () => {
    const { sockets, timers, connection, drop } = setUp();
    connection.close();
    drop();
    expect(sockets[0]?.closed).toBe(true);
    expect(timers).toHaveLength(0);
  });

  it('passes over messages that it cannot read', () => {
    const { sockets, messages } = setUp();
    for (const data of ['{', 'null', '[]', '"x"', new ArrayBuffer(2)]) sockets[0]?.onmessage?.({ data });
    expect(messages).toEqual([]);
  });
});
