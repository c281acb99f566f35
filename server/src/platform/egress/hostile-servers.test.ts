import type { RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHttp, type TestServer } from '#test/serve-http';
import { parseAllowList } from './allow-list.ts';
import { createEgress, defaultLimits } from './create-egress.ts';

const megabyte = 1_048_576;
const feed = { kind: 'feed' } as const;
const zeros = gzipSync(Buffer.alloc(200 * megabyte));

/** Each path is one way of being hostile. */
const ways: Record<string, RequestListener> = {
  '/bomb': (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(zeros),
  '/nested-bomb': (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(zeros)),
  '/brotli-bomb': (_, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end(brotliBomb),
  '/layers': (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end(gzipSync(gzipSync(gzipSync('x')))),
  '/unknown-packing': (_, response) => void response.writeHead(200, { 'content-encoding': 'constructor' }).end('x'),
  '/cut-gzip': (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('text '.repeat(5000)).subarray(0, 60)),
  '/claims-much': (_, response) => void response.writeHead(200, { 'content-length': 5e9 }).write('x'),
  '/claims-more': (_, response) => {
    response.writeHead(200, { 'content-length': 5000 }).write('only this');
    setTimeout(() => response.destroy(), 20);
  },
  '/loop': (_, response) => void response.writeHead(302, { location: '/loop' }).end(),
  '/endless': (_, response) => {
    const chunk = Buffer.alloc(65_536, 'x');
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
};
const brotliBomb = brotliCompressSync(Buffer.alloc(60 * megabyte));

let server: TestServer;
beforeAll(async () => {
  server = await serveHttp((request, response) => ways[request.url ?? '']?.(request, response));
});
afterAll(() => server.close());

/** The largest growth of the process's memory while `work` runs, bytes. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const start = process.memoryUsage.rss();
  let most = start;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await work();
  clearInterval(timer);
  return Math.max(most, process.memoryUsage.rss()) - start;
}

describe('a hostile server', () => {
  it.each([
    ['/bomb', 'body_too_large'],
    ['/nested-bomb', 'body_too_large'],
    ['/brotli-bomb', 'body_too_large'],
    ['/layers', 'body_undecodable'],
    ['/unknown-packing', 'body_undecodable'],
    ['/cut-gzip', 'body_undecodable'],
    ['/claims-much', 'body_too_large'],
    ['/claims-more', 'body_undecodable'],
    ['/loop', 'too_many_redirects'],
    ['/endless', 'body_too_large'],
  ])('with %s is refused within 60 MB', async (path, code) => {
    const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
    const grown = await growth(() => expect(egress.get(server.origin + path, feed)).rejects.toMatchObject({ code }));
    expect(grown).toBeLessThan(60 * megabyte);
    await egress.close();
  });

  it('that does not speak HTTP, or floods with headers, is refused', async () => {
    const replies = ['SSH-2.0-server\r\n', `HTTP/1.1 200 OK\r\n${'x-flood: yes\r\n'.repeat(200_000)}\r\n`, 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n', ''];
    const codes: (string | undefined)[] = [];
    const raw = await serveRaw((socket, at) => void socket.end(replies[at] ?? ''));
    const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
    for (const _ of replies) await egress.get(raw.origin, { kind: 'page' }).catch((error: { code?: string }) => codes.push(error.code));
    expect(codes).toEqual(['body_undecodable', 'body_too_large', 'body_undecodable', 'connection_failed']);
    await egress.close();
    await raw.close();
  });
});

describe('slow servers', () => {
  it('are cut at the limit of time, whichever part is slow, and do not slow the others', async () => {
    const drip = await serveRaw((socket, at) => {
      if (at % 3 === 0) return;
      socket.write(['HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n'][(at % 3) - 1] ?? '');
      const timer = setInterval(() => socket.write('x'), 40);
      socket.on('close', () => clearInterval(timer)).on('error', () => {});
    });
    const fine = await serveHttp((_, response) => void response.end('ok'));
    const resolver = async () => ['127.0.0.1'];
    const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1'), resolver, limits: { totalMs: 5000 } });
    const ended: string[] = [];
    const slow = Array.from({ length: 90 }, (_, at) =>
      egress.get(`http://slow${at}.example:${new URL(drip.origin).port}/`, feed).catch((error: { code: string }) => ended.push(error.code)),
    );
    for (let at = 0; at < 50; at += 1) {
      await egress.get(`http://fine${at}.example:${fine.port}/`, feed);
      ended.push('fine');
    }
    await Promise.all(slow);
    expect(ended).toEqual([...Array<string>(50).fill('fine'), ...Array<string>(90).fill('timeout')]);
    await egress.close();
    await drip.close();
    await fine.close();
  });

  it('are cut at 30 s at the latest by default', () => {
    expect(defaultLimits.totalMs).toBeLessThanOrEqual(30_000);
  });
});

async function serveRaw(answer: (socket: Socket, connection: number) => void) {
  let connections = 0;
  const sockets = new Set<Socket>();
  const raw = createTcpServer((socket) => {
    const at = connections++;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    socket.once('data', () => answer(socket, at));
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => raw.once('listening', ready));
  return {
    origin: `http://127.0.0.1:${(raw.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        raw.close(done);
        for (const socket of sockets) socket.destroy();
      }),
  };
}
