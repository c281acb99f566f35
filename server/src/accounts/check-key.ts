/** Servers on one database that answer requests share a key: what one has signed or sealed, the others must be able to open. */
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { keyCheck } from './tables.ts';

/** The first start leaves its `proof`, derived from the key. @throws AppError `key_differs` */
export async function checkKey(db: Db, proof: Uint8Array, from: string): Promise<void> {
  const mine = Buffer.from(proof).toString('base64url');
  await db.insert(keyCheck).values({ proof: mine }).onConflictDoNothing();
  const [kept] = await db.select().from(keyCheck);
  if (kept?.proof !== mine) throw new AppError('key_differs', { from });
}
