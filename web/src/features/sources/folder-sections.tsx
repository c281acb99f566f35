/** The table of sources, by folder. */
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Folder, Source } from '../../lib/contract-types.ts';
import { keys, queryClient, refreshFollows } from '../../lib/queries.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { showToast, showUndo } from '../../ui/toaster.tsx';
import type { OnEdit } from './edit-dialog.tsx';
import { FolderDialog } from './folder-dialog.tsx';
import { SourceRow } from './source-row.tsx';

export function FolderSections({
  sources,
  folders,
  shownAbove,
  alone,
  addresses,
  allFolders,
  onEdit,
}: {
  sources: Source[];
  folders: Folder[];
  /** Folders whose sources are listed in another place of the page. */
  shownAbove: ReadonlySet<number | null>;
  alone: boolean;
  /** What tells each source from the others. */
  addresses: ReadonlyMap<number, string>;
  /** Also those that are not shown. */
  allFolders: readonly Folder[];
  onEdit: OnEdit;
}) {
  const [renaming, setRenaming] = useState<Folder | null>(null);
  const groups = [
    ...folders.map((folder) => ({ folder, list: sources.filter((source) => source.folderId === folder.id) })),
    { folder: null, list: sources.filter((source) => !folders.some((folder) => folder.id === source.folderId)) },
  ].filter((group) => group.list.length > 0 || group.folder !== null);
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="all-sources">
      <h2 id="all-sources" className="h-sec mb-1">
        {t(alone ? 'sources.all' : 'sources.rest')}
      </h2>
      <table className="sources-table w-full border-collapse">
        <thead>
          <tr>
            <th>{t('sources.col.source')}</th>
            <th className="max-lg:hidden">{t('sources.col.every')}</th>
            <th className="max-md:hidden">{t('sources.col.last')}</th>
            <th className="max-lg:hidden">{t('sources.col.days')}</th>
            <th className="text-right! max-lg:hidden">{t('sources.col.perDay')}</th>
            <th className="md:pl-3">{t('sources.col.state')}</th>
            <th>
              <span className="sr">{t('sources.col.actions')}</span>
            </th>
          </tr>
        </thead>
        {groups.map(({ folder, list }) => (
          <tbody key={folder?.id ?? 0}>
            {folders.length > 0 ? (
              <tr>
                <th colSpan={7} scope="rowgroup" className="group-head">
                  <span className="flex items-center gap-1">
                    {folder?.name ?? t('sources.noFolder')}
                    {folder ? <FolderMenu folder={folder} onRename={() => setRenaming(folder)} /> : null}
                  </span>
                </th>
              </tr>
            ) : null}
            {list.length === 0 && folder ? (
              <tr>
                <td colSpan={7} className="text-13 text-ink-3">
                  {t(shownAbove.has(folder.id) ? 'sources.folderAbove' : 'sources.folderEmpty')}
                </td>
              </tr>
            ) : null}
            {list.map((source) => (
              <SourceRow key={source.id} source={source} address={addresses.get(source.id) ?? source.address} folders={allFolders} onEdit={onEdit} />
            ))}
          </tbody>
        ))}
      </table>
      {renaming ? <FolderDialog folder={renaming} onClose={() => setRenaming(null)} /> : null}
    </section>
  );
}

/** Where it was, with the sources that it held. */
async function bringBack({ name, position }: Folder, held: readonly Source[]): Promise<void> {
  const { id } = await api.createFolder(name);
  await api.patchFolder(id, { position });
  // Those that were unfollowed or put elsewhere since stay so.
  const still = (await api.sources()).items.filter((source) => source.folderId === null && held.some((one) => one.id === source.id));
  for (const source of still) await api.patchSource(source.id, { folderId: id });
  await refreshFollows();
}

function FolderMenu({ folder, onRename }: { folder: Folder; onRename: () => void }) {
  const remove = async (): Promise<void> => {
    try {
      const held = (queryClient.getQueryData<{ items: Source[] }>(keys.sources)?.items ?? []).filter((source) => source.folderId === folder.id);
      await api.removeFolder(folder.id);
      void refreshFollows();
      showUndo(t('sources.folderRemoved', { name: folder.name }), () => void bringBack(folder, held).catch((error: unknown) => showToast(errorText(error))));
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <Menu
      label={t('actions', { name: folder.name })}
      items={[
        { label: t('sources.renameFolder'), icon: Pencil, onSelect: onRename },
        { label: t('sources.removeFolder'), icon: Trash2, danger: true, onSelect: () => void remove() },
      ]}
      button={(props) => <IconButton icon={Ellipsis} small size={16} label={t('actions', { name: folder.name })} {...props} />}
    />
  );
}
