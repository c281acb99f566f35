/** What can be done with one source. */
import { Ellipsis, ExternalLink, Folder as FolderIcon, FolderMinus, FolderPlus, Pause, Pencil, Play, RefreshCw, Trash2 } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { refreshAfterFollow } from '../../lib/arrivals.ts';
import type { Folder, Source } from '../../lib/contract-types.ts';
import { keys, queryClient, storeSource } from '../../lib/queries.ts';
import { safeHref } from '../../lib/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { errorText } from '../../ui/state-message.tsx';
import type { OnEdit } from './edit-dialog.tsx';
import { showToast, showUndo } from '../../ui/toaster.tsx';

export function SourceMenu({ source, folders, onEdit }: { source: Source; folders: readonly Folder[]; onEdit: OnEdit }) {
  const site = safeHref(source.siteUrl);
  return (
    <Menu
      label={t('actions', { name: source.title })}
      search={t('sources.findAction')}
      items={[
        { label: t('sources.edit'), icon: Pencil, onSelect: () => onEdit(source) },
        { label: t('sources.tryNow'), icon: RefreshCw, onSelect: () => void poll(source) },
        { label: t(source.paused ? 'sources.resume' : 'sources.pause'), icon: source.paused ? Play : Pause, onSelect: () => void pause(source) },
        ...(site ? [{ label: t('sources.openSite'), icon: ExternalLink, href: site }] : []),
        ...folders
          .filter((folder) => folder.id !== source.folderId)
          .map((folder) => ({ group: t('sources.moveTo'), label: folder.name, icon: FolderIcon, onSelect: () => void move(source, folder) })),
        ...(source.folderId === null
          ? []
          : [{ group: t('sources.moveTo'), label: t('sources.noFolder'), icon: FolderMinus, onSelect: () => void move(source, null) }]),
        { group: t('sources.moveTo'), label: `${t('sources.newFolder')}…`, icon: FolderPlus, onSelect: () => onEdit(source, 'newFolder') },
        'line',
        { label: t('sources.unfollow'), icon: Trash2, danger: true, onSelect: () => void unfollow(source) },
      ]}
      button={(props) => <IconButton icon={Ellipsis} label={t('actions', { name: source.title })} {...props} />}
    />
  );
}

async function poll(source: Source): Promise<void> {
  try {
    const { source: fresh, added } = await api.pollSource(source.id);
    storeSource(fresh);
    showToast(`${source.title}: ${added > 0 ? plural('sources.tried', added) : t('sources.triedNone')}`);
  } catch (error) {
    showToast(`${source.title}: ${errorText(error)}`);
  }
}

async function pause(source: Source): Promise<void> {
  try {
    storeSource(await api.patchSource(source.id, { paused: !source.paused }));
  } catch (error) {
    showToast(errorText(error));
  }
}

/** Puts it into another folder; the toast puts it back. */
async function move(source: Source, to: Folder | null): Promise<void> {
  const put = async (folderId: number | null): Promise<void> => {
    storeSource(await api.patchSource(source.id, { folderId }));
    await refreshAfterFollow();
  };
  try {
    await put(to?.id ?? null);
    const text = to ? t('sources.moved', { name: source.title, folder: to.name }) : t('sources.movedOut', { name: source.title });
    showUndo(text, () => void put(source.folderId).catch((error: unknown) => showToast(errorText(error))));
  } catch (error) {
    showToast(errorText(error));
  }
}

/** Stops following; the toast follows again, into the same folder with the same name and note. */
async function unfollow(source: Source): Promise<void> {
  try {
    await api.removeSource(source.id);
    queryClient.setQueryData<{ items: Source[] }>(keys.sources, (old) => old && { items: old.items.filter((one) => one.id !== source.id) });
    void refreshAfterFollow();
    const back = {
      address: source.address,
      folderId: source.folderId,
      ...(source.title === source.originalTitle ? {} : { title: source.title }),
      ...(source.note ? { note: source.note } : {}),
    };
    const follow = async (): Promise<void> => {
      storeSource((await api.addSource(back)).source);
      void refreshAfterFollow();
    };
    showUndo(t('sources.unfollowed', { name: source.title }), () => void follow().catch((error: unknown) => showToast(errorText(error))));
  } catch (error) {
    showToast(errorText(error));
  }
}
