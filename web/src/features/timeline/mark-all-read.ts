import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { clearPending } from '../../lib/arrivals.ts';
import type { ListScope } from '../../lib/list-state.ts';
import { flushMarks } from '../../lib/marks.ts';
import { keys, queryClient } from '../../lib/queries.ts';
import { errorText } from '../../ui/state-message.tsx';
import { showToast, showUndo } from '../../ui/toaster.tsx';

/** Marks everything in a list that was there when it was read; the toast takes it back for 10 s. */
export async function markAllRead(scope: ListScope, upToEventId: string | undefined): Promise<void> {
  const range = { ...(scope.kind === 'source' ? { sourceId: scope.id } : {}), ...(scope.kind === 'folder' ? { folderId: scope.id } : {}) };
  try {
    await flushMarks();
    const { marked, undoToken } = await api.readAll({ ...range, ...(upToEventId ? { upToEventId } : {}) });
    await refreshLists(scope);
    if (marked === 0) showToast(t('list.nothingToMark'));
    else showUndo(plural('list.markedRead', marked), () => void undo(scope, undoToken));
  } catch (error) {
    showToast(errorText(error));
  }
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
