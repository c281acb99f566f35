/** The sending half of a WebSocket (RFC 6455), enough for the mock: text frames out, close in. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const open = new Set<Duplex>();

export function acceptSocket(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  open.add(socket);
  const drop = (): void => {
    open.delete(socket);
    socket.destroy();
  };
  socket.on('close', drop).on('error', drop);
  socket.on('data', (data: Buffer) => {
    if ((data[0] ?? 0) % 16 === 8) drop();
  });
}

export function sendToAll(message: unknown): void {
  for (const socket of open) sendTo(socket, message);
}

export function sendTo(socket: Duplex, message: unknown): void {
  const body = Buffer.from(JSON.stringify(message));
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : body.length < 65_536
        ? Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
        : Buffer.from([0x81, 127, 0, 0, 0, 0, (body.length >>> 24) & 255, (body.length >>> 16) & 255, (body.length >>> 8) & 255, body.length & 255]);
  socket.write(Buffer.concat([head, body]));
}
