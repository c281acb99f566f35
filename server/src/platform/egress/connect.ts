/**
 * Opens sockets for the HTTP client, only to addresses that the policy lets through: an address written
 * as an IP, every answer of the name server, and, once connected, the peer itself. The connection goes
 * to the answer that was checked, so a name that changes its answer in between (rebinding) gains nothing.
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { AppError } from '../errors.ts';
import type { Slots } from '../slots.ts';
import type { EgressPolicy } from './policy.ts';
import { canonicalAddress } from './public-address.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface ConnectDeps {
  policy: EgressPolicy;
  resolve: ResolveHost;
  slots: Slots;
  /** For the name, the TCP and the TLS handshake together, milliseconds. */
  timeoutMs: number;
  /** Certificates (PEM) trusted besides the usual ones. */
  extraCa?: readonly string[];
}

/** More answers than this are not tried: a name with thousands of addresses would take thousands of sockets. */
const mostAddresses = 8;

export function createConnector(deps: ConnectDeps): buildConnector.connector {
  return (options, callback) => void handOver(deps, options, callback);
}

async function handOver(deps: ConnectDeps, options: buildConnector.Options, callback: buildConnector.Callback): Promise<void> {
  let socket: Socket | TLSSocket;
  try {
    socket = await openSocket(deps, options);
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)), null);
    return;
  }
  callback(null, socket);
}

async function openSocket(deps: ConnectDeps, options: buildConnector.Options): Promise<Socket | TLSSocket> {
  const host = options.hostname.replace(/\.$/, '');
  const secure = options.protocol === 'https:';
  const port = options.port ? Number(options.port) : secure ? 443 : 80;
  let opened: Socket | undefined;
  let late = false;
  const work = (async () => {
    const addresses = await checkedAddresses(deps, { host, port, gone: () => late });
    const release = await deps.slots.take();
    if (late) return release() as never;
    opened = dial(host, port, addresses);
    opened.once('close', release);
    await connected(opened, 'connect');
    checkPeer(deps, opened, { host, port, addresses });
    if (!secure) return opened;
    const encrypted = connectTls(tlsOptions(deps, opened, options.servername ?? host));
    await connected(encrypted, 'secureConnect');
    return encrypted;
  })();
  work.catch(() => opened?.destroy());
  return within(deps.timeoutMs, work, () => {
    late = true;
    opened?.destroy();
  });
}

/** @throws AppError `address_blocked` when any answer may not be opened: a mixed answer is an attack, not an accident. */
async function checkedAddresses(deps: ConnectDeps, { host, port, gone }: { host: string; port: number; gone: () => boolean }): Promise<string[]> {
  const answers = isIP(host) === 0 ? await deps.resolve(host, gone) : [host];
  if (answers.length === 0) throw new AppError('host_not_found', { host });
  if (!answers.every((address) => deps.policy.mayOpen(address, port, host))) throw new AppError('address_blocked');
  return answers.slice(0, mostAddresses);
}

/** `lookup` hands out the checked answers, so the system is not asked a second time. */
function dial(host: string, port: number, addresses: string[]): Socket {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = connectTcp({
    host,
    port,
    lookup: (_host, _options, done) => done(null, answers),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1000,
  });
  return socket.setNoDelay(true);
}

function checkPeer(deps: ConnectDeps, socket: Socket, to: { host: string; port: number; addresses: string[] }): void {
  const peer = canonicalAddress(socket.remoteAddress ?? '');
  const expected = to.addresses.some((address) => canonicalAddress(address) === peer || address === socket.remoteAddress);
  if (peer === null || !expected || !deps.policy.mayOpen(peer, to.port, to.host)) throw new AppError('address_blocked');
}

function tlsOptions(deps: ConnectDeps, socket: Socket, name: string): ConnectionOptions {
  return {
    socket,
    // A server name may not be an IP address (RFC 6066); the certificate is then checked against `host`.
    ...(isIP(name) === 0 ? { servername: name } : { host: name }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    ...(deps.extraCa ? { ca: [...rootCertificates, ...deps.extraCa] } : {}),
  };
}

function connected(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' })));
  });
}

async function within<T>(ms: number, work: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('timeout', { seconds: Math.round(ms / 1000) }));
      giveUp();
    }, ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
