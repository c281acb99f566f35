/** Answers that are wrong below HTTP or never end: slow, endless, cut, mislabelled, inflated. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, constants, createBrotliCompress, createGzip, gzipSync } from 'node:zlib';
import type { Answer } from '../answer.ts';

type TakeOver = (req: IncomingMessage, res: ServerResponse) => void;

const head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Never ends</title>';
const item = (i: number): string =>
  `<item><title>Item ${i}</title><guid isPermaLink="false">endless-${i}</guid><description>${'wave '.repeat(200)}</description></item>`;
const small = `${head}${item(1)}${item(2)}</channel></rss>`;
const feedType = { 'content-type': 'application/rss+xml' };

/** One byte, then a long pause, for ever. `?pause=` milliseconds (10,000). */
const slowLoris: TakeOver = (req, res) => {
  const pause = Number(new URL(req.url ?? '/', 'http://bad.example').searchParams.get('pause') ?? 10_000);
  res.writeHead(200, feedType);
  let sent = 0;
  const timer = setInterval(() => res.write(small[sent++ % small.length] ?? ' '), Math.max(10, pause));
  res.on('close', () => clearInterval(timer));
  res.write(small[sent++] ?? '');
};

/** As fast as the client reads. */
const endless: TakeOver = (_req, res) => {
  res.writeHead(200, feedType);
  let i = 0;
  const source = new Readable({
    read() {
      this.push(i === 0 ? head : item(i));
      i += 1;
    },
  });
  pipeline(source, res).catch(() => undefined);
};

const bombs = new Map<string, Promise<Buffer>>();
const inflatedBytes = 200 * 1024 * 1024;

/** 200 MB of blanks inside a feed: about 200 KB as gzip, under 1 KB as Brotli. */
function makeBomb(encoding: 'gzip' | 'br'): Promise<Buffer> {
  const known = bombs.get(encoding);
  if (known) return known;
  const packer = encoding === 'gzip' ? createGzip({ level: 9 }) : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  let left = inflatedBytes / chunk.length;
  const source = new Readable({
    read() {
      left -= 1;
      this.push(left < 0 ? null : chunk);
    },
  });
  const made = (async (): Promise<Buffer> => {
    packer.write(head);
    source.pipe(packer);
    return Buffer.concat(await packer.toArray());
  })();
  bombs.set(encoding, made);
  return made;
}

const bomb =
  (encoding: 'gzip' | 'br', wrap?: (body: Buffer) => Buffer): TakeOver =>
  (_req, res) => {
    void makeBomb(encoding).then((body) => {
      const sent = wrap ? wrap(body) : body;
      res.writeHead(200, { ...feedType, 'content-encoding': wrap ? `${encoding}, gzip` : encoding, 'content-length': sent.length });
      res.end(sent);
    });
  };

/** Bytes written past the HTTP layer; the connection is closed `after` milliseconds. */
const raw =
  (text: string | Buffer, after = 50): TakeOver =>
  (req) => {
    req.socket.write(text);
    setTimeout(() => req.socket.destroy(), after).unref();
  };

const headerFlood: TakeOver = (req) => {
  req.socket.write('HTTP/1.1 200 OK\r\n');
  let i = 0;
  const pour = (): void => {
    let more = !req.socket.destroyed;
    while (more && i < 400_000) {
      more = req.socket.write(`x-flood-${i}: ${'f'.repeat(60)}\r\n`);
      i += 1;
    }
    if (i >= 400_000) req.socket.destroy();
  };
  req.socket.on('drain', pour).on('error', () => req.socket.destroy());
  pour();
};

const send =
  (body: Buffer, headers: Record<string, string>): TakeOver =>
  (_req, res) => {
    res.writeHead(200, { ...feedType, ...headers }).end(body);
  };

const zipped = gzipSync(small);

export const badConnections: Record<string, TakeOver> = {
  '/slow-loris.xml': slowLoris,
  '/never-answers.xml': () => undefined,
  '/stalls.xml': (_req, res) => {
    res.writeHead(200, { ...feedType, 'content-length': small.length });
    res.write(small.slice(0, 200));
  },
  '/endless.xml': endless,
  '/gzip-bomb.xml': bomb('gzip'),
  '/br-bomb.xml': bomb('br'),
  '/double-bomb.xml': bomb('gzip', gzipSync),
  '/truncated-gzip.xml': send(zipped.subarray(0, Math.floor(zipped.length / 2)), { 'content-encoding': 'gzip' }),
  '/not-really-gzip.xml': send(Buffer.from(small), { 'content-encoding': 'gzip' }),
  '/unknown-encoding.xml': send(Buffer.from(small), { 'content-encoding': 'x-tar' }),
  '/many-encodings.xml': send(
    Array.from({ length: 6 }).reduce<Buffer>((body) => gzipSync(body), Buffer.from(small)),
    { 'content-encoding': 'gzip, gzip, gzip, gzip, gzip, gzip' },
  ),
  '/br-named-gzip.xml': send(brotliCompressSync(small), { 'content-encoding': 'gzip' }),
  '/length-too-long.xml': raw(`HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: ${small.length + 500}\r\n\r\n${small}`),
  '/length-too-short.xml': raw(`HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: ${small.length - 500}\r\n\r\n${small}`),
  '/bad-chunks.xml': raw(`HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${small}\r\n0\r\n\r\n`),
  '/two-lengths.xml': raw(`HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: ${small.length}\r\n\r\n${small}`),
  '/not-http': raw('SSH-2.0-harbour_0.1\r\n'),
  '/odd-status.xml': raw('HTTP/1.1 999 Whatever\r\nContent-Length: 0\r\n\r\n'),
  '/header-flood.xml': headerFlood,
  '/reset.xml': (req) => req.socket.resetAndDestroy(),
  '/reset-midway.xml': (req, res) => {
    res.writeHead(200, feedType);
    res.write(small.slice(0, 300), () => setTimeout(() => req.socket.resetAndDestroy(), 20).unref());
  },
};

export function takeOverFor(path: string): Answer | undefined {
  const takeOver = badConnections[path];
  return takeOver ? { status: 200, takeOver } : undefined;
}
