/**
 * The command line has the key of the instance. It proves that to a running server with a token that is good for a
 * minute and opens reading only, so that nothing has to be stored, shown or revoked.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from '#platform/sql';
import type { Clock } from '#platform/clock';
import { first, type Db } from '#platform/db';
import type { Actor } from './actor.ts';

const goodForSeconds = 60;

export function commandToken(key: Uint8Array, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `tdg_command_${seconds}_${prove(key, String(seconds))}`;
}

/** The owner, as the reader that such a token stands for; null for any other token. */
export async function findCommandLine(deps: { db: Db; clock: Clock; commandKey: Uint8Array }, token: string): Promise<Actor | null> {
  const [, seconds, proof] = /^tdg_command_(\d{10})_([\w-]{43})$/.exec(token) ?? [];
  if (seconds === undefined || proof === undefined) return null;
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(prove(deps.commandKey, seconds)))) return null;
  if (Math.abs(deps.clock.now().getTime() / 1000 - Number(seconds)) > goodForSeconds) return null;
  const owner = await first<{ id: number; role: Actor['role'] }>(deps.db, sql`select id, role from users where is_owner and blocked_at is null`);
  return owner ? { userId: owner.id, role: owner.role, scope: 'read', sessionId: null } : null;
}

function prove(key: Uint8Array, seconds: string): string {
  return createHmac('sha256', key).update(seconds).digest('base64url');
}
