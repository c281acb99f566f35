/** The field that takes anything: addresses, several lines, an OPML file dropped on it. */
import { FileUp, Folder as FolderIcon } from 'lucide-react';
import { type DragEvent, type RefObject, useId, useRef, useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { useFolders } from '../../lib/queries.ts';
import { addressesIn } from '../../lib/text.ts';
import { FileInput, opmlFiles } from '../../ui/file-input.tsx';
import { type FolderChoice, FolderSelect, makeNew, noFolderChoice } from '../../ui/folder-select.tsx';
import type { Into } from './use-following.ts';

export interface PasteBoxProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (next: string | ((old: string) => string)) => void;
  submit: (into: Into) => void;
  onFile: (file: File, into: Into) => void;
  problem: string | null;
  autoFocus?: boolean;
}

export function PasteBox({ field, text, setText, submit, onFile, problem, autoFocus }: PasteBoxProps) {
  const [folder, setFolder] = useState(noFolderChoice);
  const id = useId();
  const count = addressesIn(text).length;
  const take = (files: Iterable<File>): void => {
    for (const one of files) onFile(one, intoOf(folder));
  };
  const { dragging, handlers } = useDrop(take, (dropped) => setText((old) => `${old}${old ? '\n' : ''}${dropped}`));
  const follow = (): void => {
    if (count > 0) submit(intoOf(folder));
  };
  return (
    <form
      className={`relative overflow-hidden rounded-4 border bg-raised focus-within:border-tide focus-within:shadow-[0_0_0_1px_var(--c-tide),var(--e-2)] ${dragging ? 'border-tide' : 'border-line-strong'}`}
      onSubmit={(event) => {
        event.preventDefault();
        follow();
      }}
      {...handlers}
    >
      <label htmlFor={id} className="sr">
        {t('add.field')}
      </label>
      <textarea
        ref={field}
        id={id}
        value={text}
        rows={Math.min(8, Math.max(3, text.split('\n').length + 1))}
        autoFocus={autoFocus}
        data-autofocus
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        placeholder={t('add.placeholder')}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-problem` : undefined}
        className="block w-full resize-none bg-transparent px-[18px] pt-4 pb-3 font-mono text-16 leading-6 outline-none"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          follow();
        }}
      />
      {problem ? (
        <p id={`${id}-problem`} role="alert" className="px-[18px] pb-3 text-bad">
          {problem}
        </p>
      ) : null}
      <Foot count={count} dragging={dragging} folder={folder} onFolder={setFolder} onFiles={take} />
    </form>
  );
}

function intoOf({ chosen, name }: FolderChoice): Into {
  if (chosen === makeNew) return name.trim() ? { folder: name.trim() } : {};
  return chosen ? { folderId: Number(chosen) } : {};
}

interface FootProps {
  count: number;
  dragging: boolean;
  folder: FolderChoice;
  onFolder: (choice: FolderChoice) => void;
  onFiles: (files: File[]) => void;
}

function Foot({ count, dragging, folder, onFolder, onFiles }: FootProps) {
  const folders = useFolders().data ?? [];
  const file = useRef<HTMLInputElement>(null);
  return (
    <footer className="flex flex-wrap items-center gap-2 border-t border-line py-2 pr-2.5 pl-3.5 text-13 text-ink-3">
      <FileInput ref={file} label={t('add.file')} accept={opmlFiles} onFiles={onFiles} />
      <button type="button" className="btn quiet" onClick={() => file.current?.click()}>
        <FileUp size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('add.file')}
      </button>
      <span className="max-md:hidden">{t(dragging ? 'add.dropHere' : 'add.orDrop')}</span>
      <span className="flex-1" />
      <span className="flex min-w-0 flex-wrap items-center gap-2 max-md:order-first max-md:basis-full">
        <FolderIcon size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none" />
        <FolderSelect inline choice={folder} folders={folders} onChange={onFolder} />
      </span>
      <span className="num">{count > 0 ? plural('add.count', count) : ''}</span>
      <button type="submit" className="btn pri" disabled={count === 0}>
        {t('add.follow')}
      </button>
    </footer>
  );
}

/** Files go one way, dropped text and links the other. */
function useDrop(onFiles: (files: FileList) => void, onText: (text: string) => void) {
  const [dragging, setDragging] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: () => setDragging(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDragging(false);
      const text = event.dataTransfer.getData('text');
      if (event.dataTransfer.files.length > 0) onFiles(event.dataTransfer.files);
      else if (text) onText(text);
    },
  };
  return { dragging, handlers };
}
