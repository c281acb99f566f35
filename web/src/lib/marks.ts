/** Read and saved marks of this user: shown at once, sent in batches, kept through a lost connection. */
import { api } from './api.ts';
import { ApiError } from './api-client.ts';
import { refreshCountsSoon, showMarks } from './arrivals.ts';
import type { Counts, PostRow } from './contract-types.ts';
import { keepJson, readKeptJson } from './keep.ts';
import { type ListPages, rowsOf } from './list-state.ts';
import { createMarksQueue, type Mark } from './marks-queue.ts';
import { folderOfSource, keys, queryClient } from './queries.ts';
import { waitingMarksName } from './waiting-marks.ts';

const queue = createMarksQueue({
  send: async (body) => {
    await api.mark(body);
    refreshCountsSoon();
  },
  canRetry: (error) => error instanceof ApiError && (error.code === 'network' || error.status >= 500 || error.status === 429),
  load: () => readKeptJson<Mark[]>(waitingMarksName, []),
  store: (marks) => keepJson(waitingMarksName, marks),
});

// A page that goes out of sight may never come back: what waits goes out now.
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void queue.flush();
  });
  addEventListener('pagehide', () => void queue.flush());
}

export const flushMarks = (): Promise<void> => queue.flush();

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
  queue.add(changed.map((post) => ({ postId: post.id, ...change })));
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
