/**
 * Open WebSockets, and what each of them hears. New and changed posts are read once for all sockets
 * from the change feed (`posts.rev`), then handed to those who follow their sources.
 */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { findEndedSessions, findRevokedTokens } from '#accounts';
import { parseEventId, writeEventId, type FeedPoint, type LiveMessage } from '#contract';
import { newestChange } from '#sources';
import { rows, type Db } from '#platform/db';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { readBatch, type Batch } from './change-feed.ts';
import { numbered, postMessages } from './post-messages.ts';
import { rowsForReaders, type Follows } from './rows-for-readers.ts';

export interface LiveSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes that the client has not taken yet. */
  readonly bufferedAmount: number;
}

export interface Client {
  actor: Actor;
  socket: LiveSocket;
  language: 'en' | 'ru';
  /** The name that this device gave itself, so that it does not hear its own marks. */
  name: string;
}

export interface HubDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  imageOf: (url: string | null | undefined) => string | null;
}

const batchLimit = { changes: 200, removals: 500 };
/** What is sent after a drop; beyond that the client reads its lists again. */
const resumeLimit = { changes: 301, removals: 5001 };
/** Of one user, in this process: many devices and pages, but no flood. */
const mostSockets = 50;
/** A client that lets this much pile up is cut off; it comes back and resumes. */
const slowClientBytes = 4_000_000;
const gatherMs = 15;
/** An import follows many sources one after another; reading everything again for each of them would be too much. */
const reloadMs = 1000;

export class LiveHub {
  readonly #deps: HubDeps;
  readonly #clients = new Set<Client>();
  /** What waits for a client until it has been sent what it missed. */
  readonly #held = new Map<Client, string[]>();
  readonly #follows = new Map<number, Follows>();
  /** Everything up to here has been told. */
  #told = { rev: 0, id: 0 };
  /** Of the posts that were read. */
  #newestId = 0;
  #reading: Promise<void> | null = null;
  #again = false;
  readonly #reloads = new Map<number, NodeJS.Timeout>();
  #timers: NodeJS.Timeout[] = [];
  #unhear: (() => void)[] = [];

  constructor(deps: HubDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#begin(await newestChange(this.#deps.db));
    const { bus } = this.#deps;
    this.#unhear = [
      bus.onBroadcast('posts.changed', () => this.#wake()),
      bus.onBroadcast('follows.changed', ({ userId }) => this.#followsChanged(userId)),
      bus.onBroadcast('marks.updated', ({ userId, postIds, read, saved, from }) =>
        this.toUser(
          userId,
          { type: 'marks.updated', postIds, ...(read === undefined ? {} : { read }), ...(saved === undefined ? {} : { saved }) },
          { exceptName: from },
        ),
      ),
      bus.onBroadcast('session.ended', ({ sessionIds }) => this.#end(({ actor }) => actor.sessionId !== null && sessionIds.includes(actor.sessionId))),
      bus.onBroadcast('token.revoked', ({ tokenId }) => this.#end(({ actor }) => actor.tokenId === tokenId)),
    ];
    // Notifications may be lost with their connection: look by ourselves too.
    this.#timers = [setInterval(() => this.#wake(), 2000), setInterval(() => void this.#checkSessions(), 2000)];
  }

  stop(): void {
    this.#timers.forEach(clearInterval);
    this.#reloads.forEach((timer) => clearTimeout(timer));
    this.#unhear.forEach((off) => off());
    for (const client of this.#clients) client.socket.close(1001, 'going away');
    this.#clients.clear();
  }

  eventId(): string {
    return writeEventId(this.#told);
  }

  /** Adds a socket; `after` is the last event that its client saw. */
  async join(client: Client, after: string | null): Promise<() => void> {
    const { userId } = client.actor;
    await this.#loadFollows(userId);
    if ([...this.#clients].filter((one) => one.actor.userId === userId).length >= mostSockets) {
      client.socket.close(1008, 'too many connections');
      return () => {};
    }
    send(client, { type: 'hello', id: this.eventId() });
    const since = after === null ? this.#told : parseEventId(after);
    // From here on nothing passes it by: what is saved while it is told what it missed comes after that.
    this.#held.set(client, []);
    this.#clients.add(client);
    this.#deps.metrics.sockets.set(this.#clients.size);
    try {
      if (since === null) send(client, { type: 'reload' });
      else await this.#resume(client, since);
    } catch (error) {
      this.#leave(client);
      throw error;
    }
    for (const text of this.#held.get(client) ?? []) sendText(client, text);
    this.#held.delete(client);
    return () => this.#leave(client);
  }

  /** The languages that a user's sockets are told things in; none while they are not here. */
  languagesOf(userId: number): Set<Client['language']> {
    return new Set([...this.#clients].filter((client) => client.actor.userId === userId).map((client) => client.language));
  }

  /** For messages that are about one user and need no feed of changes. */
  toUser(userId: number, message: LiveMessage, only: { language?: Client['language']; exceptName?: string | undefined } = {}): void {
    const text = JSON.stringify(message);
    for (const client of this.#clients) {
      if (client.actor.userId !== userId || (only.exceptName !== undefined && client.name === only.exceptName)) continue;
      if (only.language === undefined || client.language === only.language) this.#tell(client, text);
    }
  }

  usersOnline(): Set<number> {
    return new Set([...this.#clients].map((client) => client.actor.userId));
  }

  #leave(client: Client): void {
    this.#clients.delete(client);
    this.#held.delete(client);
    this.#deps.metrics.sockets.set(this.#clients.size);
  }

  #tell(client: Client, text: string): void {
    const held = this.#held.get(client);
    if (held) held.push(text);
    else sendText(client, text);
  }

  #wake(): void {
    if (this.#clients.size === 0 && this.#reading === null) {
      void this.#skipAhead();
      return;
    }
    if (this.#reading !== null) {
      this.#again = true;
      return;
    }
    this.#reading = new Promise((done) => setTimeout(done, gatherMs))
      .then(() => this.#readChanges())
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'live changes could not be read'))
      .finally(() => {
        this.#reading = null;
        if (this.#again) {
          this.#again = false;
          this.#wake();
        }
      });
  }

  async #skipAhead(): Promise<void> {
    const newest = await newestChange(this.#deps.db).catch(() => null);
    if (newest !== null && this.#clients.size === 0) this.#begin(newest);
  }

  #begin(newest: { rev: number; id: number }): void {
    this.#told = newest;
    this.#newestId = newest.id;
  }

  async #readChanges(): Promise<void> {
    for (;;) {
      const batch = await readBatch(this.#deps.db, this.#told.rev, batchLimit);
      this.#newestId = Math.max(this.#newestId, ...batch.changes.map((change) => change.id));
      // Posts count as known only when nothing is left: one of them may come later in the feed, having changed since.
      const next = { rev: batch.rev, id: batch.complete ? this.#newestId : this.#told.id };
      if (batch.rev > this.#told.rev) await this.#spread(batch, next);
      // Only now: after an error the batch is read again.
      this.#told = next;
      if (batch.complete) return;
    }
  }

  async #spread(batch: Batch, next: FeedPoint): Promise<void> {
    const { removed } = batch;
    const known = this.#told;
    const readers = this.#readers();
    const told = await rowsForReaders(this.#deps, batch.changes, readers);
    const byUser = Map.groupBy(this.#clients, (client) => client.actor.userId);
    const removal = { type: 'post.removed' as const, postIds: removed };
    const onlyRemoved = removed.length === 0 ? [] : [JSON.stringify({ ...removal, id: writeEventId(next) } satisfies LiveMessage)];
    for (const [userId, clients] of byUser) {
      const mine = told.get(userId);
      const texts =
        mine === undefined
          ? onlyRemoved
          : numbered(known, next, [...postMessages(mine, known, readers.get(userId)!), ...(removed.length > 0 ? [removal] : [])]);
      for (const client of clients) for (const text of texts) this.#tell(client, text);
    }
  }

  /** Follows of everyone who is here. */
  #readers(): Map<number, Follows> {
    return new Map([...this.usersOnline()].map((userId) => [userId, this.#follows.get(userId) ?? new Map<number, string | null>()]));
  }

  async #resume(client: Client, since: FeedPoint): Promise<void> {
    const { userId } = client.actor;
    const batch = await readBatch(this.#deps.db, since.rev, resumeLimit);
    const removal = batch.removed.length > 0 ? [{ type: 'post.removed' as const, postIds: batch.removed }] : [];
    const next = { rev: batch.rev, id: since.id === null ? null : Math.max(since.id, ...batch.changes.map((change) => change.id)) };
    if (!batch.complete) {
      // First that it knows too little: the id of what follows must not make it believe that it has seen everything.
      send(client, { type: 'reload' });
      for (const text of numbered(since, next, removal)) sendText(client, text);
      return;
    }
    const follows = this.#follows.get(userId) ?? new Map<number, string | null>();
    const told = await rowsForReaders(this.#deps, batch.changes, new Map([[userId, follows]]));
    for (const text of numbered(since, next, [...postMessages(told.get(userId) ?? [], since, follows), ...removal])) sendText(client, text);
  }

  #followsChanged(userId: number): void {
    if (!this.#follows.has(userId)) return;
    void this.#loadFollows(userId)
      .then(() => this.#reloadSoon(userId))
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'follows could not be read'));
  }

  #reloadSoon(userId: number): void {
    if (this.#reloads.has(userId)) return;
    const tell = (): void => {
      this.#reloads.delete(userId);
      this.toUser(userId, { type: 'reload' });
    };
    this.#reloads.set(userId, setTimeout(tell, reloadMs));
  }

  async #loadFollows(userId: number): Promise<void> {
    const found = await rows<{ source_id: number; title: string | null }>(this.#deps.db, sql`select source_id, title from follows where user_id = ${userId}`);
    this.#follows.set(userId, new Map(found.map((row) => [row.source_id, row.title])));
  }

  #end(which: (client: Client) => boolean): void {
    for (const client of this.#clients) if (which(client)) client.socket.close(4401, 'session ended');
  }

  /** Sessions and tokens that have ended, of users too that were blocked: the broadcast may have been lost, and blocking has none. */
  async #checkSessions(): Promise<void> {
    const { db, clock } = this.#deps;
    const actors = [...this.#clients].map((client) => client.actor);
    const sessions = [...new Set(actors.flatMap((actor) => actor.sessionId ?? []))];
    const tokens = [...new Set(actors.flatMap((actor) => actor.tokenId ?? []))];
    const found = await Promise.all([findEndedSessions(db, sessions, clock.now()), findRevokedTokens(db, tokens)]).catch(() => []);
    const ended = new Set(found.flat());
    if (ended.size > 0) this.#end(({ actor }) => ended.has(actor.sessionId ?? actor.tokenId ?? ''));
  }
}

function send(client: Client, message: LiveMessage): void {
  sendText(client, JSON.stringify(message));
}

function sendText(client: Client, text: string): void {
  if (client.socket.bufferedAmount > slowClientBytes) client.socket.close(1013, 'too slow');
  else client.socket.send(text);
}
