/** One-time links, and the sessions that they open. */
import { and, eq, gt, inArray, isNull, ne, sql } from '#platform/sql';
import type { Clock } from '#platform/clock';
import type { Bus } from '#platform/bus';
import { first, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { Actor } from './actor.ts';
import { sessions, signInLinks, users } from './tables.ts';
import { createSecret, hashSecret, isSecret } from './tokens.ts';

export const sessionDays = 60;
const linkHours = 24;
/** Sessions in one broadcast: PostgreSQL takes 8,000 bytes in a notification. */
const mostTold = 100;

/** The secret of a link that signs in once. Links made earlier for this user stay good until one of them is used: another process may have shown one. */
export async function createSignInLink(deps: { db: Db; clock: Clock }, userId: number): Promise<string> {
  const secret = createSecret('link');
  const expiresAt = new Date(deps.clock.now().getTime() + linkHours * 3_600_000);
  await deps.db.insert(signInLinks).values({ tokenHash: hashSecret(secret), userId, expiresAt });
  return secret;
}

export interface Device {
  userAgent: string;
  address: string | null;
}

/** What the browser has already, and whether its user wants another in its place. */
export interface Present {
  /** Of its session; empty when it has none. */
  secret: string;
  replace: boolean;
}

/**
 * A link may have been made by whoever wants another to work in an account that is not theirs: a session of
 * another user ends only when its user says so.
 * @throws AppError `sign_in_link_invalid` when it was used, has expired, or never was; `signed_in_as_other`, and the link stays good.
 */
export async function redeemSignInLink(deps: { db: Db; bus: Bus; clock: Clock }, link: string, device: Device, present: Present): Promise<{ secret: string }> {
  // What was cut short on its way costs no look into the database.
  if (!isSecret('link', link)) throw new AppError('sign_in_link_invalid');
  const now = deps.clock.now();
  const { userId, secret } = await deps.db.transaction(async (tx) => {
    const [used] = await tx
      .update(signInLinks)
      .set({ usedAt: now })
      .where(and(eq(signInLinks.tokenHash, hashSecret(link)), isNull(signInLinks.usedAt), gt(signInLinks.expiresAt, now)))
      .returning({ userId: signInLinks.userId });
    if (!used) throw new AppError('sign_in_link_invalid');
    await leaveOther({ ...deps, db: tx }, used.userId, present);
    const secret = createSecret('session');
    await tx.insert(sessions).values({
      userId: used.userId,
      tokenHash: hashSecret(secret),
      userAgent: device.userAgent.slice(0, 300),
      address: device.address,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionDays * 86_400_000),
    });
    return { userId: used.userId, secret };
  });
  // Afterwards: two links that are used at once would wait for each other.
  await deps.db.delete(signInLinks).where(and(eq(signInLinks.userId, userId), isNull(signInLinks.usedAt)));
  return { secret };
}

async function leaveOther(deps: { db: Db; bus: Bus; clock: Clock }, userId: number, { secret, replace }: Present): Promise<void> {
  const other = secret === '' ? null : await findSession(deps, secret);
  if (other === null || other.userId === userId) return;
  if (replace) return void (await endSessions(deps, other, { id: other.sessionId! }));
  const names = await deps.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [userId, other.userId]));
  const nameOf = (id: number) => names.find((user) => user.id === id)?.name ?? '';
  throw new AppError('signed_in_as_other', { present: nameOf(other.userId), other: nameOf(userId) });
}

/** The actor of a session cookie, or null. Its life is extended, at most once an hour. */
export async function findSession(deps: { db: Db; clock: Clock }, secret: string): Promise<Actor | null> {
  const now = deps.clock.now();
  const found = await first<{ id: string; user_id: number; role: 'user' | 'admin'; last_seen_at: Date }>(
    deps.db,
    sql`select s.id, s.user_id, u.role, s.last_seen_at from sessions s join users u on u.id = s.user_id
        where s.token_hash = ${hashSecret(secret)} and s.ended_at is null and s.expires_at > ${now.toISOString()} and u.blocked_at is null`,
  );
  if (!found) return null;
  const extended = now.getTime() - new Date(found.last_seen_at).getTime() > 3_600_000;
  if (extended) {
    await deps.db
      .update(sessions)
      .set({ lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionDays * 86_400_000) })
      .where(eq(sessions.id, found.id));
  }
  return { userId: found.user_id, role: found.role, scope: 'admin', sessionId: found.id, ...(extended ? { extended } : {}) };
}

/** When the actor's way in ends by itself, or null for a token, which does not. */
export async function readExpiry(db: Db, actor: Actor): Promise<Date | null> {
  if (actor.sessionId === null) return null;
  const [row] = await db.select({ at: sessions.expiresAt }).from(sessions).where(eq(sessions.id, actor.sessionId));
  return row?.at ?? null;
}

/**
 * Gives the session a new secret and its whole life again; the old secret ends at once, its sockets stay.
 * @throws AppError `forbidden` for a token; `conflict` when another request has renewed it meanwhile.
 */
export async function renewSession(deps: { db: Db; clock: Clock }, actor: Actor, present: string): Promise<string> {
  if (actor.sessionId === null) throw new AppError('forbidden');
  const now = deps.clock.now();
  const secret = createSecret('session');
  const renewed = await deps.db
    .update(sessions)
    .set({ tokenHash: hashSecret(secret), lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionDays * 86_400_000) })
    .where(and(eq(sessions.id, actor.sessionId), eq(sessions.tokenHash, hashSecret(present)), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  if (renewed.length === 0) throw new AppError('conflict', { reason: 'session_renewed' });
  return secret;
}

export async function listSessions(db: Db, actor: Actor, now: Date) {
  return rows<{ id: string; user_agent: string; address: string | null; created_at: Date; last_seen_at: Date }>(
    db,
    sql`select id, user_agent, host(address) as address, created_at, last_seen_at from sessions
        where user_id = ${actor.userId} and ended_at is null and expires_at > ${now.toISOString()} order by last_seen_at desc`,
  );
}

/**
 * Ends one session of the actor, or all but the present one. Sockets that were opened with it are
 * closed through the broadcast.
 * @throws AppError `not_found` when there is no such session.
 */
export async function endSessions(deps: { db: Db; bus: Bus; clock: Clock }, actor: Actor, which: { id: string } | 'others'): Promise<number> {
  const mine = and(eq(sessions.userId, actor.userId), isNull(sessions.endedAt), gt(sessions.expiresAt, deps.clock.now()));
  const filter = which === 'others' ? and(mine, actor.sessionId ? ne(sessions.id, actor.sessionId) : undefined) : and(mine, eq(sessions.id, which.id));
  return deps.db.transaction(async (tx) => {
    const ended = await tx.update(sessions).set({ endedAt: deps.clock.now() }).where(filter).returning({ id: sessions.id });
    if (ended.length === 0 && which !== 'others') throw new AppError('not_found');
    for (let start = 0; start < ended.length; start += mostTold) {
      await deps.bus.broadcast(tx, 'session.ended', { sessionIds: ended.slice(start, start + mostTold).map((row) => row.id) });
    }
    return ended.length;
  });
}

/** Of these sessions, the ones that have ended: for sockets that may have missed the broadcast. */
export async function findEndedSessions(db: Db, ids: readonly string[], now: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await rows<{ id: string }>(
    db,
    sql`select s.id from sessions s join users u on u.id = s.user_id where s.id = any(${sql.param([...ids])}::uuid[])
        and s.ended_at is null and s.expires_at > ${now.toISOString()} and u.blocked_at is null`,
  );
  const alive = new Set(found.map((row) => row.id));
  return ids.filter((id) => !alive.has(id));
}

/** True while nobody has ever signed in as the owner: then the start prints a link. */
export async function ownerNeedsLink(db: Db, now: Date): Promise<boolean> {
  const found = await first(
    db,
    sql`select 1 as one from sessions s join users u on u.id = s.user_id where u.is_owner and s.ended_at is null and s.expires_at > ${now.toISOString()} limit 1`,
  );
  return found === undefined;
}

/** The owner of this instance, made at the first start. */
export async function ensureOwner(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7203)`);
    const [owner] = await tx.select({ id: users.id }).from(users).where(eq(users.isOwner, true));
    if (owner) return owner.id;
    const [made] = await tx.insert(users).values({ name: 'Owner', role: 'admin', isOwner: true }).returning({ id: users.id });
    return made!.id;
  });
}
