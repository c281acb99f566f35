import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { serveHttp } from '#test/serve-http';
import { parseAllowList } from './allow-list.ts';
import { createEgress } from './create-egress.ts';
import { createResolver } from './resolve-host.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

const noName = 3;

/** A name server of our own: IPv4 addresses by name, for each question anew; null never answers. */
async function nameServer(answer: (name: string, isIpv4: boolean) => string[] | null) {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString());
      at += length + 1;
    }
    const name = labels.join('.');
    const isIpv4 = query.readUInt16BE(at + 1) === 1;
    if (isIpv4) asked.push(name);
    const found = answer(name, isIpv4);
    if (found === null) return;
    const records = (isIpv4 ? found : []).map((ip) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...ip.split('.').map(Number)]));
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (found.length === 0 ? noName : 0), 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, query.subarray(12, at + 5), ...records]), from.port, from.address);
  });
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  cleanUp.push(() => new Promise<void>((done) => socket.close(done)));
  return { asked, servers: [`127.0.0.1:${socket.address().port}`] };
}

describe('the resolver', () => {
  it('gives all addresses of a name', async () => {
    const { servers } = await nameServer(() => ['192.0.2.7', '192.0.2.8']);
    expect((await createResolver({ servers })('two.example')).sort()).toEqual(['192.0.2.7', '192.0.2.8']);
  });

  it('asks the system for local names only', async () => {
    const { servers, asked } = await nameServer(() => ['192.0.2.7']);
    expect(await createResolver({ servers })('localhost')).toContain('127.0.0.1');
    expect(asked).toEqual([]);
  });

  it('says when there is no such name, and gives up on a server that does not answer', async () => {
    const { servers } = await nameServer((name) => (name === 'tarpit.example' ? null : []));
    const resolve = createResolver({ servers, timeoutMs: 100 });
    await expect(resolve('nothing.invalid')).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
    await expect(resolve('tarpit.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
});

describe('the look-up of the system', () => {
  it('is not asked when the name server is silent on one of the two kinds of addresses', async () => {
    const { servers } = await nameServer((_, isIpv4) => (isIpv4 ? [] : null));
    const resolve = createResolver({ servers, timeoutMs: 100, system: async () => ['192.0.2.7'] });
    await expect(resolve('half.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('refuses at once when too many wait, and skips those whose caller has gone', async () => {
    const asked: string[] = [];
    const held = Promise.withResolvers<void>();
    const resolve = createResolver({
      system: async (host) => {
        asked.push(host);
        await held.promise;
        return ['192.0.2.7'];
      },
    });
    const first = Array.from({ length: 22 }, (_, n) => resolve(`printer${n}.lan`, () => n >= 4));
    await expect(resolve('late.lan')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    held.resolve();
    const answers = await Promise.allSettled(first);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(asked).toEqual(['printer0.lan', 'printer1.lan', 'printer2.lan', 'printer3.lan']);
  });
});

describe('a name server that changes its answer', () => {
  it('is asked once for a connection, and a private answer is refused', async () => {
    const server = await serveHttp((_, response) => void response.setHeader('connection', 'close').end('ours'));
    let turn = 0;
    const { servers, asked } = await nameServer(() => [['127.0.0.1', '127.0.0.2'][Math.floor(turn++ / 2) % 2] ?? '']);
    const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1'), resolver: createResolver({ servers }) });
    cleanUp.push(
      () => egress.close(),
      () => server.close(),
    );
    const url = `http://rebind.example:${server.port}/`;
    expect((await egress.get(url, { kind: 'feed' })).status).toBe(200);
    expect(asked).toHaveLength(1);
    await expect(egress.get(url, { kind: 'feed' })).rejects.toMatchObject({ code: 'address_blocked' });
    expect(asked).toHaveLength(2);
  });
});
