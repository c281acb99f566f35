/** The live connection: comes back after a drop, with growing pauses, and asks for what it missed. */
import type { LiveMessage } from './contract-types.ts';

/** The part of WebSocket that is used, so that a test can stand in for it. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code?: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  close(): void;
}
export interface LiveOptions {
  /** Address without the query. */
  url: string;
  /** The name of this page, so that it is not told its own marks. */
  client?: string;
  /** The language of the page: a socket has no header to name it. */
  language?: () => string;
  /** The newest change already known; what came after it is sent first. */
  after: string | null;
  open: (url: string) => SocketLike;
  onMessage: (message: LiveMessage) => void;
  /** The session has ended: there is no coming back on this connection. */
  onEnded?: () => void;
  onState?: (state: 'connecting' | 'open' | 'waiting') => void;
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: never) => void;
  random?: () => number;
}
export interface LiveConnection {
  /** Tries at once instead of waiting out the pause (the network came back, the tab was opened). */
  wake: () => void;
  close: () => void;
  lastId: () => string | null;
}

/** Close code of the server (docs/api.md). */
const sessionEnded = 4401;
const firstPause = 500;
const longestPause = 30_000;

/** Milliseconds to wait before try number `attempt` (from 0): doubles up to 30 s, half of it by chance, so that clients do not come back together. */
export function backOff(attempt: number, random: () => number): number {
  const full = Math.min(longestPause, firstPause * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random());
}

export function openLive(options: LiveOptions): LiveConnection {
  const setTimer = options.setTimer ?? ((run: () => void, ms: number) => setTimeout(run, ms));
  const clearTimer = (options.clearTimer ?? clearTimeout) as (timer: unknown) => void;
  const random = options.random ?? Math.random;
  let last = options.after;
  let attempt = 0;
  let socket: SocketLike | null = null;
  let timer: unknown = null;
  let closed = false;

  const connect = (): void => {
    timer = null;
    if (closed) return;
    options.onState?.('connecting');
    const query = new URLSearchParams({
      ...(last === null ? {} : { after: last }),
      ...(options.client ? { client: options.client } : {}),
      ...(options.language ? { language: options.language() } : {}),
    }).toString();
    const mine = options.open(query ? `${options.url}?${query}` : options.url);
    socket = mine;
    mine.onopen = () => {
      attempt = 0;
      options.onState?.('open');
    };
    mine.onmessage = (event) => {
      const message = parse(event.data);
      if (!message) return;
      // "hello" names the newest change before what was missed has been sent: it counts only when nothing was.
      if ('id' in message && message.id && (message.type !== 'hello' || last === null)) last = message.id;
      options.onMessage(message);
    };
    mine.onerror = () => mine.close();
    mine.onclose = (event) => {
      if (socket !== mine || closed) return;
      socket = null;
      if (event.code === sessionEnded) {
        closed = true;
        options.onEnded?.();
        return;
      }
      options.onState?.('waiting');
      timer = setTimer(connect, backOff(attempt++, random));
    };
  };
  connect();

  return {
    wake() {
      if (closed || socket) return;
      clearTimer(timer);
      attempt = 0;
      connect();
    },
    close() {
      closed = true;
      clearTimer(timer);
      socket?.close();
      socket = null;
    },
    lastId: () => last,
  };
}

function parse(data: unknown): LiveMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as LiveMessage) : null;
  } catch {
    return null;
  }
}
