/** Everything that is followed: what is worth a look first, with the reason in words, then the table. */
import { Ellipsis, FileDown, FileUp, FolderPlus, Plus, Search } from 'lucide-react';
import { type FocusEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Folder, Source } from '../../lib/contract-types.ts';
import { number } from '../../lib/format-time.ts';
import { addressesOf } from '../../lib/source-names.ts';
import { storeTask, useFolders, useSources } from '../../lib/queries.ts';
import { FileInput, opmlFiles } from '../../ui/file-input.tsx';
import { Menu } from '../../ui/menu.tsx';
import { TableSkeleton } from '../../ui/skeletons.tsx';
import { ErrorMessage, errorText, StateMessage } from '../../ui/state-message.tsx';
import { EditDialog, type EditField, type OnEdit } from './edit-dialog.tsx';
import { FolderDialog } from './folder-dialog.tsx';
import { FolderSections } from './folder-sections.tsx';
import { ImportProgress, type RefusedFile } from './import-progress.tsx';
import { isWorthALook, WorthALook } from './worth-a-look.tsx';

const none: Folder[] = [];

export function SourcesPage({ onAdd }: { onAdd: () => void }) {
  const query = useSources();
  const folders = useFolders().data ?? none;
  const [filter, setFilter] = useState('');
  const [editing, setEditing] = useState<{ source: Source; field: EditField | undefined } | null>(null);
  const edit = useCallback<OnEdit>((source, field) => setEditing({ source, field }), []);
  const [refused, setRefused] = useState<RefusedFile[]>([]);
  const bring = (files: File[]): void => {
    setRefused([]);
    for (const file of files)
      void api.importOpml(file).then(storeTask, (error) => setRefused((old) => [...old, { name: file.name, problem: errorText(error) }]));
  };
  const [newFolder, setNewFolder] = useState(false);
  useEffect(() => {
    document.title = `${t('sources.title')} · Tidings`;
  }, []);
  const sources = query.data ?? [];
  const addresses = useMemo(() => addressesOf(query.data ?? []), [query.data]);
  const shown = sources.filter((source) => matches(source, filter));
  const ill = shown.filter(isWorthALook);
  const rest = shown.filter((source) => !isWorthALook(source));
  return (
    <div className="scroll h-full bg-canvas">
      <div
        className="mx-auto w-full max-w-[1080px] px-8 pt-[calc(24px+var(--safe-t))] pb-16 max-md:px-4 max-md:pt-[calc(20px+var(--safe-t))]"
        {...useFocusOfMovedRow()}
      >
        <Head sources={sources} filter={filter} onFilter={setFilter} onAdd={onAdd} onNewFolder={() => setNewFolder(true)} onBring={bring} />
        <ImportProgress refused={refused} onForget={(file) => setRefused((old) => old.filter((one) => one !== file))} />
        {sources.length === 0 ? <NoSources query={query} onAdd={onAdd} /> : null}
        <WorthALook sources={ill} addresses={addresses} folders={folders} onEdit={edit} />
        <FolderSections
          sources={rest}
          folders={filter.trim() ? folders.filter((folder) => rest.some((source) => source.folderId === folder.id)) : folders}
          shownAbove={new Set(ill.map((source) => source.folderId))}
          alone={ill.length === 0}
          addresses={addresses}
          allFolders={folders}
          onEdit={edit}
        />
        {sources.length > 0 && shown.length === 0 ? <p className="py-6 text-ink-3">{t('sources.noMatch', { query: filter })}</p> : null}
      </div>
      {editing ? <EditDialog {...editing} folders={folders} onClose={() => setEditing(null)} /> : null}
      {newFolder ? <FolderDialog folder={null} onClose={() => setNewFolder(false)} /> : null}
    </div>
  );
}

/** A row that moves to another group is made anew there: the focus that was in it goes with it. */
function useFocusOfMovedRow() {
  const row = useRef<string | null>(null);
  useEffect(() => {
    if (row.current === null || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-source="${row.current}"] [aria-haspopup=menu]`)?.focus({ preventScroll: true });
  });
  return {
    onFocus: (event: FocusEvent) => void (row.current = (event.target as Element).closest<HTMLElement>('[data-source]')?.dataset['source'] ?? null),
    onPointerDown: () => void (row.current = null),
  };
}

/** Loading, failed, or nothing followed yet. */
function NoSources({ query, onAdd }: { query: ReturnType<typeof useSources>; onAdd: () => void }) {
  if (query.isPending) return <TableSkeleton />;
  if (query.error) return <ErrorMessage error={query.error} title={t('error.page')} onRetry={() => void query.refetch()} />;
  return (
    <StateMessage icon={FileUp} title={t('sources.empty')} text={t('sources.emptyText')}>
      <button type="button" className="btn pri" onClick={onAdd}>
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('nav.addSource')}
      </button>
    </StateMessage>
  );
}

function matches(source: Source, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return [source.title, source.originalTitle, source.address, source.note ?? ''].some((text) => text.toLowerCase().includes(wanted));
}

function Head({
  sources,
  filter,
  onFilter,
  onAdd,
  onNewFolder,
  onBring,
}: {
  sources: Source[];
  filter: string;
  onFilter: (value: string) => void;
  onAdd: () => void;
  onNewFolder: () => void;
  onBring: (files: File[]) => void;
}) {
  const file = useRef<HTMLInputElement>(null);
  const good = sources.filter((source) => source.health.state !== 'failing' && source.health.state !== 'gone').length;
  return (
    <header className="mb-6 flex flex-wrap items-center gap-3 max-md:gap-x-1.5">
      <h1 className="h-page">{t('sources.title')}</h1>
      {sources.length > 0 ? (
        <p className="num text-ink-3 max-xl:order-3 max-xl:basis-full">{t('sources.summary', { followed: number(sources.length), good: number(good) })}</p>
      ) : null}
      <span className="flex-1 max-md:min-w-0" />
      {sources.length > 0 ? (
        <label className="field min-h-8! w-[220px] rounded-2! max-xl:w-[150px] max-md:order-4 max-md:min-h-11! max-md:w-0 max-md:flex-1">
          <Search size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
          <span className="sr">{t('sources.filter')}</span>
          <input
            type="search"
            className="text-14 max-md:text-16"
            placeholder={t('sources.filter')}
            value={filter}
            onChange={(event) => onFilter(event.target.value)}
          />
        </label>
      ) : null}
      <button type="button" className="btn flex-none max-md:order-5" onClick={onNewFolder}>
        <FolderPlus size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('sources.newFolder')}
      </button>
      <FileInput ref={file} label={t('sources.import')} accept={opmlFiles} onFiles={onBring} />
      <Menu
        label={t('sources.opml')}
        items={[
          { label: t('sources.import'), icon: FileUp, onSelect: () => file.current?.click() },
          { label: t('sources.export'), icon: FileDown, href: '/api/opml' },
        ]}
        button={(props) => (
          <button type="button" className="btn flex-none max-md:border-0! max-md:px-3!" {...props}>
            <FileUp size={16} strokeWidth={1.75} aria-hidden="true" className="max-md:hidden" />
            <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" className="md:hidden" />
            <span className="max-md:sr-only">{t('sources.opml')}</span>
          </button>
        )}
      />
      <button type="button" className="btn pri flex-none" onClick={onAdd}>
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('add')}
      </button>
    </header>
  );
}
