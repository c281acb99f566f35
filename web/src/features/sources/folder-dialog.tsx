import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Folder } from '../../lib/contract-types.ts';
import { refreshFollows, useFolders } from '../../lib/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormFoot } from '../../ui/form-foot.tsx';
import { errorText } from '../../ui/state-message.tsx';

/** Makes a folder, or gives one another name. */
export function FolderDialog({ folder, onClose }: { folder: Folder | null; onClose: () => void }) {
  const [name, setName] = useState(folder?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const folders = useFolders().data ?? [];
  const save = async (): Promise<void> => {
    const isThere = folders.some((other) => other.id !== folder?.id && other.name.toLowerCase() === name.trim().toLowerCase());
    if (isThere) return setProblem(t('sources.folderExists'));
    try {
      await (folder ? api.patchFolder(folder.id, { name: name.trim() }) : api.createFolder(name.trim()));
      void refreshFollows();
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <Dialog title={t(folder ? 'sources.renameFolder' : 'sources.newFolder')} onClose={onClose}>
      <form
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label className="grid gap-1.5">
          <span className="text-13 font-[560] text-ink-2">{t('sources.name')}</span>
          <input className="field" value={name} required maxLength={100} data-autofocus onChange={(event) => setName(event.target.value)} />
        </label>
        <FormFoot problem={problem} disabled={!name.trim()} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
