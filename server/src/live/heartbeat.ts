/** Keeps a quiet connection open, and finds out which ones have gone without a word. */
import type { LiveMessage } from '#contract';

/** Under the minute after which proxies cut a connection on which nothing is said. */
const everyMs = 25_000;
const ping = JSON.stringify({ type: 'ping' } satisfies LiveMessage);

export interface PulseSocket {
  ping(): void;
  send(text: string): void;
  terminate(): void;
  on(event: 'pong', listener: () => void): unknown;
}

/** The text is for clients, who cannot see a WebSocket's own ping; the answer to that one is for the server. Returns the stop. */
export function startHeartbeat(socket: PulseSocket): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    // Closing would wait for an answer too.
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    socket.send(ping);
  }, everyMs);
  return () => clearInterval(timer);
}
