import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serveHttp } from '#test/serve-http';
import { parseAllowList } from './allow-list.ts';
import { createEgress, type EgressOptions } from './create-egress.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

const feed = { kind: 'feed' } as const;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  );

function egressTo(options: EgressOptions & { allow?: string } = {}) {
  const egress = createEgress({ allowPrivate: parseAllowList(options.allow ?? '127.0.0.1'), ...options });
  cleanUp.push(() => egress.close());
  return egress;
}

async function serve(text: string) {
  let asked = 0;
  const server = await serveHttp((_, response) => {
    asked += 1;
    response.setHeader('connection', 'close').end(text);
  });
  cleanUp.push(() => server.close());
  return { ...server, asked: () => asked };
}

describe('a name', () => {
  it('is looked up once for a connection, which goes to the answer that was checked', async () => {
    const server = await serve('ours');
    const answers = ['127.0.0.1', '127.0.0.2'];
    let asked = 0;
    const egress = egressTo({ resolver: async () => [answers[asked++] ?? '127.0.0.2'] });
    const url = `http://flip.example:${server.port}/`;
    expect(await codeOf(egress.get(url, feed))).toBe('answered');
    expect(asked).toBe(1);
    expect(await codeOf(egress.get(url, feed))).toBe('address_blocked');
    expect(server.asked()).toBe(1);
  });

  it('is refused when only one of its answers is private', async () => {
    const egress = egressTo({ allow: '', resolver: async () => ['93.184.215.14', '10.0.0.1'] });
    expect(await codeOf(egress.get('http://mixed.example/', feed))).toBe('address_blocked');
  });

  it('is tried at all its addresses', async () => {
    const server = await serve('second');
    const egress = egressTo({ allow: '127.0.0.0/8', resolver: async () => ['127.0.0.9', '127.0.0.1'] });
    expect(await codeOf(egress.get(`http://two.example:${server.port}/`, feed))).toBe('answered');
  });

  it('that ends in a dot or is written in another script is the same name', async () => {
    const server = await serve('here');
    const seen: string[] = [];
    const egress = egressTo({ resolver: async (host) => (seen.push(host), ['127.0.0.1']) });
    await egress.get(`http://News.Example.:${server.port}/`, feed);
    await egress.get(`http://новости.example:${server.port}/`, feed);
    expect(seen).toEqual(['news.example', 'xn--b1amnebsh.example']);
  });

  it('whose look-up hangs is given up', async () => {
    const egress = egressTo({ resolver: () => new Promise(() => {}), limits: { connectMs: 100 } });
    expect(await codeOf(egress.get('http://tarpit.example/', feed))).toBe('timeout');
    expect(egress.sockets).toBe(0);
  });
});

describe('sockets', () => {
  it('are limited in all, and the next waits for a free one', async () => {
    const server = await serveHttp((_, response) => void setTimeout(() => response.setHeader('connection', 'close').end('ok'), 50));
    cleanUp.push(() => server.close());
    const egress = egressTo({ resolver: async () => ['127.0.0.1'], limits: { sockets: 2 } });
    let most = 0;
    const asked = Array.from({ length: 8 }, async (_, at) => {
      await egress.get(`http://host${at}.example:${server.port}/`, feed);
      most = Math.max(most, egress.sockets);
    });
    await Promise.all(asked);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('of many hosts are given back', async () => {
    const server = await serveHttp((_, response) => void response.setHeader('keep-alive', 'timeout=3').end('ok'));
    cleanUp.push(() => server.close());
    const egress = egressTo({ resolver: async () => ['127.0.0.1'] });
    const asked = Array.from({ length: 300 }, (_, at) => egress.get(`http://host${at}.example:${server.port}/`, feed));
    await Promise.all(asked);
    // On a slow machine some have been closed by now.
    expect(egress.sockets).toBeGreaterThan(20);
    await expect.poll(() => egress.sockets, { interval: 100 }).toBe(0);
  });

  it('that nothing answers on are closed in time', async () => {
    const silent = createTcpServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
    await new Promise((ready) => silent.once('listening', ready));
    const { port } = silent.address() as AddressInfo;
    const egress = egressTo({ limits: { totalMs: 200, connectMs: 150 } });
    expect(await codeOf(egress.get(`http://127.0.0.1:${port}/`, feed))).toBe('timeout');
    expect(await codeOf(egress.get(`https://127.0.0.1:${port}/`, feed))).toBe('timeout');
    await expect.poll(() => egress.sockets).toBe(0);
    await new Promise((done) => silent.close(done));
  });
});

const openssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!openssl)('a secure connection', () => {
  it('needs a certificate of a known authority for this very name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidings-tls-'));
    cleanUp.push(async () => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=safe.example',
        '-addext',
        'subjectAltName=DNS:safe.example',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    const ca = readFileSync(cert, 'utf8');
    const server = createTlsServer({ key: readFileSync(key), cert: ca }, (_, response) => void response.end('secret')).listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    cleanUp.push(() => new Promise((done) => (server.close(done), server.closeAllConnections())));
    const { port } = server.address() as AddressInfo;
    const resolver = async () => ['127.0.0.1'];

    const trusting = egressTo({ resolver, extraCa: [ca] });
    expect(await codeOf(trusting.get(`https://safe.example:${port}/`, feed))).toBe('answered');
    await expect(trusting.get(`https://other.example:${port}/`, feed)).rejects.toMatchObject({
      code: 'tls_failed',
      details: { reason: 'certificate_other_name' },
    });
    const strict = egressTo({ resolver });
    await expect(strict.get(`https://safe.example:${port}/`, feed)).rejects.toMatchObject({
      code: 'tls_failed',
      details: { reason: 'certificate_self_signed' },
    });
  });
});
