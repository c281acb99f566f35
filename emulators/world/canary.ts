/** A loopback port that nothing may ever reach: it counts who does. */
import { createServer, type AddressInfo } from 'node:net';

export interface Canary {
  port: number;
  /** Connections accepted so far. */
  hits: number;
  stop: () => Promise<void>;
}

export async function startCanary(): Promise<Canary> {
  const server = createServer((socket) => {
    canary.hits += 1;
    socket.on('error', () => socket.destroy()).resume();
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const canary: Canary = { port: (server.address() as AddressInfo).port, hits: 0, stop: () => new Promise((resolve) => server.close(() => resolve())) };
  return canary;
}
