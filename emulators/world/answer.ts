/** How an answer is sent: validators and 304, compression that the client accepts, HEAD. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Compression } from './outlet.ts';

export interface Answer {
  status: number;
  headers?: Record<string, string | number | string[]>;
  body?: string | Buffer;
  compression?: Compression;
  /** Sends ETag and Last-Modified, and 304 to whoever has them already. */
  validators?: { lastModified: Date } | undefined;
  /** Takes the response over, for answers that are broken on purpose. */
  takeOver?: (req: IncomingMessage, res: ServerResponse) => void;
}

const encoders: Record<Exclude<Compression, 'none'>, (body: Buffer) => Buffer> = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync };

export function send(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  if (answer.takeOver) {
    answer.takeOver(req, res);
    return;
  }
  const plain = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body ?? '');
  const headers: Record<string, string | number | string[]> = { ...answer.headers };
  if (answer.validators) {
    headers['etag'] = `"${createHash('sha1').update(plain).digest('hex').slice(0, 20)}"`;
    headers['last-modified'] = answer.validators.lastModified.toUTCString();
    if (isNotModified(req, String(headers['etag']), answer.validators.lastModified)) {
      delete headers['content-type'];
      res.writeHead(304, headers).end();
      return;
    }
  }
  const { body, encoding } = compress(req, plain, answer.compression ?? 'none');
  if (encoding) Object.assign(headers, { 'content-encoding': encoding, vary: 'accept-encoding' });
  headers['content-length'] = body.length;
  res.writeHead(answer.status, headers);
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** RFC 9110 13.1: If-None-Match decides alone when it is there. */
function isNotModified(req: IncomingMessage, etag: string, lastModified: Date): boolean {
  const match = req.headers['if-none-match'];
  if (match !== undefined) return match.split(',').some((m) => m.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(req.headers['if-modified-since'] ?? '');
  return Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}

function compress(req: IncomingMessage, body: Buffer, wish: Compression): { body: Buffer; encoding?: string } {
  const accepted = String(req.headers['accept-encoding'] ?? '')
    .split(',')
    .map((e) => e.split(';')[0]?.trim());
  if (wish === 'none' || !accepted.includes(wish) || body.length < 200) return { body };
  return { body: encoders[wish](body), encoding: wish };
}

export function redirect(status: 301 | 302 | 303 | 307 | 308, location: string): Answer {
  return { status, headers: { location, 'content-type': 'text/html; charset=utf-8' }, body: `<p>Moved: <a href="${location}">here</a></p>` };
}

export function page(status: number, html: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: html, compression: 'gzip' };
}
