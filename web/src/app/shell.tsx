/** The frame around every page of a signed-in user: sidebar, page, bottom bar; keys, live connection, dialogs. */
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { t } from '../i18n/t.ts';
import { offlineSince } from '../lib/connection.ts';
import { usePhone, useWide } from '../lib/media.ts';
import { useMe } from '../lib/queries.ts';
import { useStore } from '../lib/small-store.ts';
import { Divider } from '../ui/divider.tsx';
import { overlay, sidebarDefault, sidebarHidden, sidebarOver, sidebarWidth } from './layout-store.ts';
import { OfflineLine } from './offline-line.tsx';
import { Sidebar } from './sidebar.tsx';
import { SidebarOver } from './sidebar-over.tsx';
import { TabBar } from './tab-bar.tsx';
import { useTaskEndings } from './task-tray.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { useLive } from './use-live.ts';
import { usePageFocus } from './use-page-focus.ts';

const AddDialog = lazy(() => import('../features/following/add-dialog.tsx').then((module) => ({ default: module.AddDialog })));
const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const KeyMap = lazy(() => import('./key-map.tsx').then((module) => ({ default: module.KeyMap })));

export function Shell() {
  const phone = usePhone();
  const wide = useWide();
  const hidden = useStore(sidebarHidden);
  const width = useStore(sidebarWidth);
  useGlobalKeys();
  useLive();
  useTaskEndings();
  usePageFocus();
  const offline = useStore(offlineSince);
  const narrow = !wide || hidden;
  const over = useStore(sidebarOver);
  const besideMain = phone ? 0 : narrow ? 60 : width;
  // Messages stand over the list, beside the sidebar.
  useEffect(() => document.documentElement.style.setProperty('--sidebar', `${besideMain}px`), [besideMain]);
  return (
    <div className="relative flex h-dvh overflow-clip max-md:flex-col">
      <a href="#main" className="sr focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:h-auto focus:w-auto focus:bg-raised focus:p-3 focus:[clip-path:none]">
        {t('app.skip')}
      </a>
      {phone ? null : (
        <div className="relative flex-none border-r border-line" style={{ width: narrow ? 60 : width }}>
          <Sidebar narrow={narrow}>
            {narrow ? null : (
              <Divider
                label={t('pane.sidebarWidth')}
                value={width}
                min={200}
                max={300}
                onChange={(next) => sidebarWidth.set(next)}
                onReset={() => sidebarWidth.set(sidebarDefault)}
              />
            )}
          </Sidebar>
        </div>
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {offline ? <OfflineLine since={offline} /> : null}
        {/* Below the line a page is no longer at the edge of the screen. */}
        <main id="main" tabIndex={-1} className={`relative min-h-0 min-w-0 flex-1 ${offline ? '[--safe-t:0px]' : ''}`}>
          <Outlet />
        </main>
      </div>
      {phone ? <TabBar /> : null}
      {over && narrow && !phone ? <SidebarOver /> : null}
      <Overlays />
    </div>
  );
}

function Overlays() {
  const shown = useStore(overlay);
  const sources = useMe()?.sources ?? 0;
  const close = (): void => overlay.set('none');
  if (shown === 'none') return null;
  return (
    <Suspense fallback={null}>
      {shown === 'add' ? <AddDialog onClose={close} withPacks={sources === 0} /> : null}
      {shown === 'palette' ? <Palette onClose={close} /> : null}
      {shown === 'keys' ? <KeyMap onClose={close} /> : null}
    </Suspense>
  );
}
