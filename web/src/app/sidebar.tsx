/** The left pane: where one can go, folders and sources with what is unread there, and long work at its foot. */
import { Link, useLocation } from '@tanstack/react-router';
import {
  Bookmark,
  ChevronRight,
  Folder as FolderIcon,
  FolderOpen,
  type LucideIcon,
  Newspaper,
  PanelLeftOpen,
  Plus,
  Rss,
  Search,
  Settings,
  TriangleAlert,
} from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import { plural, t } from '../i18n/t.ts';
import type { Counts, Folder, Source } from '../lib/contract-types.ts';
import { number } from '../lib/format-time.ts';
import { useCounts, useFolders, useSources } from '../lib/queries.ts';
import { useStore } from '../lib/small-store.ts';
import { hintsOf } from '../lib/source-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';
import { Tile } from '../ui/tile.tsx';
import { openFolders, overlay, toggleSidebar } from './layout-store.ts';
import { TaskTray } from './task-tray.tsx';

const item = 'nav-item flex h-8 items-center gap-2.5 rounded-2 px-2 text-ink-2 font-[450] hover:bg-[color-mix(in_srgb,var(--c-ink)_4%,transparent)]';

export function Sidebar({ narrow, children }: { narrow: boolean; children?: ReactNode }) {
  const counts = useCounts();
  return (
    <nav aria-label={t('nav.label')} className={`relative flex h-full min-h-0 flex-col bg-rail pt-3 pb-2 ${narrow ? 'items-center px-2.5' : 'px-2'}`}>
      <Link
        to="/"
        className={`flex items-center gap-2.5 px-2 pt-0.5 pb-3 font-serif text-18 font-[640] tracking-[-.01em] ${narrow ? 'px-0' : ''}`}
        {...(narrow ? { 'aria-label': 'Tidings' } : {})}
      >
        <Logo />
        {narrow ? null : <span>Tidings</span>}
      </Link>
      <div className="flex flex-col gap-px">
        <NavItem to="/" icon={Newspaper} label={t('nav.timeline')} count={counts?.unread} narrow={narrow} />
        <NavItem to="/search" icon={Search} label={t('nav.search')} narrow={narrow} />
        <NavItem to="/saved" icon={Bookmark} label={t('nav.saved')} count={counts?.saved} narrow={narrow} quiet />
        {narrow ? <NavItem to="/sources" icon={Rss} label={t('nav.sources')} narrow /> : null}
        {narrow ? <NavItem to="/settings" icon={Settings} label={t('nav.settings')} narrow /> : null}
      </div>
      {narrow ? <IconButton icon={PanelLeftOpen} label={t('nav.openSidebar')} shortcut="[" className="mt-3" onClick={toggleSidebar} /> : null}
      {narrow ? <IconButton icon={Plus} label={t('nav.addSource')} className="mt-1" onClick={() => overlay.set('add')} /> : <Follows counts={counts} />}
      {narrow ? null : (
        <>
          <div className="flex flex-none flex-col gap-px pt-2">
            <NavItem to="/sources" icon={Rss} label={t('nav.sources')} narrow={false} />
            <NavItem to="/settings" icon={Settings} label={t('nav.settings')} narrow={false} />
          </div>
          <Foot />
        </>
      )}
      {children}
    </nav>
  );
}

interface NavItemProps {
  to: '/' | '/search' | '/saved' | '/sources' | '/settings';
  icon: LucideIcon;
  label: string;
  count?: number | undefined;
  narrow: boolean;
  /** The number is a total, not something unread. */
  quiet?: boolean;
}

function NavItem({ to, icon: Icon, label, count, narrow, quiet }: NavItemProps) {
  const current = useLocation({
    select: (at) => (to === '/' ? at.pathname === '/' || (at.pathname.startsWith('/post/') && !(at.search as { in?: string }).in) : at.pathname.startsWith(to)),
  });
  return (
    <Link
      to={to}
      title={narrow ? label : undefined}
      aria-label={narrow ? label : undefined}
      className={`${item} ${narrow ? 'relative size-10! justify-center px-0!' : ''} ${current ? 'nav-on' : ''}`}
      {...(current ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" className={`flex-none ${current ? 'text-tide' : 'text-ink-3'}`} />
      {narrow ? null : <span className="clip flex-1">{label}</span>}
      {narrow ? (
        count && !quiet ? (
          <i className="absolute top-1.5 right-1.5 size-2 rounded-full bg-tide-mark" />
        ) : null
      ) : (
        <Count n={count} {...(quiet ? {} : { unread: true })} />
      )}
    </Link>
  );
}

function Count({ n, unread }: { n: number | undefined; unread?: boolean }) {
  if (!n) return null;
  return (
    <span className="num text-12 text-ink-3" aria-label={unread ? plural('nav.unread', n) : number(n)}>
      {number(n)}
    </span>
  );
}

const noSources: Source[] = [];

function Follows({ counts }: { counts: Counts | undefined }) {
  const folders = useFolders().data ?? [];
  const sources = useSources().data ?? noSources;
  const hints = useMemo(() => hintsOf(sources), [sources]);
  const open = useStore(openFolders);
  const loose = sources.filter((source) => source.folderId === null);
  return (
    <div className="scroll -mx-2 mt-2 min-h-0 flex-1 px-2">
      <div className="flex items-center justify-between pt-2 pb-1 pl-2 text-12 leading-5 font-[550] text-ink-3">
        <h2>{t('nav.sources')}</h2>
        <button type="button" className="ib size-6! min-w-6" title={t('nav.addSource')} aria-label={t('nav.addSource')} onClick={() => overlay.set('add')}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      <ul className="flex flex-col gap-px">
        {folders.map((folder) => (
          <FolderItem key={folder.id} folder={folder} sources={sources} hints={hints} counts={counts} open={open.includes(folder.id)} />
        ))}
        {loose.map((source) => (
          <SourceItem key={source.id} source={source} hint={hints.get(source.id)} unread={counts?.bySource[source.id]} indent={false} />
        ))}
      </ul>
    </div>
  );
}

interface FolderItemProps {
  folder: Folder;
  sources: Source[];
  hints: ReadonlyMap<number, string>;
  counts: Counts | undefined;
  open: boolean;
}

function FolderItem({ folder, sources, hints, counts, open }: FolderItemProps) {
  const current = useLocation({ select: (at) => at.pathname === `/folder/${folder.id}` || (at.search as { in?: string }).in === `folder-${folder.id}` });
  const Icon = open ? FolderOpen : FolderIcon;
  const toggle = (): void => openFolders.set((old) => (open ? old.filter((id) => id !== folder.id) : [...old, folder.id]));
  const inside = sources.filter((source) => source.folderId === folder.id);
  return (
    <li>
      <div className={`${item} group gap-0! pl-0! ${current ? 'nav-on' : ''}`}>
        <button
          type="button"
          className="grid h-8 w-9 flex-none place-items-center rounded-2"
          aria-expanded={open}
          aria-label={t('nav.openFolder', { name: folder.name })}
          onClick={toggle}
        >
          <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={`group-hover:hidden ${current ? 'text-tide' : 'text-ink-3'}`} />
          <ChevronRight
            size={16}
            strokeWidth={1.75}
            aria-hidden="true"
            className={`hidden text-ink-3 transition-transform group-hover:block ${open ? 'rotate-90' : ''}`}
          />
        </button>
        <Link
          to="/folder/$folderId"
          params={{ folderId: String(folder.id) }}
          className="flex h-8 min-w-0 flex-1 items-center gap-2.5"
          {...(current ? { 'aria-current': 'page' as const } : {})}
        >
          <span className="clip flex-1">{folder.name}</span>
          <Count n={counts?.byFolder[folder.id]} unread />
        </Link>
      </div>
      {open ? (
        <ul className="flex flex-col gap-px">
          {inside.map((source) => (
            <SourceItem key={source.id} source={source} hint={hints.get(source.id)} unread={counts?.bySource[source.id]} indent />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

interface SourceItemProps {
  source: Source;
  /** Beside a name that another source has too. */
  hint: string | undefined;
  unread: number | undefined;
  indent: boolean;
}

const SourceItem = memo(function SourceItem({ source, hint, unread, indent }: SourceItemProps): ReactNode {
  const current = useLocation({ select: (at) => at.pathname === `/source/${source.id}` || (at.search as { in?: string }).in === `source-${source.id}` });
  const failing = source.health.state === 'failing' || source.health.state === 'gone';
  return (
    <li>
      <Link
        to="/source/$sourceId"
        params={{ sourceId: String(source.id) }}
        className={`${item} ${indent ? 'pl-9!' : ''} ${current ? 'nav-on' : ''}`}
        {...(current ? { 'aria-current': 'page' as const } : {})}
      >
        <Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} />
        <span className={`clip flex-1 ${source.paused ? 'text-ink-3' : ''}`}>{source.title}</span>
        {hint ? <span className="clip max-w-[44%] flex-none text-12 text-ink-3">{hint}</span> : null}
        {failing ? <TriangleAlert size={14} strokeWidth={1.75} className="flex-none text-warn" role="img" aria-label={t('sources.state.failing')} /> : null}
        <Count n={unread} unread />
      </Link>
    </li>
  );
});

function Foot() {
  const sources = useSources().data;
  // Its place is kept, so that nothing above it moves.
  if (!sources) return <div className="mt-2 min-h-[41px] flex-none border-t border-line" />;
  const failing = sources.filter((source) => source.health.state === 'failing' || source.health.state === 'gone').length;
  return (
    <div className="mt-2 flex-none border-t border-line">
      <TaskTray />
      <Link to="/sources" className="flex min-h-10 items-center gap-2 px-2 pt-1 text-12 text-ink-3 hover:text-ink">
        {failing > 0 ? <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" className="text-warn" /> : null}
        <span>
          {plural('nav.followed', sources.length)}
          {failing > 0 ? `, ${plural('nav.failing', failing)}` : ''}
        </span>
      </Link>
    </div>
  );
}
