/** Personal API tokens: shown once, kept as hashes, with one scope each. */
import { and, desc, eq, isNull, sql } from '#platform/sql';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { first, rows, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { scopeCovers, type Actor } from './actor.ts';
import { findCommandLine } from './command-token.ts';
import { apiTokens } from './tables.ts';
import { createSecret, hashSecret } from './tokens.ts';

/** @throws AppError `scope_missing` when it would be able to do more than the actor may. */
export async function createApiToken(deps: { db: Db; clock: Clock }, actor: Actor, wanted: { name: string; scope: Actor['scope'] }) {
  const allowed = scopeCovers(actor.scope, wanted.scope) && (wanted.scope !== 'admin' || actor.role === 'admin');
  if (!allowed) throw new AppError('scope_missing', { scope: wanted.scope });
  const token = createSecret('api');
  const [made] = await deps.db
    .insert(apiTokens)
    .values({ userId: actor.userId, name: wanted.name, scope: wanted.scope, tokenHash: hashSecret(token), createdAt: deps.clock.now() })
    .returning();
  return { ...made!, token };
}

export async function listApiTokens(db: Db, actor: Actor) {
  return db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, actor.userId), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt));
}

/** Sockets that were opened with it are closed through the broadcast. @throws AppError `not_found` when the actor has no such token. */
export async function revokeApiToken(deps: { db: Db; bus: Bus; clock: Clock }, actor: Actor, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const revoked = await tx
      .update(apiTokens)
      .set({ revokedAt: deps.clock.now() })
      .where(and(eq(apiTokens.userId, actor.userId), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id });
    if (revoked.length === 0) throw new AppError('not_found');
    await deps.bus.broadcast(tx, 'token.revoked', { tokenId: id });
  });
}

/** Of these tokens, the ones that open nothing any more: for sockets that may have missed the broadcast. */
export async function findRevokedTokens(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await rows<{ id: string }>(
    db,
    sql`select t.id from api_tokens t join users u on u.id = t.user_id
        where t.id = any(${sql.param([...ids])}::uuid[]) and t.revoked_at is null and u.blocked_at is null`,
  );
  const alive = new Set(found.map((row) => row.id));
  return ids.filter((id) => !alive.has(id));
}

/** The actor of a bearer token (of an API token, or of the command line on this machine), or null. */
export async function findBearer(deps: { db: Db; clock: Clock; commandKey: Uint8Array }, token: string): Promise<Actor | null> {
  return (await findCommandLine(deps, token)) ?? findApiToken(deps, token);
}

async function findApiToken(deps: { db: Db; clock: Clock }, token: string): Promise<Actor | null> {
  const found = await first<{ id: string; user_id: number; scope: Actor['scope']; role: 'user' | 'admin'; last_used_at: Date | null }>(
    deps.db,
    sql`select t.id, t.user_id, t.scope, t.last_used_at, u.role from api_tokens t join users u on u.id = t.user_id
        where t.token_hash = ${hashSecret(token)} and t.revoked_at is null and u.blocked_at is null`,
  );
  if (!found) return null;
  const now = deps.clock.now();
  if (found.last_used_at === null || now.getTime() - new Date(found.last_used_at).getTime() > 60_000) {
    await deps.db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, found.id));
  }
  const scope = found.role === 'admin' || found.scope !== 'admin' ? found.scope : 'write';
  return { userId: found.user_id, role: found.role, scope, sessionId: null, tokenId: found.id };
}
