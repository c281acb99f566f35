/** Read and saved marks of this user: shown at once, sent in batches, kept through a lost connection. */
import { refreshCountsSoon, showMarks } from './arrivals.ts';
import type { Counts, PostRow } from './contract-types.ts';
import { type ListPages, rowsOf } from './list-state.ts';
import { onMarksSent, outgoingMarks } from './outgoing-marks.ts';
import { folderOfSource, keys, queryClient } from './queries.ts';

onMarksSent(refreshCountsSoon);

/** Marks posts; a mark that they already have is not sent. */
export function markPosts(posts: readonly { id: number; read: boolean; saved: boolean }[], change: { read?: boolean; saved?: boolean }): void {
  const changed = posts.filter(
    (post) => (change.read !== undefined && post.read !== change.read) || (change.saved !== undefined && post.saved !== change.saved),
  );
  if (changed.length === 0) return;
  adjustCounts(
    changed.map((post) => post.id),
    change,
  );
  showMarks(
    changed.map((post) => post.id),
    change,
  );
  outgoingMarks.add(changed.map((post) => ({ postId: post.id, ...change })));
}

/** The row of a post in whichever list has it. */
export function findRow(id: number): PostRow | undefined {
  for (const [, data] of queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts })) {
    const row = rowsOf(data).find((one) => one.id === id);
    if (row) return row;
  }
  return undefined;
}

/** The numbers in the sidebar move with the mark; the server's own follow a moment later. */
function adjustCounts(ids: number[], change: { read?: boolean; saved?: boolean }): void {
  queryClient.setQueryData<Counts>(keys.counts, (old) => {
    if (!old) return old;
    const next: Counts = { ...old, bySource: { ...old.bySource }, byFolder: { ...old.byFolder } };
    for (const id of ids) {
      if (change.saved !== undefined) next.saved = Math.max(0, next.saved + (change.saved ? 1 : -1));
      const row = change.read === undefined ? undefined : findRow(id);
      if (!row || row.read === change.read) continue;
      const step = change.read ? -1 : 1;
      next.unread = Math.max(0, next.unread + step);
      bump(next.bySource, String(row.sourceId), step);
      const folder = folderOfSource(row.sourceId);
      if (folder !== null) bump(next.byFolder, String(folder), step);
    }
    return next;
  });
}

function bump(counts: Record<string, number>, key: string, step: number): void {
  counts[key] = Math.max(0, (counts[key] ?? 0) + step);
}
