import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { serveHttp, type TestServer } from '#test/serve-http';
import { parseAllowList } from './allow-list.ts';
import { createEgress, type EgressOptions } from './create-egress.ts';
import type { Egress } from './types.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

async function serve(handler: RequestListener): Promise<TestServer> {
  const server = await serveHttp(handler);
  cleanUp.push(() => server.close());
  return server;
}

function egressTo(options: EgressOptions & { allow?: string } = {}): Egress {
  const egress = createEgress({ allowPrivate: parseAllowList(options.allow ?? '127.0.0.1'), ...options });
  cleanUp.push(() => egress.close());
  return egress;
}

const feed = { kind: 'feed' } as const;
const text = (body: Uint8Array) => new TextDecoder().decode(body);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

/** Answers by path: a status, headers and a body. */
function routes(table: Record<string, [number, Record<string, string>, (string | Buffer)?]>): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const [status, headers, body] = table[request.url ?? ''] ?? [404, {}];
    response.writeHead(status, headers).end(body);
  };
}

describe('a plain answer', () => {
  it('comes with its body, the useful headers and what is needed to ask again', async () => {
    const headers = {
      'content-type': 'text/xml',
      etag: '"v1"',
      'last-modified': 'Tue, 01 Sep 2026 10:00:00 GMT',
      'cache-control': 'public, max-age=600',
      'x-other': '1',
      'set-cookie': 'a=b',
    };
    const server = await serve(routes({ '/feed': [200, headers, '<rss/>'] }));
    const answer = await egressTo().get(`${server.origin}/feed#part`, feed);
    expect({ ...answer, body: text(answer.body) }).toEqual({
      status: 200,
      body: '<rss/>',
      headers: { 'content-type': 'text/xml', 'cache-control': 'public, max-age=600' },
      finalUrl: `${server.origin}/feed`,
      permanentUrl: null,
      etag: '"v1"',
      lastModified: 'Tue, 01 Sep 2026 10:00:00 GMT',
      retryAfter: null,
      maxAge: 600,
    });
  });

  it('is not sent again when nothing has changed', async () => {
    const server = await serve((request, response) => {
      const known = request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] === 'Tue, 01 Sep 2026 10:00:00 GMT';
      response.writeHead(known ? 304 : 200, { etag: '"v1"' }).end(known ? undefined : 'all of it');
    });
    const answer = await egressTo().get(server.origin, { kind: 'feed', headers: { etag: '"v1"', lastModified: 'Tue, 01 Sep 2026 10:00:00 GMT' } });
    expect([answer.status, answer.body.byteLength, answer.etag]).toEqual([304, 0, '"v1"']);
  });

  it('drops a stored validator that cannot be sent, and refuses a 304 that was not asked for', async () => {
    const server = await serve((request, response) => void response.writeHead(request.headers['if-none-match'] ? 500 : 304).end());
    const asked = egressTo().get(server.origin, { kind: 'feed', headers: { etag: '"a\r\nx: y"' } });
    await expect(asked).rejects.toMatchObject({ code: 'http_error', details: { status: 304 } });
  });

  it('is unpacked from gzip, br, zstd and both kinds of deflate', async () => {
    const body = 'новости дня '.repeat(500);
    const server = await serve(
      routes({
        '/gzip': [200, { 'content-encoding': 'gzip' }, gzipSync(body)],
        '/br': [200, { 'content-encoding': 'br' }, brotliCompressSync(body)],
        '/zstd': [200, { 'content-encoding': 'zstd' }, zstdCompressSync(body)],
        '/zlib': [200, { 'content-encoding': 'deflate' }, deflateSync(body)],
        '/raw': [200, { 'content-encoding': 'deflate' }, deflateRawSync(body)],
        '/twice': [200, { 'content-encoding': 'gzip, br' }, brotliCompressSync(gzipSync(body))],
        '/not-really': [200, { 'content-encoding': 'gzip' }, body],
      }),
    );
    const egress = egressTo();
    for (const path of ['/gzip', '/br', '/zstd', '/zlib', '/raw', '/twice', '/not-really']) {
      expect(text((await egress.get(server.origin + path, feed)).body), path).toBe(body);
    }
  });
});

describe('redirects', () => {
  it('are followed, and a run of permanent ones from the start gives the new address', async () => {
    const server = await serve(
      routes({
        '/old': [301, { location: '/newer' }],
        '/newer': [308, { location: '/newest' }],
        '/newest': [200, {}, 'here'],
        '/half': [301, { location: '/temporary' }],
        '/temporary': [302, { location: '/moved-again' }],
        '/moved-again': [301, { location: '/newest' }],
        '/see': [303, { location: '/newest' }],
      }),
    );
    const egress = egressTo();
    expect(await egress.get(`${server.origin}/old`, feed)).toMatchObject({ finalUrl: `${server.origin}/newest`, permanentUrl: `${server.origin}/newest` });
    expect(await egress.get(`${server.origin}/half`, feed)).toMatchObject({ finalUrl: `${server.origin}/newest`, permanentUrl: `${server.origin}/temporary` });
    expect(await egress.get(`${server.origin}/see`, feed)).toMatchObject({ finalUrl: `${server.origin}/newest`, permanentUrl: null });
  });

  it('end after five, as loops do', async () => {
    let asked = 0;
    const server = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(egressTo().get(server.origin, feed)).rejects.toMatchObject({ code: 'too_many_redirects', details: { limit: 5 } });
    expect(asked).toBe(6);
  });

  it('understand an address in another script, and drop a name and password', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: Buffer.from(`http://me:secret@127.0.0.1:${server.port}/лента`).toString('latin1') }).end();
      else response.end(`${decodeURI(request.url ?? '')} ${request.headers.authorization ?? 'no secret'}`);
    });
    expect(text((await egressTo().get(server.origin, feed)).body)).toBe('/лента no secret');
  });
});

describe('a status that is a refusal', () => {
  it.each([
    [404, {}, 'http_not_found', {}],
    [410, {}, 'gone', {}],
    [401, {}, 'needs_login', { status: 401 }],
    [403, {}, 'http_error', { status: 403 }],
    [500, {}, 'http_error', { status: 500 }],
    [429, { 'retry-after': '120' }, 'source_rate_limited', { seconds: 120 }],
    [429, { 'retry-after': 'soon' }, 'source_rate_limited', { seconds: 300 }],
    [503, { 'retry-after': 'Tue, 01 Sep 2026 10:01:00 GMT' }, 'source_rate_limited', { seconds: 60 }],
    [503, {}, 'http_error', { status: 503 }],
    [302, {}, 'http_error', { status: 302 }],
  ])('%i with %o says %s', async (status, headers, code, details) => {
    const server = await serve(routes({ '/': [status, headers as Record<string, string>, 'sorry'] }));
    const clock = { now: () => new Date('2026-09-01T10:00:00Z') };
    await expect(egressTo({ clock }).get(server.origin, feed)).rejects.toMatchObject({ code, details });
  });
});

describe('what goes wrong on the way', () => {
  it('has its own code', async () => {
    const server = await serve((_, response) => void response.end());
    await server.close();
    const resolver = async (host: string) => {
      if (host === 'nothing.example') throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return ['127.0.0.1'];
    };
    const egress = egressTo({ resolver });
    expect(await codeOf(egress.get(server.origin, feed))).toBe('connection_failed');
    expect(await codeOf(egress.get('http://nothing.example/', feed))).toBe('host_not_found');
    expect(await codeOf(egress.get('not an address', feed))).toBe('address_invalid');
    expect(await codeOf(egress.get('ftp://files.example/feed', feed))).toBe('address_invalid');
    expect(await codeOf(egress.get('http://me:secret@site.example/feed', feed))).toBe('address_credentials');
    expect(await codeOf(egress.get('http://site.example:25/feed', feed))).toBe('address_port');
    expect(await codeOf(egress.get('http://192.168.7.7/feed', feed))).toBe('address_blocked');
  });

  it('is a secure connection to a server that has none', async () => {
    const server = await serve((_, response) => void response.end());
    expect(await codeOf(egressTo().get(`https://127.0.0.1:${server.port}/`, feed))).toBe('tls_failed');
  });

  it('is tried once more when a kept connection had died', async () => {
    let asked = 0;
    const server = await serve((request, response) => {
      asked += 1;
      if (asked === 2) request.socket.destroy();
      else response.end('fine');
    });
    const egress = egressTo();
    await egress.get(server.origin, feed);
    expect(text((await egress.get(server.origin, feed)).body)).toBe('fine');
    expect(asked).toBe(3);
  });

  it("ends at once when the caller stops, with the caller's reason", async () => {
    const server = await serve(() => {});
    const stop = new AbortController();
    const asked = egressTo().get(server.origin, { kind: 'feed', signal: stop.signal });
    setTimeout(() => stop.abort(new Error('shutting down')), 30);
    await expect(asked).rejects.toThrow('shutting down');
    await expect(egressTo().get(server.origin, { kind: 'feed', signal: stop.signal })).rejects.toThrow('shutting down');
  });
});

describe('JSON for configured services', () => {
  it('goes to exactly the trusted origins, private or not, and brings back any status', async () => {
    const server = await serve((request, response) => {
      let sent = '';
      request.on('data', (chunk) => (sent += chunk));
      request.on('end', () => {
        const status = request.url === '/busy' ? 429 : 200;
        response
          .writeHead(status, { 'retry-after': '7' })
          .end(request.url === '/html' ? '<p>' : JSON.stringify({ sent: JSON.parse(sent), key: request.headers.authorization }));
      });
    });
    const egress = egressTo({ trustedOrigins: [`${server.origin}/v1`] });
    expect(await egress.postJson(`${server.origin}/v1/x`, { a: 1 }, { headers: { authorization: 'Bearer k' } })).toEqual({
      status: 200,
      json: { sent: { a: 1 }, key: 'Bearer k' },
      retryAfter: 7,
    });
    expect(await egress.postJson(`${server.origin}/busy`, {})).toMatchObject({ status: 429, retryAfter: 7 });
    expect((await egress.postJson(`${server.origin}/html`, {})).json).toBeUndefined();
    expect(await codeOf(egress.postJson('http://127.0.0.1:1/', {}))).toBe('address_blocked');
    expect(await codeOf(egress.postJson('https://elsewhere.example/', {}))).toBe('address_blocked');
  });
});

describe('a large file', () => {
  it('is read in pieces, and can be taken up where it stopped', async () => {
    const content = Buffer.alloc(300_000, 'ab');
    const server = await serve((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, { etag: '"f"', 'content-length': content.length - from }).end(content.subarray(from));
    });
    const egress = egressTo();
    const whole = await egress.open(server.origin, { maxBytes: 1e6 });
    expect([whole.status, whole.size, whole.etag]).toEqual([200, 300_000, '"f"']);
    let read = 0;
    for await (const chunk of whole.chunks) read += chunk.byteLength;
    expect(read).toBe(300_000);
    const rest = await egress.open(server.origin, { from: 250_000, ifRange: '"f"', maxBytes: 1e6 });
    expect([rest.status, rest.size]).toEqual([206, 50_000]);
    rest.close();
    expect(await codeOf(egress.open(server.origin, { maxBytes: 1000 }))).toBe('body_too_large');
  });
});
