/**
 * What a list of posts does with changes: pure functions over its pages. A list never grows above
 * what is being read: arrivals wait in `pending` until somebody asks for them.
 */
import type { ListPostsAnswer, PostRow } from './contract-types.ts';

/** Which posts a list shows. */
export interface ListScope {
  kind: 'timeline' | 'folder' | 'source' | 'saved' | 'tag';
  /** Number of the folder or source; 0 otherwise. */
  id: number;
  tag: string;
  show: 'unread' | 'all' | 'saved' | 'stories';
}
export interface ListPages {
  pages: ListPostsAnswer[];
  pageParams: unknown[];
}

export function rowsOf(data: ListPages | undefined): PostRow[] {
  if (!data) return [];
  const seen = new Set<number>();
  const rows: PostRow[] = [];
  for (const page of data.pages) {
    for (const row of page.items) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
    }
  }
  return rows;
}

/** The number that tells which of two changes is the newer one. */
const orderOf = (eventId: string): number => Number(eventId.split('-')[0]);
export const isNewerEvent = (eventId: string, than: string | null): boolean => than === null || orderOf(eventId) > orderOf(than);

/** The list knows every change up to this one: nothing that it does not show is older. "All read" goes up to there. */
export function knowsUpTo(data: ListPages, eventId: string | null): ListPages {
  const first = data.pages[0];
  if (!first || eventId === null || !isNewerEvent(eventId, first.eventId)) return data;
  return { ...data, pages: data.pages.with(0, { ...first, eventId }) };
}

/** Whether the first page, read again, reaches down to what is loaded; else posts are missing between the two. */
export function reachesDown(head: ListPostsAnswer, data: ListPages): boolean {
  const oldest = head.items.at(-1);
  const newest = rowsOf(data)[0];
  return head.nextCursor === null || !oldest || (newest !== undefined && oldest.postedAt <= newest.postedAt);
}

/**
 * Rows with the marks that the first page, read again, tells: those on it, and those within its reach that are missing
 * because they have been read (or are no longer saved). `before`: the rows when the page was asked for; what was marked
 * here since then is newer than the page.
 */
export function marksIn(head: ListPostsAnswer, rows: readonly PostRow[], before: readonly PostRow[], show: ListScope['show']): PostRow[] {
  const earlier = new Map(before.map((row) => [row.id, row]));
  const now = new Map(rows.map((row) => [row.id, row]));
  const changed = (row: PostRow): boolean => {
    const [then, here] = [earlier.get(row.id), now.get(row.id)];
    return here !== undefined && (then?.read !== here.read || then.saved !== here.saved);
  };
  const told = head.items.filter((row) => !changed(row));
  if (show !== 'unread' && show !== 'saved') return told;
  const posts = new Set(head.items.map((row) => row.id));
  const stories = new Set(head.items.flatMap((row) => (row.story ? [row.story.id] : [])));
  const last = head.nextCursor === null ? undefined : head.items.at(-1);
  const lacking = before.filter(
    (row) => !posts.has(row.id) && !(row.story && stories.has(row.story.id)) && !changed(row) && (last === undefined || isAbove(row, last)),
  );
  return [...told, ...lacking.map((row) => (show === 'unread' ? { ...row, read: true } : { ...row, saved: false }))];
}

/** Lists go by time, equal times by number. */
const isAbove = (row: PostRow, other: PostRow): boolean => row.postedAt > other.postedAt || (row.postedAt === other.postedAt && row.id > other.id);

/** What waits until somebody asks for it. `head`: the list's first page as read again, of which it takes the place. */
export interface Waiting {
  rows: PostRow[];
  head: ListPages | null;
}

/** The list with what waited: among its rows, or on the page that stands in its place. */
export function withArrivals(data: ListPages, { rows, head }: Waiting): ListPages {
  return prependRows(head ?? data, rows);
}

/** Whether a new post belongs in the list. `folderOf` tells the folder of a source, if it has one; `carriers` are sources that carry it too. */
export function belongsTo(row: PostRow, scope: ListScope, folderOf: (sourceId: number) => number | null, carriers: readonly number[] = []): boolean {
  if (!isShown(row, scope.show)) return false;
  const sourceIds = [row.sourceId, ...carriers];
  if (scope.kind === 'source') return sourceIds.includes(scope.id);
  if (scope.kind === 'folder') return sourceIds.some((id) => folderOf(id) === scope.id);
  if (scope.kind === 'tag') return row.tags.includes(scope.tag);
  return true;
}

function isShown(row: PostRow, show: ListScope['show']): boolean {
  if (show === 'saved') return row.saved;
  if (show === 'unread') return !row.read;
  return show !== 'stories' || (row.story?.sources.length ?? 0) >= 2;
}

/** Puts rows among the others by their time, newest first, without doubling posts or stories. */
export function prependRows(data: ListPages, fresh: PostRow[]): ListPages {
  const first = data.pages[0];
  if (!first || fresh.length === 0) return data;
  const taken = new Set(fresh.map((row) => row.id));
  const stories = new Set(fresh.flatMap((row) => (row.story ? [row.story.id] : [])));
  const stays = (row: PostRow): boolean => !taken.has(row.id) && !(row.story && stories.has(row.story.id));
  let left = sortNewest(fresh);
  const pages = data.pages.map((page, index) => {
    const items = page.items.filter(stays);
    const oldest = items.at(-1);
    // Each goes onto the page of its time; the last page takes the rest only when nothing comes after it.
    const here = left.filter(
      (row) => (index === data.pages.length - 1 && page.nextCursor === null) || (oldest ? row.postedAt >= oldest.postedAt : index === 0),
    );
    left = left.filter((row) => !here.includes(row));
    return { ...page, items: here.length > 0 ? sortNewest([...here, ...items]) : items };
  });
  return { ...data, pages };
}

/**
 * Of posts that have just arrived: which are news for this list, and which are history that a source's
 * older posts bring. History beyond the last loaded page comes by scrolling.
 */
export function splitHistory(data: ListPages, fresh: PostRow[]): { news: PostRow[]; history: PostRow[] } {
  const oldest = rowsOf(data).at(-1)?.postedAt ?? '';
  const more = data.pages.at(-1)?.nextCursor !== null;
  const news = fresh.filter((row) => row.postedAt >= oldest);
  const history = more ? [] : fresh.filter((row) => row.postedAt < oldest);
  return { news, history };
}

/** Newest first; equal times keep the newer id above. */
function sortNewest(rows: PostRow[]): PostRow[] {
  return [...rows].sort((a, b) => b.postedAt.localeCompare(a.postedAt) || b.id - a.id);
}

/** Adds arrivals to those that already wait: a newer version of a post or of its story replaces the older. */
export function addPending(pending: PostRow[], fresh: PostRow[]): PostRow[] {
  const byKey = new Map<string, PostRow>();
  for (const row of [...pending, ...fresh]) byKey.set(row.story ? `story ${row.story.id}` : `post ${row.id}`, row);
  return sortNewest([...byKey.values()]);
}

/** Splits arrivals into those that only change a row on the page and those that are new to the list. */
export function splitKnown(rows: PostRow[], fresh: PostRow[]): { known: PostRow[]; unknown: PostRow[] } {
  const ids = new Set(rows.map((row) => row.id));
  const stories = new Set(rows.flatMap((row) => (row.story ? [row.story.id] : [])));
  const known: PostRow[] = [];
  const unknown: PostRow[] = [];
  for (const row of fresh) (ids.has(row.id) || (row.story && stories.has(row.story.id)) ? known : unknown).push(row);
  return { known, unknown };
}

/**
 * Takes over changed rows where they stand; a row of the same story takes over only its story. Marks stay as they
 * are here: one that was just made may not have reached the server, and those made elsewhere are told as marks.
 */
export function updateRows(data: ListPages, changed: PostRow[]): ListPages {
  const byId = new Map(changed.map((row) => [row.id, row]));
  const byStory = new Map(changed.flatMap((row) => (row.story ? [[row.story.id, row.story] as const] : [])));
  return mapRows(data, (row) => {
    const next = byId.get(row.id);
    if (next) return { ...next, read: row.read, saved: row.saved };
    const story = row.story ? byStory.get(row.story.id) : undefined;
    return story ? { ...row, story } : row;
  });
}

export function markRows(data: ListPages, ids: ReadonlySet<number>, change: { read?: boolean | undefined; saved?: boolean | undefined }): ListPages {
  return mapRows(data, (row) => (ids.has(row.id) ? { ...row, read: change.read ?? row.read, saved: change.saved ?? row.saved } : row));
}

export function removeRows(data: ListPages, ids: ReadonlySet<number>): ListPages {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((row) => !ids.has(row.id)) })) };
}

/** Keeps untouched rows and pages the same objects, so that only changed rows are drawn again. */
function mapRows(data: ListPages, change: (row: PostRow) => PostRow): ListPages {
  let any = false;
  const pages = data.pages.map((page) => {
    let touched = false;
    const items = page.items.map((row) => {
      const next = change(row);
      if (next !== row) touched = true;
      return next;
    });
    any ||= touched;
    return touched ? { ...page, items } : page;
  });
  return any ? { ...data, pages } : data;
}
