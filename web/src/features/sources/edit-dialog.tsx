/** Own name, note and folder of a followed source. */
import { type ReactNode, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Folder, PatchSource, Source } from '../../lib/contract-types.ts';
import { refreshAfterFollow } from '../../lib/arrivals.ts';
import { refreshFollows, storeSource } from '../../lib/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { type FolderChoice, FolderSelect, makeNew } from '../../ui/folder-select.tsx';
import { FormFoot } from '../../ui/form-foot.tsx';
import { errorText } from '../../ui/state-message.tsx';

/** Where the dialog begins when not at the name. */
export type EditField = 'address' | 'newFolder';
export type OnEdit = (source: Source, field?: EditField) => void;

interface EditDialogProps {
  source: Source;
  field: EditField | undefined;
  folders: Folder[];
  onClose: () => void;
}

export function EditDialog({ source, field, folders, onClose }: EditDialogProps) {
  const [title, setTitle] = useState(source.title);
  const [note, setNote] = useState(source.note ?? '');
  const [folder, setFolder] = useState<FolderChoice>({ chosen: field === 'newFolder' ? makeNew : String(source.folderId ?? ''), name: '' });
  const written = source.kind === 'telegram' ? `@${source.address}` : source.address;
  const [address, setAddress] = useState(written);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const folderId = folder.chosen === makeNew ? (await api.createFolder(folder.name.trim())).id : Number(folder.chosen) || null;
      const own = title.trim();
      const change: PatchSource = { title: own && own !== source.originalTitle ? own : null, note: note.trim() || null, folderId };
      const elsewhere = address.trim() && address.trim() !== written;
      storeSource(await api.patchSource(source.id, elsewhere ? { ...change, address: address.trim() } : change));
      if (elsewhere) void refreshAfterFollow();
      // Its row may move to another folder: the focus comes back to where it stands then.
      await refreshFollows();
      onClose();
    } catch (error) {
      setProblem(errorText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={source.title} onClose={onClose} returnTo={`[data-source="${source.id}"] [aria-haspopup=menu]`}>
      <form
        className="scroll grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Labelled label={t('sources.name')} {...(source.originalTitle === title ? {} : { hint: source.originalTitle })}>
          <input className="field" data-autofocus={field ? undefined : ''} value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </Labelled>
        <Labelled label={t('sources.note')} hint={t('sources.noteHint')}>
          <textarea className="field py-2" rows={2} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Labelled>
        <FolderSelect choice={folder} folders={folders} onChange={setFolder} />
        {source.kind === 'import' ? null : (
          <Labelled label={t('sources.address')} hint={t('sources.addressHint')}>
            <input
              className="field font-mono text-14"
              data-autofocus={field === 'address' ? '' : undefined}
              value={address}
              maxLength={2048}
              autoCapitalize="off"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setAddress(event.target.value)}
            />
          </Labelled>
        )}
        <FormFoot problem={problem} disabled={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <label className="grid gap-1.5">
      <span className="text-13 font-[560] text-ink-2">{label}</span>
      {children}
      {hint ? <span className="text-13 text-ink-3">{hint}</span> : null}
    </label>
  );
}
