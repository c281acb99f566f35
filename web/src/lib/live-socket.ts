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
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: never) => void;
  random?: () => number;
}
export interface LiveConnection {
  /** Tries at once instead of waiting out the pause (the network came back, the tab was opened). */
  wake: () => void;
  close: () => void;
}

/** Close code of the server (docs/api.md). */
const sessionEnded = 4401;
const firstPause = 500;
const longestPause = 30_000;
/** The server says something every 25 s: after this the connection is gone, though nobody has said so. */
const longestSilence = 60_000;

/** Milliseconds to wait before try number `attempt` (from 0): doubles up to 30 s, half of it by chance, so that clients do not come back together. */
export function backOff(attempt: number, random: () => number): number {
  const full = Math.min(longestPause, firstPause * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random());
}

export function openLive(options: LiveOptions): LiveConnection {
  const setTimer = options.setTimer ?? ((run: () => void, ms: number) => setTimeout(run, ms));
  const clearTimer = (options.clearTimer ?? clearTimeout) as (timer: unknown) => void;
  let last = options.after;
  let attempt = 0;
  let socket: SocketLike | null = null;
  let timer: unknown = null;
  let silence: unknown = null;
  let closed = false;

  const lose = (): void => {
    clearTimer(silence);
    socket = null;
    if (!closed) timer = setTimer(connect, backOff(attempt++, options.random ?? Math.random));
  };
  const listen = (mine: SocketLike): void => {
    clearTimer(silence);
    silence = setTimer(() => {
      // A close that nobody answers ends only minutes later.
      lose();
      mine.close();
    }, longestSilence);
  };
  const connect = (): void => {
    if (closed) return;
    const mine = options.open(addressOf(options, last));
    socket = mine;
    listen(mine);
    mine.onopen = () => (attempt = 0);
    mine.onmessage = (event) => {
      if (socket !== mine) return;
      listen(mine);
      const message = parse(event.data);
      if (!message) return;
      // "hello" names the newest change before what was missed has been sent: it counts only when nothing was.
      if ('id' in message && message.id && (message.type !== 'hello' || last === null)) last = message.id;
      options.onMessage(message);
    };
    mine.onerror = () => mine.close();
    mine.onclose = (event) => {
      if (socket !== mine || closed) return;
      closed = event.code === sessionEnded;
      lose();
      if (closed) options.onEnded?.();
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
      clearTimer(silence);
      socket?.close();
      socket = null;
    },
  };
}

function addressOf({ url, client, language }: LiveOptions, after: string | null): string {
  const query = new URLSearchParams({
    ...(after === null ? {} : { after }),
    ...(client ? { client } : {}),
    ...(language ? { language: language() } : {}),
  }).toString();
  return query ? `${url}?${query}` : url;
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
