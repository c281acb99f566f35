import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { clearPending } from '../../lib/arrivals.ts';
import type { Counts } from '../../lib/contract-types.ts';
import type { ListScope } from '../../lib/list-state.ts';
import { flushMarks } from '../../lib/outgoing-marks.ts';
import { keys, queryClient } from '../../lib/queries.ts';
import { errorText } from '../../ui/state-message.tsx';
import { showToast, showUndo } from '../../ui/toaster.tsx';

/** Marks everything in a list that was there when it was read; the toast takes it back for 10 s. */
export async function markAllRead(scope: ListScope, upToEventId: string | undefined): Promise<void> {
  const range = { ...(scope.kind === 'source' ? { sourceId: scope.id } : {}), ...(scope.kind === 'folder' ? { folderId: scope.id } : {}) };
  try {
    await flushMarks();
    const counted = unreadIn(scope);
    const { marked, undoToken } = await api.readAll({ ...range, ...(upToEventId ? { upToEventId } : {}) });
    await refreshLists(scope);
    if (marked === 0) showToast(t('list.nothingToMark'));
    else showUndo(plural('list.markedRead', counted || marked), () => void undo(scope, undoToken));
  } catch (error) {
    showToast(errorText(error));
  }
}

/** What the counter beside the list says: it counts a story once, of which every post is marked. */
function unreadIn(scope: ListScope): number {
  const counts = queryClient.getQueryData<Counts>(keys.counts);
  if (scope.kind === 'source') return counts?.bySource[scope.id] ?? 0;
  return (scope.kind === 'folder' ? counts?.byFolder[scope.id] : counts?.unread) ?? 0;
}

async function undo(scope: ListScope, token: string): Promise<void> {
  try {
    await api.undoReadAll(token);
    await refreshLists(scope);
  } catch (error) {
    showToast(errorText(error));
  }
}

async function refreshLists(scope: ListScope): Promise<void> {
  clearPending(scope);
  void queryClient.invalidateQueries({ queryKey: keys.counts });
  queryClient.removeQueries({ queryKey: keys.allPosts, type: 'inactive' });
  await queryClient.invalidateQueries({ queryKey: keys.allPosts });
}
