/** Filters as chips; what they offer comes from what matches. */
import { CalendarDays, Folder as FolderIcon, Image, Languages, Link2, type LucideIcon, Paperclip, Play, Rss, Sparkles } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { SearchAnswer } from '../../lib/contract-types.ts';
import { languageName, number } from '../../lib/format-time.ts';
import { useFolders, useSources } from '../../lib/queries.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { hasList, type SearchState, toggleHas } from './query.ts';

export interface FilterBarProps {
  state: SearchState;
  facets: SearchAnswer['facets'] | undefined;
  meaning: boolean;
  onChange: (change: Partial<SearchState>) => void;
}

export function FilterBar({ state, facets, meaning, onChange }: FilterBarProps) {
  const folders = useFolders().data ?? [];
  const sources = useSources().data ?? [];
  const has = hasList(state.has);
  const dates: [number | undefined, string][] = [
    [undefined, t('search.any')],
    [1, t('search.day')],
    [7, t('search.week')],
    [30, t('search.month')],
  ];
  const sourceItems: MenuItem[] = (facets?.sources ?? sources.map((source) => ({ id: source.id, title: source.title, count: 0 }))).map((source) => ({
    label: source.count > 0 ? `${source.title} (${number(source.count)})` : source.title,
    checked: state.source === source.id,
    onSelect: () => onChange({ source: source.id, folder: undefined }),
  }));
  const folderItems: MenuItem[] = folders.map((folder) => ({ label: folder.name, icon: FolderIcon, checked: state.folder === folder.id, onSelect: () => onChange({ folder: folder.id, source: undefined }) }));
  const languageItems: MenuItem[] = (facets?.languages ?? [{ language: 'ru', count: 0 }, { language: 'en', count: 0 }]).map((item) => ({
    label: item.count > 0 ? `${languageName(item.language)} (${number(item.count)})` : languageName(item.language),
    checked: state.lang === item.language,
    onSelect: () => onChange({ lang: item.language }),
  }));
  const sourceName = state.source ? sources.find((source) => source.id === state.source)?.title : folders.find((folder) => folder.id === state.folder)?.name;
  return (
    <div role="group" aria-label={t('search.filters')} className="flex gap-1.5 py-0.5 md:flex-wrap max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:[scrollbar-width:none]">
      <ChipMenu icon={CalendarDays} label={t('search.date')} value={state.days ? dates.find(([days]) => days === state.days)?.[1] : undefined} items={dates.map(([days, label]) => ({ label, checked: state.days === days, onSelect: () => onChange({ days }) }))} />
      <ChipMenu icon={Rss} label={t('search.source')} value={sourceName} items={[{ label: t('search.anySource'), checked: !state.source && !state.folder, onSelect: () => onChange({ source: undefined, folder: undefined }) }, ...(folderItems.length > 0 ? (['line', ...folderItems] as const) : []), 'line', ...sourceItems]} />
      <ChipMenu icon={Languages} label={t('search.language')} value={state.lang ? languageName(state.lang) : undefined} items={[{ label: t('search.anyLanguage'), checked: !state.lang, onSelect: () => onChange({ lang: undefined }) }, ...languageItems]} />
      <ChipMenu
        icon={Paperclip}
        label={t('search.has')}
        value={has.length > 0 ? has.map((kind) => t(`search.${kind}`)).join(', ') : undefined}
        items={([['photo', Image], ['video', Play], ['link', Link2]] as const).map(([kind, icon]) => ({ label: t(`search.${kind}`), icon, checked: has.includes(kind), onSelect: () => onChange({ has: toggleHas(state.has, kind) }) }))}
      />
      {meaning ? (
        <ChipMenu
          icon={Sparkles}
          label={t('search.mode')}
          value={state.mode ? t(`search.mode.${state.mode}`) : undefined}
          items={[
            { label: t('search.mode.auto'), checked: !state.mode, onSelect: () => onChange({ mode: undefined }) },
            { label: t('search.mode.lexical'), checked: state.mode === 'lexical', onSelect: () => onChange({ mode: 'lexical' }) },
            { label: t('search.mode.vector'), checked: state.mode === 'vector', onSelect: () => onChange({ mode: 'vector' }) },
          ]}
        />
      ) : null}
    </div>
  );
}

function ChipMenu({ icon: Icon, label, value, items }: { icon: LucideIcon; label: string; value: string | undefined; items: (MenuItem | 'line')[] }) {
  return (
    <Menu
      label={label}
      items={items}
      button={(props) => (
        <button type="button" className={`chip max-w-[220px] flex-none ${value ? 'on' : ''}`} {...props}>
          <Icon size={15} strokeWidth={1.75} aria-hidden="true" className="flex-none" />
          {value ? <span className="sr">{label}: </span> : null}
          <span className="clip">{value ?? label}</span>
        </button>
      )}
    />
  );
}
