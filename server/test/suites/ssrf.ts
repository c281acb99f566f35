/**
 * Hostile addresses against the egress: directly, behind redirects from an allowed host, as answers of a
 * name server, with a name that changes its answer. Canaries listen on the machine's own addresses, and
 * every socket that the process opens is watched: what counts is connections, not answers.
 */
import diagnostics from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer as createTcpServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createEgress, parseAllowList, type Egress } from '#platform/egress';
import { isPublicAddress } from '../../src/platform/egress/public-address.ts';
import type { SuiteFigure } from './figure.ts';

interface UrlCase {
  id: string;
  url: string;
  resolver_stub?: string;
  why: string;
}

interface IpCase {
  id: string;
  ip: string;
  expect: 'block' | 'allow' | 'reject' | 'either';
}

interface Attempt {
  id: string;
  run: () => Promise<unknown>;
}

const redirects = [301, 302, 303, 307, 308];
const neutral = new Set(['address_blocked', 'address_invalid', 'address_port', 'address_credentials', 'host_not_found']);
const kinds = ['feed', 'page', 'preview', 'image'] as const;

export async function runSsrfSuite(dataDir: string): Promise<SuiteFigure[]> {
  const read = <T>(name: string) =>
    readFileSync(join(dataDir, 'ssrf/public', name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  const urls = read<UrlCase>('urls.jsonl');
  const ips = read<IpCase>('ips.jsonl');
  const world = await openWorld();
  try {
    const addresses = await count(world, urlAttempts(world, urls));
    const hidden = await count(
      world,
      ipAttempts(
        world,
        ips.filter((one) => one.expect === 'block' || one.expect === 'reject'),
      ),
    );
    const rebinding = await count(world, rebindingAttempts(world));
    const open = ips.filter((one) => one.expect === 'allow' && isAllocated(one.ip));
    const empty = ips.filter((one) => one.expect === 'allow' && !isAllocated(one.ip));
    const figure = (metric: string, value: number, target: number, n: number): SuiteFigure => ({ suite: 'ssrf', metric, value, target, n });
    return [
      figure('connections: hostile addresses, direct and redirected', addresses.connections, 0, addresses.n),
      figure('refused with a neutral code', addresses.refused, 1, addresses.n),
      figure('connections: private IPs, written out and as DNS answers', hidden.connections, 0, hidden.n),
      figure('private IPs refused with a neutral code', hidden.refused, 1, hidden.n),
      figure('connections: names that change their answer', rebinding.connections, 0, rebinding.n),
      figure('public IPs open', open.filter((one) => isPublicAddress(one.ip)).length / open.length, 1, open.length),
      figure(
        'IPv6 space that nobody has been given, refused',
        empty.filter((one) => !isPublicAddress(one.ip)).length / Math.max(1, empty.length),
        1,
        empty.length,
      ),
    ];
  } finally {
    await world.close();
  }
}

/** 2000::/3 is all of IPv6 that is in use (RFC 4291); data sets call the rest public because no registry claims it. */
function isAllocated(ip: string): boolean {
  return isIP(ip) === 4 || /^[23][0-9a-f]{3}:/i.test(ip);
}

interface World {
  egress: Egress;
  answers: Map<string, string[] | (() => string[])>;
  canaryPort: number;
  /** An address on the allowed host that redirects. */
  redirect(status: number, target: string): string;
  connections(): number;
  close(): Promise<void>;
}

async function openWorld(): Promise<World> {
  let reached = 0;
  const canary = createTcpServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  const canaryPort = await listen(canary, '::', 0);
  const targets: string[] = [];
  const redirector = createHttpServer((request, response) => {
    const [, status, at] = (request.url ?? '').split('/');
    response.writeHead(Number(status), { location: Buffer.from(targets[Number(at)] ?? '').toString('latin1') }).end();
  });
  const allowedPort = await listen(redirector, '127.0.0.1', 0);
  // The same port on a neighbour address: where a rebinding name would lead.
  const neighbour = createTcpServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await listen(neighbour, '127.0.0.2', allowedPort);

  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (ip: string, port: number) => {
      if (!(ip === '127.0.0.1' && port === allowedPort)) reached += 1;
    });
  };
  diagnostics.subscribe('net.client.socket', watch);
  await proveWatching(canaryPort, () => reached);
  const atStart = reached;

  const answers: World['answers'] = new Map([['allowed.example', ['127.0.0.1']]]);
  const egress = createEgress({
    allowPrivate: parseAllowList(`127.0.0.1/32:${allowedPort}`),
    limits: { totalMs: 5000, connectMs: 2000 },
    resolver: async (host) => {
      const known = answers.get(host);
      if (!known) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return typeof known === 'function' ? known() : known;
    },
  });
  return {
    egress,
    answers,
    canaryPort,
    redirect: (status, target) => `http://allowed.example:${allowedPort}/${status}/${targets.push(target) - 1}`,
    connections: () => reached - atStart,
    async close() {
      diagnostics.unsubscribe('net.client.socket', watch);
      await egress.close();
      redirector.closeAllConnections();
      await Promise.all([canary, redirector, neighbour].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

/** A guard over a dead canary would prove nothing: one plain connection must be seen from both sides. */
async function proveWatching(canaryPort: number, seen: () => number): Promise<void> {
  const socket = connect(canaryPort, '127.0.0.1');
  await new Promise((done) => socket.once('close', done).once('error', done).resume());
  if (seen() < 2) throw new Error('the canary does not see connections');
}

function urlAttempts(world: World, cases: UrlCase[]): Attempt[] {
  return cases.flatMap((one, at) => {
    registerName(world, one);
    const kind = kinds[at % kinds.length] ?? 'feed';
    return [one.url, ...atCanary(one.url, world.canaryPort)].flatMap((url) => [
      { id: one.id, run: () => world.egress.get(url, { kind }) },
      { id: one.id, run: () => world.egress.postJson(url, {}) },
      { id: one.id, run: () => world.egress.open(url, { maxBytes: 1000 }) },
      ...redirects.map((status) => ({ id: `${one.id} after ${status}`, run: () => world.egress.get(world.redirect(status, url), { kind }) })),
      { id: `${one.id} after two`, run: () => world.egress.get(world.redirect(301, world.redirect(307, url)), { kind }) },
    ]);
  });
}

/** Names of the material lead where they would in a private network. */
function registerName(world: World, one: UrlCase): void {
  if (!URL.canParse(one.url)) return;
  const { hostname } = new URL(one.url);
  const stub = one.resolver_stub?.split(' then ').at(-1) ?? (hostname.includes('metadata') ? '169.254.169.254' : '127.0.0.1');
  if (hostname !== '' && isIP(hostname.replace(/[[\]]/g, '')) === 0) world.answers.set(hostname.replace(/\.$/, ''), [stub]);
}

/** The same host at the port where the canary listens, so that a connection would succeed. */
function atCanary(address: string, port: number): string[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) return [];
  url.port = String(port);
  return [url.href];
}

function ipAttempts(world: World, cases: IpCase[]): Attempt[] {
  const get = (url: string) => () => world.egress.get(url, { kind: 'feed' });
  return cases.flatMap(({ id, ip }) => {
    const literal = `http://${ip.includes(':') ? `[${ip}]` : ip}:${world.canaryPort}/`;
    world.answers.set(`${id}.example`, [ip]);
    world.answers.set(`mixed-${id}.example`, ['93.184.215.14', ip]);
    return [
      { id, run: get(literal) },
      { id: `${id} redirected`, run: get(world.redirect(302, literal)) },
      { id: `${id} as answer`, run: get(`http://${id}.example:${world.canaryPort}/`) },
      { id: `${id} among answers`, run: get(`http://mixed-${id}.example:${world.canaryPort}/`) },
    ];
  });
}

/** First the allowed address, then a neighbour: the check and the connection must see one and the same answer. */
function rebindingAttempts(world: World): Attempt[] {
  return Array.from({ length: 40 }, (_, at) => {
    const host = `flip${at}.example`;
    let asked = 0;
    world.answers.set(host, () => [(asked++ + at) % 2 === 0 ? '127.0.0.1' : '127.0.0.2']);
    const { port } = new URL(world.redirect(302, 'http://10.0.0.1/'));
    return { id: host, run: () => world.egress.get(`http://${host}:${port}/200/0`, { kind: 'feed' }) };
  });
}

async function count(world: World, attempts: Attempt[]): Promise<{ connections: number; refused: number; n: number }> {
  const before = world.connections();
  let refused = 0;
  for (const attempt of attempts) {
    const code = await attempt.run().then(
      () => 'answered',
      (error: { code?: string }) => error.code ?? 'crashed',
    );
    if (neutral.has(code)) refused += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { connections: world.connections() - before, refused: refused / attempts.length, n: attempts.length };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, host, ready));
  return (server.address() as AddressInfo).port;
}
