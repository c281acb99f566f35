/** A small internet on loopback: sites, feeds, channels, and everything that goes wrong with them. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listAddresses, type Addresses } from './addresses.ts';
import { answerCommonFile, answerSite, answerTelegram, directoryPage } from './answer-request.ts';
import { send, type Answer } from './answer.ts';
import { answerBad } from './bad/answer-bad.ts';
import { startCanary, type Canary } from './canary.ts';
import { failureAnswer, type FailureKind } from './fail-next.ts';
import { startLife } from './live.ts';
import { answerLoad } from './load-feeds.ts';
import { answerOdd } from './odd-answers.ts';
import { opmlFiles } from './opml-files.ts';
import type { Item } from './outlet.ts';
import { findPlace, type Place } from './place.ts';
import { createWorldState, type ItemDraft, type WorldState } from './world-state.ts';

export interface WorldOptions {
  /** 0 (default): a free one. */
  port?: number;
  seed?: number;
  clock?: () => Date;
  /** Publishes by itself, for people who watch; real time. */
  live?: boolean;
  /** Listens on so many loopback addresses (127.0.0.1, 127.0.0.2, ...) where the system has them: hosts of their own to a polite reader. */
  loopbacks?: number;
}

export interface SeenRequest {
  method: string;
  /** The Host header as sent. */
  host: string;
  /** Path with query, as sent. */
  path: string;
  headers: IncomingMessage['headers'];
  /** 0 when the connection ended without an answer. */
  status: number;
  at: Date;
  /** Milliseconds until the answer ended; -1 while it lasts. */
  tookMs: number;
}

export interface World {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  /** `origin` first, then those of the further loopback addresses. */
  origins: string[];
  addresses: Addresses;
  /** Every host name that the server answers to, for a resolver map. */
  hosts: string[];
  requests: SeenRequest[];
  /** A private port that redirects and pages lead to: nothing may reach it. */
  canary: Pick<Canary, 'port' | 'hits'>;
  /** What has been published, oldest first, for comparing with what was read. */
  items: (outlet: string) => readonly Item[];
  publish: (outlet: string, draft?: ItemDraft) => Item;
  edit: (outlet: string, id: number, change: { title?: string; text?: string }) => Item;
  remove: (outlet: string, id: number) => void;
  /** Moves the world's time on; what the outlets would have published meanwhile appears. */
  tick: (minutes: number) => Item[];
  /** How much of every load feed is out, 0 to 1 (default 1), the oldest items first. */
  setLoadShare: (share: number) => void;
  /** The next `times` requests of this outlet (or of an area: `odd`, `load`) fail in this way. */
  failNext: (outlet: string, kind: FailureKind, times?: number) => void;
  stop: () => Promise<void>;
}

interface Running {
  state: WorldState;
  addresses: Addresses;
  failures: Map<string, FailureKind[]>;
  requests: SeenRequest[];
  /** How often each odd address was asked. */
  counts: Map<string, number>;
  canary: Canary;
  loadShare: number;
  startedAt: Date;
  now: () => Date;
  origin: string;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock ?? (() => new Date());
  let ahead = 0;
  const now = (): Date => new Date(clock().getTime() + ahead);
  const state = createWorldState(options.seed ?? 1, now);
  const canary = await startCanary();
  const running: Running = {
    state,
    addresses: listAddresses('', []),
    failures: new Map(),
    requests: [],
    counts: new Map(),
    canary,
    loadShare: 1,
    startedAt: now(),
    now,
    origin: '',
  };
  const handle = (req: IncomingMessage, res: ServerResponse): void => answerOne(running, req, res);
  const first = await listen(handle, '127.0.0.1', options.port ?? 0);
  const { port } = first.address() as AddressInfo;
  const servers = [first];
  for (let n = 2; n <= (options.loopbacks ?? 1); n += 1) {
    const server = await listen(handle, `127.0.0.${n}`, port).catch(() => null);
    if (server) servers.push(server);
  }
  running.origin = `http://127.0.0.1:${port}`;
  running.addresses = listAddresses(running.origin, state.outlets.values());
  const life = options.live ? startLife(state) : undefined;
  return {
    origin: running.origin,
    port,
    origins: servers.map((server) => `http://${(server.address() as AddressInfo).address}:${port}`),
    addresses: running.addresses,
    hosts: [...new Set([...state.outlets.values()].map((o) => o.host)), 'odd.example', 'bad.example', 'load.example'],
    requests: running.requests,
    canary,
    items: state.items,
    publish: state.publish,
    edit: state.edit,
    remove: state.remove,
    tick: (minutes) => {
      const from = now();
      ahead += minutes * 60_000;
      return state.publishBetween(from, now());
    },
    setLoadShare: (share) => {
      running.loadShare = share;
    },
    failNext: (outlet, kind, times = 1) => {
      running.failures.set(outlet, [...(running.failures.get(outlet) ?? []), ...Array.from({ length: times }, () => kind)]);
    },
    stop: async () => {
      life?.stop();
      await canary.stop();
      await Promise.all(servers.map(close));
    },
  };
}

function listen(handle: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(handle);
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}

function answerOne(running: Running, req: IncomingMessage, res: ServerResponse): void {
  const seen: SeenRequest = {
    method: req.method ?? 'GET',
    host: req.headers.host ?? '',
    path: req.url ?? '',
    headers: req.headers,
    status: 0,
    at: running.now(),
    tookMs: -1,
  };
  running.requests.push(seen);
  const started = performance.now();
  res.on('close', () => {
    seen.tookMs = performance.now() - started;
    if (res.headersSent) seen.status = res.statusCode;
  });
  res.on('error', () => res.destroy());
  const place = findPlace(req, running.origin);
  const failure = running.failures.get(keyOf(place))?.shift();
  send(req, res, failure ? failureAnswer(failure, choose(running, place)) : choose(running, place));
}

/** What `failNext` calls the place. */
function keyOf(place: Place): string {
  if (place.area === 'site') return place.name;
  if (place.area === 'telegram') return (place.path.startsWith('/s/') ? (place.path.split('/')[2] ?? '') : '').toLowerCase();
  return place.area;
}

function choose(running: Running, place: Place): Answer {
  const { state, canary } = running;
  const common = answerCommonFile(place);
  if (common) return common;
  if (place.area === 'site') return answerSite(state, place);
  if (place.area === 'telegram') return answerTelegram(state, place);
  if (place.area === 'bad') return answerBad(place);
  if (place.area === 'load') return answerLoad(place, { start: running.startedAt, share: running.loadShare });
  if (place.area === 'odd') {
    const count = (running.counts.get(place.path) ?? 0) + 1;
    running.counts.set(place.path, count);
    return answerOdd({ state, place, canaryPort: canary.port, count, now: running.now() });
  }
  if (place.path === '/') return directoryPage({ ...running.addresses });
  return opmlFiles[place.path]?.({ outlets: [...state.outlets.values()], origin: place.origin }) ?? { status: 404 };
}
