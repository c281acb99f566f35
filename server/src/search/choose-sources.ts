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
  const left = followed.filter((source) => (ids === null || ids.has(source.id)) && (filters.folderId === undefined || source.folderId === filters.folderId));
  const [sources, notSources] = [query.sources.map(foldName), query.notSources.map(foldName)];
  const [folders, notFolders] = [query.folders.map(fold), query.notFolders.map(fold)];
  const isNarrow = [sources, notSources, folders, notFolders].some((names) => names.length > 0);
  const chosen = !isNarrow
    ? left
    : left
        .map(foldSource)
        .filter(
          (source) =>
            (sources.length === 0 || sources.some((name) => isNamed(source, name))) &&
            !notSources.some((name) => isNamed(source, name)) &&
            (folders.length === 0 || folders.some((name) => source.folder === name)) &&
            !notFolders.some((name) => source.folder === name),
        );
  return chosen.map((source) => source.id);
}

/** Names of the query that nothing of the person's is called by, as they were written. */
export interface UnknownNames {
  sources: string[];
  folders: string[];
}

/** Folders are asked for by themselves: one without sources is known too. */
export async function findUnknown(
  db: Pick<Db, 'execute'>,
  userId: number,
  followed: readonly FollowedSource[],
  query: Pick<Named, 'sources' | 'folders'>,
): Promise<UnknownNames> {
  if (query.sources.length === 0 && query.folders.length === 0) return { sources: [], folders: [] };
  const folders = await rows<{ name: string }>(db, sql`select name from folders where user_id = ${userId}`);
  const known = new Set(folders.map((folder) => fold(folder.name)));
  const sources = followed.map(foldSource);
  const isSource = (name: string): boolean => known.has(name) || sources.some((source) => isNamed(source, name));
  return {
    sources: [...new Set(query.sources)].filter((name) => !isSource(foldName(name))),
    folders: [...new Set(query.folders)].filter((name) => !known.has(fold(name))),
  };
}

type Folded = Pick<FollowedSource, 'id' | 'kind' | 'address' | 'title' | 'folder'>;

/** Once for all names: a person may follow thousands. */
function foldSource({ id, kind, address, title, folder }: FollowedSource): Folded {
  return { id, kind, address: fold(address), title: fold(title), folder: folder === null ? null : fold(folder) };
}

function foldName(name: string): string {
  return fold(name.replace(/^(?:https?:\/\/)?(?:t\.me\/)(?=\w)/i, '@'));
}

/** `@name` is one channel; any other name is part of a title or address, or a folder. */
function isNamed(source: Folded, name: string): boolean {
  if (name.startsWith('@')) return source.kind === 'telegram' && source.address === name.slice(1);
  return name !== '' && (source.title.includes(name) || source.address.includes(name) || source.folder === name);
}

function fold(text: string): string {
  return text.slice(0, 2048).normalize('NFKC').toLowerCase().replaceAll('ё', 'е').trim();
}
