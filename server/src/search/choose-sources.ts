/** Which of a person's sources a search goes over: all that they follow, or what their filters leave of it. */
import { sql } from '#platform/sql';
import type { SearchResult } from '#contract';
import { rows, type Db } from '#platform/db';
import type { ParsedQuery } from './parse-query.ts';

export interface FollowedSource {
  id: number;
  kind: SearchResult['sourceKind'];
  address: string;
  title: string;
  iconUrl: string | null;
  folderId: number | null;
  folder: string | null;
}

/** Paused ones too: pausing stops delivery, what has been read stays findable. */
export async function readFollowed(db: Pick<Db, 'execute'>, userId: number): Promise<FollowedSource[]> {
  return rows<FollowedSource>(
    db,
    sql`select s.id, s.kind, s.address, coalesce(f.title, s.title) as title, s.icon_url as "iconUrl", f.folder_id as "folderId", d.name as folder
        from follows f join sources s on s.id = f.source_id left join folders d on d.id = f.folder_id
        where f.user_id = ${userId}`,
  );
}

/** The days that a person's searches mean by "today" or a date. */
export async function readTimeZone(db: Pick<Db, 'execute'>, userId: number): Promise<string> {
  const [user] = await rows<{ timezone: string }>(db, sql`select timezone from users where id = ${userId}`);
  return user?.timezone ?? 'UTC';
}

export interface SourceFilters {
  sourceIds?: readonly number[] | undefined;
  folderId?: number | undefined;
}

type Named = Pick<ParsedQuery, 'sources' | 'notSources' | 'folders' | 'notFolders'>;

export function chooseSources(followed: readonly FollowedSource[], query: Named, filters: SourceFilters): number[] {
  const ids = filters.sourceIds === undefined ? null : new Set(filters.sourceIds);
  const chosen = followed.filter(
    (source) =>
      (ids === null || ids.has(source.id)) &&
      (filters.folderId === undefined || source.folderId === filters.folderId) &&
      (query.sources.length === 0 || query.sources.some((name) => isNamed(source, name))) &&
      !query.notSources.some((name) => isNamed(source, name)) &&
      (query.folders.length === 0 || query.folders.some((name) => isIn(source, name))) &&
      !query.notFolders.some((name) => isIn(source, name)),
  );
  return chosen.map((source) => source.id);
}

/** `@name` is one channel; any other name is part of a title or address, or a folder. */
function isNamed(source: FollowedSource, name: string): boolean {
  const wanted = fold(name.replace(/^(?:https?:\/\/)?(?:t\.me\/)(?=\w)/i, '@'));
  if (wanted.startsWith('@')) return source.kind === 'telegram' && fold(source.address) === wanted.slice(1);
  return wanted !== '' && (fold(source.title).includes(wanted) || fold(source.address).includes(wanted) || isIn(source, wanted));
}

function isIn(source: FollowedSource, folder: string): boolean {
  return source.folder !== null && fold(source.folder) === fold(folder);
}

function fold(text: string): string {
  return text.slice(0, 2048).normalize('NFKC').toLowerCase().replaceAll('ё', 'е').trim();
}
