/** Cursors of lists that are ordered by time and id, newest first. Opaque to clients. */
import { sql, type SQL } from './sql.ts';
import { AppError } from './errors.ts';

export interface Cursor {
  at: Date;
  id: number;
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.at.getTime()}.${cursor.id}`).toString('base64url');
}

/** The years 1 to 9999: what is written with four digits everywhere. */
const oldest = Date.parse('0001-01-01T00:00:00Z');
const newest = Date.UTC(9999, 11, 31);

/** @throws AppError `invalid_request` */
export function readCursor(text: string): Cursor {
  const [at, id] = Buffer.from(text, 'base64url').toString('latin1').split('.').map(Number);
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id) || at! < oldest || at! > newest)
    throw new AppError('invalid_request', { reason: 'cursor_foreign' });
  return { at: new Date(at!), id: id! };
}

export function olderThan(at: SQL, id: SQL, cursor: Cursor | null): SQL {
  return cursor === null ? sql`true` : sql`(${at}, ${id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::int8)`;
}
