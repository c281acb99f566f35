/** Cursors of lists that are ordered by time and id, newest first. Opaque to clients. */
import { sql, type SQL } from 'drizzle-orm';
import { AppError } from './errors.ts';

export interface Cursor {
  at: Date;
  id: number;
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.at.getTime()}.${cursor.id}`).toString('base64url');
}

/** @throws AppError `invalid_request` */
export function readCursor(text: string): Cursor {
  const [at, id] = Buffer.from(text, 'base64url').toString('latin1').split('.').map(Number);
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id) || Math.abs(at!) > 8.64e15)
    throw new AppError('invalid_request', { reason: 'the cursor is not one of ours' });
  return { at: new Date(at!), id: id! };
}

export function olderThan(at: SQL, id: SQL, cursor: Cursor | null): SQL {
  return cursor === null ? sql`true` : sql`(${at}, ${id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::int8)`;
}
