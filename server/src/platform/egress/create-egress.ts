/** The one way to addresses outside: an HTTP client that reaches only what its policy allows, within limits. */
import { Agent, type Dispatcher } from 'undici';
import { systemClock, type Clock } from '../clock.ts';
import { RetryLater } from '../errors.ts';
import { createSlots } from '../slots.ts';
import { type AllowList, parseAllowList } from './allow-list.ts';
import { createConnector } from './connect.ts';
import { startDeadline } from './deadline.ts';
import { discard, follow } from './follow.ts';
import { answerHeaders, freshSeconds, headerValue, requestHeaders, single, waitSeconds } from './headers.ts';
import { isStaleConnection, mapFailure, mapStatus } from './map-failure.ts';
import { publicPolicy, trustedPolicy } from './policy.ts';
import { openStream, type Client } from './open-stream.ts';
import { readWire, tooLarge, unpack } from './read-body.ts';
import { createResolver, type ResolveHost } from './resolve-host.ts';
import type { Egress, EgressAnswer, EgressLimits, GetOptions, JsonAnswer, PostJsonOptions } from './types.ts';

export interface EgressOptions {
  /** Private places that the operator allows (`parseAllowList`); none when absent. */
  allowPrivate?: AllowList;
  /** When given, exactly these origins are opened, private or not, and nothing else. For configured services only. */
  trustedOrigins?: readonly string[];
  resolver?: ResolveHost;
  userAgent?: string;
  limits?: Partial<EgressLimits>;
  /** Certificates (PEM) trusted besides the usual ones. */
  extraCa?: readonly string[];
  clock?: Clock;
}

const megabyte = 1_048_576;

export const defaultLimits: EgressLimits = {
  feed: 10 * megabyte,
  page: 5 * megabyte,
  preview: 5 * megabyte,
  image: 20 * megabyte,
  json: 32 * megabyte,
  totalMs: 20_000,
  connectMs: 10_000,
  headersMs: 15_000,
  idleMs: 10_000,
  redirects: 5,
  perOrigin: 6,
  sockets: 1024,
};

export function createEgress(options: EgressOptions = {}): Egress {
  const limits = { ...defaultLimits, ...options.limits };
  const policy = options.trustedOrigins ? trustedPolicy(options.trustedOrigins) : publicPolicy(options.allowPrivate ?? parseAllowList(''));
  const slots = createSlots(limits.sockets);
  const agent = new Agent({
    connect: createConnector({
      policy,
      slots,
      resolve: options.resolver ?? createResolver(),
      timeoutMs: limits.connectMs,
      ...(options.extraCa ? { extraCa: options.extraCa } : {}),
    }),
    connections: limits.perOrigin,
    pipelining: 1,
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: 65_536,
    keepAliveTimeout: 4000,
    keepAliveMaxTimeout: 10_000,
  });

  /** All failures before the answer's header leave as AppErrors from here. */
  async function request(url: URL, init: Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body' | 'signal'>): Promise<Dispatcher.ResponseData> {
    // While many hosts are read at once, connections kept for later would use up the sockets of the others.
    const send = () => agent.request({ origin: url.origin, path: url.pathname + url.search, reset: slots.used > limits.sockets / 4, ...init });
    try {
      return await send().catch((error: unknown) => {
        if (init.method === 'GET' && isStaleConnection(error)) return send();
        throw error;
      });
    } catch (error) {
      throw mapFailure(error, { host: url.hostname, seconds: limits.headersMs / 1000, answered: false });
    }
  }

  const client: Client = {
    limits,
    clock: options.clock ?? systemClock,
    userAgent: options.userAgent ?? 'Tidings/0.1 (news reader)',
    follow: (url, headers, signal) =>
      follow({ policy, redirects: limits.redirects, send: (to, sent, by) => request(to, { method: 'GET', headers: sent, signal: by }) }, url, headers, signal),
    post: (url, headers, body, signal) => request(policy.checkUrl(url), { method: 'POST', headers, body, signal }),
  };
  let closed = false;
  const isClosed = (): boolean => closed;
  return {
    get: (url, get) => unless(isClosed, () => getBody(client, url, get)),
    postJson: (url, body, post = {}) => unless(isClosed, () => postJson(client, url, body, post)),
    open: (url, open) => unless(isClosed, () => openStream(client, url, open)),
    check: (url) => policy.checkUrl(url).href,
    get sockets() {
      return slots.used;
    },
    async close() {
      closed = true;
      await agent.destroy();
    },
  };
}

/** What fails because we stop is no failure of the other side. */
async function unless<T>(isClosed: () => boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isClosed() ? new RetryLater(1, 'the program stops') : error;
  }
}

async function getBody(client: Client, address: string, options: GetOptions): Promise<EgressAnswer> {
  const { limits } = client;
  const maxBytes = options.maxBytes ?? limits[options.kind];
  const deadline = startDeadline(limits.totalMs, options.signal);
  try {
    const sent = requestHeaders(options.kind, client.userAgent, options.headers);
    const { response, url, permanentUrl } = await client.follow(address, sent, deadline.signal);
    const now = client.clock.now();
    const { statusCode: status, headers } = response;
    const unchanged = status === 304 && ('if-none-match' in sent || 'if-modified-since' in sent);
    if (!unchanged && (status < 200 || status > 299)) {
      discard(response);
      throw mapStatus(status, waitSeconds(headers, now));
    }
    if (unchanged) discard(response);
    const body = unchanged ? new Uint8Array() : await readAnswer(client, response, url, maxBytes);
    return {
      status: unchanged ? 304 : 200,
      headers: answerHeaders(headers),
      body,
      finalUrl: url.href,
      permanentUrl,
      etag: headerValue(single(headers, 'etag')),
      lastModified: headerValue(single(headers, 'last-modified')),
      retryAfter: waitSeconds(headers, now),
      maxAge: freshSeconds(headers, now),
    };
  } catch (error) {
    throw deadline.explain(error);
  } finally {
    deadline.clear();
  }
}

async function postJson(client: Client, address: string, body: unknown, options: PostJsonOptions): Promise<JsonAnswer> {
  const deadline = startDeadline(options.timeoutMs ?? client.limits.totalMs, options.signal);
  try {
    const headers = {
      'user-agent': client.userAgent,
      accept: 'application/json',
      'accept-encoding': 'gzip, br',
      'content-type': 'application/json',
      ...options.headers,
    };
    const response = await client.post(address, headers, JSON.stringify(body), deadline.signal);
    const bytes = await readAnswer(client, response, new URL(address), options.maxBytes ?? client.limits.json);
    return { status: response.statusCode, json: parseJson(bytes), retryAfter: waitSeconds(response.headers, client.clock.now()) };
  } catch (error) {
    throw deadline.explain(error);
  } finally {
    deadline.clear();
  }
}

async function readAnswer(client: Client, response: Dispatcher.ResponseData, url: URL, maxBytes: number): Promise<Uint8Array> {
  const { body, headers } = response;
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    body.on('error', () => {}).destroy();
    throw tooLarge(maxBytes);
  }
  try {
    return await unpack(await readWire(body, maxBytes), single(headers, 'content-encoding') ?? '', maxBytes);
  } catch (error) {
    throw mapFailure(error, { host: url.hostname, seconds: client.limits.idleMs / 1000, answered: true });
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
