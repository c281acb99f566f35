/** The bar at the bottom of a phone: five places within reach of a thumb. */
import { Link, useLocation } from '@tanstack/react-router';
import { Bookmark, type LucideIcon, Menu, Newspaper, Rss, Search } from 'lucide-react';
import { plural, t, type TextKey } from '../i18n/t.ts';
import { useCounts } from '../lib/queries.ts';

const tabs: { to: '/' | '/search' | '/saved' | '/sources' | '/more'; icon: LucideIcon; label: TextKey }[] = [
  { to: '/', icon: Newspaper, label: 'nav.timeline' },
  { to: '/search', icon: Search, label: 'nav.search' },
  { to: '/saved', icon: Bookmark, label: 'nav.saved' },
  { to: '/sources', icon: Rss, label: 'nav.sources' },
  { to: '/more', icon: Menu, label: 'nav.more' },
];

function currentTab(path: string): string {
  if (path.startsWith('/settings') || path.startsWith('/folder') || path.startsWith('/more')) return '/more';
  return tabs.find((tab) => tab.to !== '/' && path.startsWith(tab.to))?.to ?? '/';
}

export function TabBar() {
  const path = useLocation({ select: (at) => at.pathname });
  const unread = useCounts()?.unread ?? 0;
  const current = currentTab(path);
  return (
    <nav aria-label={t('nav.label')} className="grid flex-none grid-cols-5 border-t border-line bg-rail pb-[var(--safe-b)] md:hidden">
      {tabs.map(({ to, icon: Icon, label }) => (
        <Link
          key={to}
          to={to}
          className={`relative flex h-[52px] min-w-0 flex-col items-center justify-center gap-[3px] text-12 leading-[14px] font-[500] max-[374px]:text-[11px] max-[374px]:tracking-tight ${to === current ? 'font-[600] text-tide' : 'text-ink-3'}`}
          {...(to === current ? { 'aria-current': 'page' as const } : {})}
        >
          <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
          <span className="clip max-w-full">{t(label)}</span>
          {to === '/' && unread > 0 ? (
            <i className="absolute top-1.5 left-[calc(50%+10px)] size-2 rounded-full bg-tide-mark" role="img" aria-label={plural('nav.unread', unread)} />
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
