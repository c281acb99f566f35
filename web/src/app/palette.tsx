/** Go to anything by name: pages, folders, sources, or straight into a search. */
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Folder as FolderIcon, Newspaper, Plus, Rss, Search, Settings } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { t } from '../i18n/t.ts';
import { useFolders, useSources } from '../lib/queries.ts';
import { hintsOf } from '../lib/source-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Tile } from '../ui/tile.tsx';
import { overlay } from './layout-store.ts';

interface Target {
  key: string;
  name: string;
  hint: string;
  icon: ReactNode;
  go: () => void;
}
const most = 40;

export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const targets = useTargets(query, onClose);
  const run = (target: Target | undefined): void => {
    if (!target) return;
    onClose();
    target.go();
  };
  return (
    <Dialog title={t('palette.placeholder')} onClose={onClose} bare className="mt-[12vh]!">
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} strokeWidth={1.75} aria-hidden="true" className="text-ink-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={targets[at] ? `${id}-${at}` : undefined}
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          data-autofocus
          value={query}
          className="min-h-[52px] min-w-0 flex-1 bg-transparent outline-none"
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step) {
              event.preventDefault();
              const next = (at + step + targets.length) % Math.max(1, targets.length);
              setAt(next);
              document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
            } else if (event.key === 'Enter') {
              event.preventDefault();
              run(targets[at]);
            }
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={t('palette.placeholder')} className="scroll max-h-[46vh] p-1.5">
        {targets.map((target, index) => (
          <li
            key={target.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={`flex min-h-9 cursor-pointer items-center gap-3 rounded-2 px-2.5 max-md:min-h-11 ${index === at ? 'bg-tide-wash' : ''}`}
            onPointerMove={() => setAt(index)}
            onClick={() => run(target)}
          >
            <span className="grid w-5 flex-none place-items-center text-ink-3">{target.icon}</span>
            <span className="clip flex-1">{target.name}</span>
            <span className="flex-none text-12 text-ink-2">{target.hint}</span>
          </li>
        ))}
      </ul>
      {targets.length === 0 ? <p className="px-4 pb-4 text-ink-3">{t('palette.nothing')}</p> : null}
    </Dialog>
  );
}

function useTargets(query: string, onClose: () => void): Target[] {
  const navigate = useNavigate();
  const folders = useFolders().data;
  const sources = useSources().data;
  return useMemo(() => {
    const icon = (Icon: typeof Search): ReactNode => <Icon size={16} strokeWidth={1.75} aria-hidden="true" />;
    const page = t('palette.page');
    const hints = hintsOf(sources ?? []);
    const all: Target[] = [
      { key: 'timeline', name: t('nav.timeline'), hint: page, icon: icon(Newspaper), go: () => void navigate({ to: '/' }) },
      { key: 'search', name: t('nav.search'), hint: page, icon: icon(Search), go: () => void navigate({ to: '/search' }) },
      { key: 'saved', name: t('nav.saved'), hint: page, icon: icon(Bookmark), go: () => void navigate({ to: '/saved' }) },
      { key: 'sources', name: t('nav.sources'), hint: page, icon: icon(Rss), go: () => void navigate({ to: '/sources' }) },
      { key: 'settings', name: t('nav.settings'), hint: page, icon: icon(Settings), go: () => void navigate({ to: '/settings' }) },
      { key: 'add', name: t('palette.add'), hint: '', icon: icon(Plus), go: () => overlay.set('add') },
      ...(folders ?? []).map((folder) => ({
        key: `folder-${folder.id}`,
        name: folder.name,
        hint: t('palette.folder'),
        icon: icon(FolderIcon),
        go: () => void navigate({ to: '/folder/$folderId', params: { folderId: String(folder.id) } }),
      })),
      ...(sources ?? []).map((source) => ({
        key: `source-${source.id}`,
        name: source.title,
        hint: hints.get(source.id) ?? t('palette.source'),
        icon: <Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} size="s" />,
        go: () => void navigate({ to: '/source/$sourceId', params: { sourceId: String(source.id) } }),
      })),
    ];
    const wanted = query.trim().toLowerCase();
    const found = wanted ? all.filter((target) => target.name.toLowerCase().includes(wanted)) : all;
    const order = (target: Target): number => (target.name.toLowerCase().startsWith(wanted) ? 0 : 1);
    const shown = found.toSorted((a, b) => order(a) - order(b)).slice(0, most);
    if (wanted)
      shown.push({
        key: 'query',
        name: t('palette.search', { query: query.trim() }),
        hint: '',
        icon: icon(Search),
        go: () => void navigate({ to: '/search', search: { q: query.trim() } }),
      });
    return shown;
  }, [query, folders, sources, navigate, onClose]);
}
