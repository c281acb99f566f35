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
  return (
    <div
      role="group"
      aria-label={t('search.filters')}
      className="flex gap-1.5 py-0.5 md:flex-wrap max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:[scrollbar-width:none]"
    >
      <DateFilter state={state} onChange={onChange} />
      <SourceFilter state={state} facets={facets} onChange={onChange} />
      <LanguageFilter state={state} facets={facets} onChange={onChange} />
      <HasFilter state={state} onChange={onChange} />
      {meaning ? <ModeFilter state={state} onChange={onChange} /> : null}
    </div>
  );
}

type Part = Pick<FilterBarProps, 'state' | 'onChange'>;
type FacetPart = Pick<FilterBarProps, 'state' | 'facets' | 'onChange'>;

const withCount = (label: string, count: number): string => (count > 0 ? `${label} (${number(count)})` : label);

function DateFilter({ state, onChange }: Part) {
  const dates: [number | undefined, string][] = [
    [undefined, t('search.any')],
    [1, t('search.day')],
    [7, t('search.week')],
    [30, t('search.month')],
  ];
  const value = state.days ? dates.find(([days]) => days === state.days)?.[1] : undefined;
  return (
    <ChipMenu
      icon={CalendarDays}
      label={t('search.date')}
      value={value}
      items={dates.map(([days, label]) => ({ label, checked: state.days === days, onSelect: () => onChange({ days }) }))}
    />
  );
}

function SourceFilter({ state, facets, onChange }: FacetPart) {
  const folders = useFolders().data ?? [];
  const sources = useSources().data ?? [];
  const offered = facets?.sources ?? sources.map((source) => ({ id: source.id, title: source.title, count: 0 }));
  const sourceItems: MenuItem[] = offered.map((source) => ({
    label: withCount(source.title, source.count),
    checked: state.source === source.id,
    onSelect: () => onChange({ source: source.id, folder: undefined }),
  }));
  const folderItems: MenuItem[] = folders.map((folder) => ({
    label: folder.name,
    icon: FolderIcon,
    checked: state.folder === folder.id,
    onSelect: () => onChange({ folder: folder.id, source: undefined }),
  }));
  const all: MenuItem = {
    label: t('search.anySource'),
    checked: !state.source && !state.folder,
    onSelect: () => onChange({ source: undefined, folder: undefined }),
  };
  const chosen = state.source ? sources.find((source) => source.id === state.source)?.title : folders.find((folder) => folder.id === state.folder)?.name;
  return (
    <ChipMenu
      icon={Rss}
      label={t('search.source')}
      value={chosen}
      items={[all, ...(folderItems.length > 0 ? (['line', ...folderItems] as const) : []), 'line', ...sourceItems]}
    />
  );
}

function LanguageFilter({ state, facets, onChange }: FacetPart) {
  const offered = facets?.languages ?? [
    { language: 'ru', count: 0 },
    { language: 'en', count: 0 },
  ];
  const items: MenuItem[] = offered.map((item) => ({
    label: withCount(languageName(item.language), item.count),
    checked: state.lang === item.language,
    onSelect: () => onChange({ lang: item.language }),
  }));
  return (
    <ChipMenu
      icon={Languages}
      label={t('search.language')}
      value={state.lang ? languageName(state.lang) : undefined}
      items={[{ label: t('search.anyLanguage'), checked: !state.lang, onSelect: () => onChange({ lang: undefined }) }, ...items]}
    />
  );
}

function HasFilter({ state, onChange }: Part) {
  const has = hasList(state.has);
  const kinds = [
    ['photo', Image],
    ['video', Play],
    ['link', Link2],
  ] as const;
  const items: MenuItem[] = kinds.map(([kind, icon]) => ({
    label: t(`search.${kind}`),
    icon,
    checked: has.includes(kind),
    onSelect: () => onChange({ has: toggleHas(state.has, kind) }),
  }));
  return (
    <ChipMenu icon={Paperclip} label={t('search.has')} value={has.length > 0 ? has.map((kind) => t(`search.${kind}`)).join(', ') : undefined} items={items} />
  );
}

function ModeFilter({ state, onChange }: Part) {
  const items: MenuItem[] = [
    { label: t('search.mode.auto'), checked: !state.mode, onSelect: () => onChange({ mode: undefined }) },
    { label: t('search.mode.lexical'), checked: state.mode === 'lexical', onSelect: () => onChange({ mode: 'lexical' }) },
    { label: t('search.mode.vector'), checked: state.mode === 'vector', onSelect: () => onChange({ mode: 'vector' }) },
  ];
  return <ChipMenu icon={Sparkles} label={t('search.mode')} value={state.mode ? t(`search.mode.${state.mode}`) : undefined} items={items} />;
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
