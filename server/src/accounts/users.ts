import { eq, sql } from '#platform/sql';
import type { z } from 'zod';
import { uiSettings, type patchMeBody } from '#contract';
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { Actor } from './actor.ts';
import { users } from './tables.ts';

/** @throws AppError `not_found` */
export async function readUser(db: Db, actor: Actor) {
  const [user] = await db.select().from(users).where(eq(users.id, actor.userId));
  if (!user) throw new AppError('not_found');
  return { ...user, settings: uiSettings.parse(user.settings) };
}

/** @throws AppError `invalid_request` for a time zone that does not exist. */
export async function changeUser(db: Db, actor: Actor, change: z.output<typeof patchMeBody>) {
  if (change.timezone !== undefined && !isTimeZone(change.timezone))
    throw new AppError('invalid_request', { reason: 'time_zone_unknown', timezone: change.timezone });
  const { settings, ...fields } = change;
  // Merged where they are kept: another change may come at the same time.
  const merged = settings && sql`${users.settings} || ${JSON.stringify(settings)}::jsonb`;
  const set = Object.fromEntries(Object.entries({ ...fields, settings: merged }).filter(([, value]) => value !== undefined));
  if (Object.keys(set).length > 0) await db.update(users).set(set).where(eq(users.id, actor.userId));
  return readUser(db, actor);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
