/**
 * Open WebSockets, and what each of them hears. New and changed posts are read once for all sockets
 * from the change feed (`posts.rev`), then handed to those who follow their sources.
 */
import { sql } from 'drizzle-orm';
import type { Actor } from '#accounts';
import { findEndedSessions } from '#accounts';
import type { LiveMessage, PostRow } from '#contract';
import { rowColumns, toPostRows, type ListRow } from '#sources';
import { first, rows, type Db } from '#platform/db';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';

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

interface Change extends ListRow {
  source_ids: number[];
  /** Another source began to carry it just now. */
  relinked: boolean;
}

/** Changes that are sent after a drop; beyond that the client reads its lists again. */
const resumeLimit = 300;
/** A client that lets this much pile up is cut off; it comes back and resumes. */
const slowClientBytes = 4_000_000;
const gatherMs = 15;

export class LiveHub {
  readonly #deps: HubDeps;
  readonly #clients = new Set<Client>();
  #follows = new Map<number, Set<number>>();
  #rev = 0;
  #lastPostId = 0;
  #reading: Promise<void> | null = null;
  #again = false;
  #timers: NodeJS.Timeout[] = [];
  #unhear: (() => void)[] = [];

  constructor(deps: HubDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    ({ rev: this.#rev, id: this.#lastPostId } = await newestChange(this.#deps.db));
    const { bus } = this.#deps;
    this.#unhear = [
      bus.onBroadcast('posts.changed', () => this.#wake()),
      bus.onBroadcast('follows.changed', ({ userId }) => this.#followsChanged(userId)),
      bus.onBroadcast('marks.updated', ({ userId, postIds, read, saved, from }) =>
        this.#toUser(userId, { type: 'marks.updated', postIds, ...(read === undefined ? {} : { read }), ...(saved === undefined ? {} : { saved }) }, from),
      ),
      bus.onBroadcast('session.ended', ({ sessionIds }) => this.#endSessions(sessionIds)),
    ];
    // Notifications may be lost with their connection: look by ourselves too.
    this.#timers = [setInterval(() => this.#wake(), 2000), setInterval(() => void this.#checkSessions(), 2000)];
  }

  stop(): void {
    this.#timers.forEach(clearInterval);
    this.#unhear.forEach((off) => off());
    for (const client of this.#clients) client.socket.close(1001, 'going away');
    this.#clients.clear();
  }

  eventId(): string {
    return `${this.#rev}-${this.#lastPostId}`;
  }

  /** Adds a socket; `after` is the last event that its client saw. */
  async join(client: Client, after: string | null): Promise<() => void> {
    await this.#loadFollows(client.actor.userId);
    const since = after === null ? null : parseEventId(after);
    send(client, { type: 'hello', id: this.eventId() });
    if (since !== null && since.rev < this.#rev) await this.#resume(client, since);
    this.#clients.add(client);
    this.#deps.metrics.sockets.set(this.#clients.size);
    return () => {
      this.#clients.delete(client);
      this.#deps.metrics.sockets.set(this.#clients.size);
    };
  }

  /** For messages that are about one user and need no feed of changes. */
  toUser(userId: number, message: (client: Client) => LiveMessage): void {
    for (const client of this.#clients) if (client.actor.userId === userId) send(client, message(client));
  }

  usersOnline(): Set<number> {
    return new Set([...this.#clients].map((client) => client.actor.userId));
  }

  #toUser(userId: number, message: LiveMessage, exceptClient?: string): void {
    for (const client of this.#clients) {
      if (client.actor.userId === userId && (exceptClient === undefined || client.name !== exceptClient)) send(client, message);
    }
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
    if (newest !== null && this.#clients.size === 0) ({ rev: this.#rev, id: this.#lastPostId } = newest);
  }

  async #readChanges(): Promise<void> {
    for (;;) {
      const changes = await readChanges(this.#deps.db, this.#rev, 200);
      const removed = await rows<{ post_id: number; rev: number }>(
        this.#deps.db,
        sql`select post_id, rev from post_removals where rev > ${this.#rev} order by rev limit 500`,
      );
      if (changes.length === 0 && removed.length === 0) return;
      const known = this.#lastPostId;
      // When one of the two lists was cut short, go on only to where both are complete.
      this.#rev = Math.max(this.#rev, ...changes.map((change) => change.rev), ...(changes.length < 200 ? removed.map((row) => row.rev) : []));
      this.#lastPostId = Math.max(known, ...changes.map((change) => change.id));
      await this.#spread(changes, known);
      if (removed.length > 0) this.#all({ type: 'post.removed', id: this.eventId(), postIds: removed.map((row) => row.post_id) });
      if (changes.length < 200) return;
    }
  }

  async #spread(changes: readonly Change[], known: number): Promise<void> {
    const byUser = Map.groupBy(this.#clients, (client) => client.actor.userId);
    // Rows are the same for everyone as long as a post stands alone: they are made once.
    const shared = await this.#sharedRows(changes.filter((change) => change.story_id === change.id));
    for (const [userId, clients] of byUser) {
      const follows = this.#follows.get(userId) ?? new Set();
      const mine = changes.filter((change) => change.source_ids.some((id) => follows.has(id)));
      if (mine.length === 0) continue;
      const joined = mine.filter((change) => change.story_id !== change.id);
      const own = joined.length === 0 ? new Map<number, PostRow>() : await this.#ownRows(clients[0]!.actor, joined);
      for (const [type, list] of [
        ['post.created', mine.filter((c) => c.id > known || c.relinked)],
        ['post.updated', mine.filter((c) => c.id <= known && !c.relinked)],
      ] as const) {
        const posts = list.flatMap((change) => own.get(change.id) ?? shared.get(change.id) ?? []);
        if (posts.length === 0) continue;
        const text = JSON.stringify({ type, id: this.eventId(), posts } satisfies LiveMessage);
        for (const client of clients) sendText(client, text);
      }
    }
  }

  async #sharedRows(changes: readonly Change[]): Promise<Map<number, PostRow>> {
    const nobody: Actor = { userId: 0, role: 'user', scope: 'read', sessionId: null };
    const made = await toPostRows(this.#deps, nobody, changes, false);
    return new Map(made.map((row) => [row.id, row]));
  }

  async #ownRows(actor: Actor, changes: readonly Change[]): Promise<Map<number, PostRow>> {
    const made = await toPostRows(this.#deps, actor, changes, true);
    return new Map(made.map((row) => [row.id, row]));
  }

  async #resume(client: Client, since: { rev: number; id: number }): Promise<void> {
    const changes = await readChanges(this.#deps.db, since.rev, resumeLimit + 1);
    if (changes.length > resumeLimit) {
      send(client, { type: 'reload' });
      return;
    }
    const follows = this.#follows.get(client.actor.userId) ?? new Set();
    const mine = changes.filter((change) => change.source_ids.some((id) => follows.has(id)));
    const own = await this.#ownRows(client.actor, mine);
    const created = mine.filter((change) => change.id > since.id).flatMap((change) => own.get(change.id) ?? []);
    const updated = mine.filter((change) => change.id <= since.id).flatMap((change) => own.get(change.id) ?? []);
    if (created.length > 0) send(client, { type: 'post.created', id: this.eventId(), posts: created });
    if (updated.length > 0) send(client, { type: 'post.updated', id: this.eventId(), posts: updated });
  }

  #followsChanged(userId: number): void {
    if (!this.#follows.has(userId)) return;
    void this.#loadFollows(userId)
      .then(() => this.#toUser(userId, { type: 'reload' }))
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'follows could not be read'));
  }

  async #loadFollows(userId: number): Promise<void> {
    const found = await rows<{ source_id: number }>(this.#deps.db, sql`select source_id from follows where user_id = ${userId}`);
    this.#follows.set(userId, new Set(found.map((row) => row.source_id)));
  }

  #endSessions(ids: readonly string[]): void {
    const ended = new Set(ids);
    for (const client of this.#clients) {
      if (client.actor.sessionId !== null && ended.has(client.actor.sessionId)) client.socket.close(4401, 'session ended');
    }
  }

  async #checkSessions(): Promise<void> {
    const ids = [...new Set([...this.#clients].flatMap((client) => client.actor.sessionId ?? []))];
    const ended = await findEndedSessions(this.#deps.db, ids, this.#deps.clock.now()).catch(() => []);
    if (ended.length > 0) this.#endSessions(ended);
  }

  #all(message: LiveMessage): void {
    const text = JSON.stringify(message);
    for (const client of this.#clients) sendText(client, text);
  }
}

function send(client: Client, message: LiveMessage): void {
  sendText(client, JSON.stringify(message));
}

function sendText(client: Client, text: string): void {
  if (client.socket.bufferedAmount > slowClientBytes) client.socket.close(1013, 'too slow');
  else client.socket.send(text);
}

function parseEventId(text: string): { rev: number; id: number } | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  return match ? { rev: Number(match[1]), id: Number(match[2]) } : null;
}

async function newestChange(db: Db): Promise<{ rev: number; id: number }> {
  const newest = await first<{ rev: number; id: number }>(
    db,
    sql`select greatest((select coalesce(max(rev), 0) from posts), (select coalesce(max(rev), 0) from post_removals))::int8 as rev, (select coalesce(max(id), 0)::int8 from posts) as id`,
  );
  return newest ?? { rev: 0, id: 0 };
}

async function readChanges(db: Db, rev: number, limit: number): Promise<Change[]> {
  return rows<Change>(
    db,
    sql`select ${rowColumns}, false as read, false as saved,
          (select array_agg(c.source_id) from post_sources c where c.post_id = p.id) as source_ids,
          exists (select from post_sources c where c.post_id = p.id and c.seen_at > p.created_at + interval '1 second' and c.seen_at > now() - interval '30 seconds') as relinked
        from posts p where p.rev > ${rev} order by p.rev limit ${limit}`,
  );
}
