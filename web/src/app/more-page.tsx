/** On a phone: folders and sources with what is unread, and the rest of the app. */
import { Link } from '@tanstack/react-router';
import { ChevronRight, Folder as FolderIcon, Plus, Settings, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { t } from '../i18n/t.ts';
import type { Counts, Source } from '../lib/contract-types.ts';
import { number } from '../lib/format-time.ts';
import { useCounts, useFolders, useSources } from '../lib/queries.ts';
import { hintsOf } from '../lib/source-names.ts';
import { Tile } from '../ui/tile.tsx';
import { overlay } from './layout-store.ts';
import { TaskTray } from './task-tray.tsx';

const line = 'flex min-h-12 items-center gap-3 border-b border-line px-4';

export function MorePage() {
  const counts = useCounts();
  const folders = useFolders().data ?? [];
  const sources = useSources().data ?? [];
  const hints = hintsOf(sources);
  useEffect(() => {
    document.title = `${t('nav.more')} · Tidings`;
  }, []);
  return (
    <div className="scroll h-full bg-canvas pb-6">
      <header className="flex min-h-[calc(52px+var(--safe-t))] items-center border-b border-line pt-[var(--safe-t)] pr-2 pl-4">
        <h1 className="h-page flex-1">{t('nav.more')}</h1>
        <button type="button" className="ib" aria-label={t('nav.addSource')} onClick={() => overlay.set('add')}>
          <Plus size={22} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </header>
      <TaskTray />
      <ul>
        <li>
          <Link to="/settings" className={line}>
            <Settings size={18} strokeWidth={1.75} aria-hidden="true" className="text-ink-3" />
            <span className="flex-1">{t('nav.settings')}</span>
            <ChevronRight size={18} aria-hidden="true" className="text-ink-3" />
          </Link>
        </li>
        {folders.map((folder) => (
          <Entry
            key={`folder-${folder.id}`}
            unread={counts?.byFolder[folder.id]}
            icon={<FolderIcon size={18} strokeWidth={1.75} aria-hidden="true" className="text-ink-3" />}
            to={`/folder/${folder.id}`}
            name={folder.name}
          >
            <SourceEntries sources={sources.filter((source) => source.folderId === folder.id)} hints={hints} counts={counts} inside />
          </Entry>
        ))}
      </ul>
      <SourceEntries sources={sources.filter((source) => source.folderId === null)} hints={hints} counts={counts} />
    </div>
  );
}

interface SourceEntriesProps {
  sources: Source[];
  hints: ReadonlyMap<number, string>;
  counts: Counts | undefined;
  inside?: boolean;
}

function SourceEntries({ sources, hints, counts, inside }: SourceEntriesProps) {
  if (sources.length === 0) return null;
  return (
    <ul>
      {sources.map((source) => (
        <Entry
          key={source.id}
          unread={counts?.bySource[source.id]}
          icon={<Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} />}
          to={`/source/${source.id}`}
          name={source.title}
          hint={hints.get(source.id)}
          failing={source.health.state === 'failing' || source.health.state === 'gone'}
          {...(inside ? { inside } : {})}
        />
      ))}
    </ul>
  );
}

interface EntryProps {
  icon: ReactNode;
  name: string;
  hint?: string | undefined;
  to: string;
  unread: number | undefined;
  failing?: boolean;
  /** Stands in a folder. */
  inside?: boolean;
  children?: ReactNode;
}

function Entry({ icon, name, hint, to, unread, failing, inside, children }: EntryProps) {
  return (
    <li>
      <Link to={to} className={`${line} ${inside ? 'pl-10' : ''}`}>
        {icon}
        <span className="clip flex-1">{name}</span>
        {hint ? <span className="clip max-w-[45%] flex-none text-13 text-ink-3">{hint}</span> : null}
        {failing ? <TriangleAlert size={16} strokeWidth={1.75} className="flex-none text-warn" role="img" aria-label={t('sources.state.failing')} /> : null}
        {unread ? <span className="num text-13 text-ink-3">{number(unread)}</span> : null}
        <ChevronRight size={18} aria-hidden="true" className="text-ink-3" />
      </Link>
      {children}
    </li>
  );
}
