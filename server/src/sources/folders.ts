import { and, asc, eq, sql } from '#platform/sql';
import type { Actor } from '#accounts';
import { first, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { cleanLine } from '#platform/text-lines';
import { folders } from './tables.ts';

export async function listFolders(db: Db, actor: Actor) {
  return db
    .select({ id: folders.id, name: folders.name, position: folders.position })
    .from(folders)
    .where(eq(folders.userId, actor.userId))
    .orderBy(asc(folders.position), asc(sql`lower(${folders.name})`));
}

/** Of one person. */
export const mostFolders = 500;
const longestFolder = 100;

/** The folder of this name; made at the end when there is none. @throws AppError `folders_full` */
export async function ensureFolder(db: Db, actor: Actor, given: string): Promise<number> {
  const name = cleanLine(given, longestFolder) ?? given.slice(0, longestFolder);
  const found = await folderOf(db, actor, name);
  if (found !== undefined) return found;
  const have = await first<{ n: number }>(db, sql`select count(*)::int as n from folders where user_id = ${actor.userId}`);
  if (have!.n >= mostFolders) throw new AppError('folders_full', { limit: mostFolders });
  const next = sql<number>`(select coalesce(max(position), -1) + 1 from folders where user_id = ${actor.userId})`;
  await db.insert(folders).values({ userId: actor.userId, name, position: next }).onConflictDoNothing();
  return (await folderOf(db, actor, name))!;
}

async function folderOf(db: Db, actor: Actor, name: string): Promise<number | undefined> {
  const [row] = await db
    .select({ id: folders.id })
    .from(folders)
    .where(and(eq(folders.userId, actor.userId), isCalled(name)))
    // Of an older time there may be two.
    .orderBy(sql`${folders.name} <> ${name}`, asc(folders.id));
  return row?.id;
}

/** "Sea" and "sea" are one name: nobody would tell two such folders apart. */
const isCalled = (name: string) => sql`lower(${folders.name}) = lower(${name})`;

/** @throws AppError `not_found` */
export async function requireFolder(db: Db, actor: Actor, id: number) {
  const [row] = await db
    .select({ id: folders.id, name: folders.name, position: folders.position })
    .from(folders)
    .where(and(eq(folders.userId, actor.userId), eq(folders.id, id)));
  if (!row) throw new AppError('not_found');
  return row;
}

/** @throws AppError `not_found`; `conflict` when another folder has that name. */
export async function changeFolder(db: Db, actor: Actor, id: number, change: { name?: string | undefined; position?: number | undefined }) {
  await requireFolder(db, actor, id);
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(set).length > 0) {
    const clash = await db
      .select({ id: folders.id })
      .from(folders)
      .where(and(eq(folders.userId, actor.userId), isCalled(change.name ?? ''), sql`${folders.id} <> ${id}`));
    if (clash.length > 0) throw new AppError('conflict', { reason: 'folder_exists', name: change.name ?? '' });
    await db
      .update(folders)
      .set(set)
      .where(and(eq(folders.userId, actor.userId), eq(folders.id, id)));
  }
  return requireFolder(db, actor, id);
}

/** Its sources stay followed, without a folder. @throws AppError `not_found` */
export async function deleteFolder(db: Db, actor: Actor, id: number): Promise<void> {
  await requireFolder(db, actor, id);
  await db.delete(folders).where(and(eq(folders.userId, actor.userId), eq(folders.id, id)));
}
