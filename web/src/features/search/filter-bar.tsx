/** Filters as chips; what they offer comes from what matches. */
import { CalendarDays, Folder as FolderIcon, Image, Languages, Link2, type LucideIcon, Paperclip, Play, Rss } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { SearchAnswer } from '../../lib/contract-types.ts';
import { languageName, shortDate } from '../../lib/format-time.ts';
import { useFolders, useSources } from '../../lib/queries.ts';
import { hintsOf } from '../../lib/source-names.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { hasList, type SearchState, toggleHas } from './query.ts';

type Typed = SearchAnswer['understood']['set'];

export interface FilterBarProps {
  state: SearchState;
  facets: SearchAnswer['facets'] | undefined;
  /** What filters that were typed into the query set. */
  typed: Typed | undefined;
  onChange: (change: Partial<SearchState>) => void;
}

export function FilterBar({ state, facets, typed, onChange }: FilterBarProps) {
  return (
    <div
      role="group"
      aria-label={t('search.filters')}
      className="flex gap-1.5 py-0.5 md:flex-wrap max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:[scrollbar-width:none]"
    >
      <DateFilter state={state} typed={typed} onChange={onChange} />
      <SourceFilter state={state} facets={facets} typed={typed} onChange={onChange} />
      <LanguageFilter state={state} facets={facets} typed={typed} onChange={onChange} />
      <HasFilter state={state} typed={typed} onChange={onChange} />
    </div>
  );
}

type Part = Pick<FilterBarProps, 'state' | 'typed' | 'onChange'>;
type FacetPart = Part & Pick<FilterBarProps, 'facets'>;

function DateFilter({ state, typed, onChange }: Part) {
  const dates: [number | undefined, string][] = [
    [undefined, t('search.any')],
    [1, t('search.day')],
    [7, t('search.week')],
    [30, t('search.month')],
  ];
  const value = state.days ? dates.find(([days]) => days === state.days)?.[1] : typedDates(typed);
  return (
    <ChipMenu
      icon={CalendarDays}
      label={t('search.date')}
      value={value}
      items={dates.map(([days, label]) => ({ label, checked: state.days === days, onSelect: () => onChange({ days }) }))}
    />
  );
}

function typedDates(typed: Typed | undefined): string | undefined {
  const day = (instant: string): string => shortDate(new Date(instant), new Date());
  const parts = [typed?.after ? t('search.since', { date: day(typed.after) }) : '', typed?.before ? t('search.until', { date: day(typed.before) }) : ''];
  return parts.filter(Boolean).join(' ') || undefined;
}

function SourceFilter({ state, facets, typed, onChange }: FacetPart) {
  const sources = useSources().data ?? [];
  const hints = hintsOf(sources);
  const folders = (useFolders().data ?? []).filter((folder) => sources.some((source) => source.folderId === folder.id));
  const offered = facets?.sources ?? sources.map((source) => ({ id: source.id, title: source.title, count: 0 }));
  const sourceItems: MenuItem[] = offered.map((source) => ({
    label: source.title,
    hint: hints.get(source.id),
    count: source.count,
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
      search={t('sources.filter')}
      value={chosen ?? (typed?.sources.join(', ') || undefined)}
      items={[all, ...(folderItems.length > 0 ? (['line', ...folderItems] as const) : []), 'line', ...sourceItems]}
    />
  );
}

function LanguageFilter({ state, facets, typed, onChange }: FacetPart) {
  const offered = facets?.languages ?? [
    { language: 'ru', count: 0 },
    { language: 'en', count: 0 },
  ];
  const items: MenuItem[] = offered.map((item) => ({
    label: languageName(item.language),
    count: item.count,
    checked: state.lang === item.language,
    onSelect: () => onChange({ lang: item.language }),
  }));
  return (
    <ChipMenu
      icon={Languages}
      label={t('search.language')}
      value={state.lang ? languageName(state.lang) : typed?.languages.map(languageName).join(', ') || undefined}
      items={[{ label: t('search.anyLanguage'), checked: !state.lang, onSelect: () => onChange({ lang: undefined }) }, ...items]}
    />
  );
}

function HasFilter({ state, typed, onChange }: Part) {
  const has = hasList(state.has);
  const shown = [...new Set([...has, ...(typed?.has ?? [])])];
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
  return <ChipMenu icon={Paperclip} label={t('search.has')} value={shown.map((kind) => t(`search.${kind}`)).join(', ') || undefined} items={items} />;
}

interface ChipMenuProps {
  icon: LucideIcon;
  label: string;
  value: string | undefined;
  items: (MenuItem | 'line')[];
  /** The name of a field that narrows a long menu. */
  search?: string;
}

function ChipMenu({ icon: Icon, label, value, items, search }: ChipMenuProps) {
  return (
    <Menu
      label={label}
      items={items}
      {...(search ? { search } : {})}
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
