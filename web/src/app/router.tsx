/** Every address of the app, and what is loaded for it. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, useNavigate } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { t } from '../i18n/t.ts';
import { ApiError } from '../lib/api-client.ts';
import { forgetArrivals } from '../lib/arrivals.ts';
import { readKept } from '../lib/keep.ts';
import { adoptTimeZone, showLanguage, showSettings } from '../lib/preferences.ts';
import { outgoingMarks } from '../lib/outgoing-marks.ts';
import { meQuery, queryClient } from '../lib/queries.ts';
import { StateMessage } from '../ui/state-message.tsx';
import { Toaster } from '../ui/toaster.tsx';
import { parseQuery, writeQuery } from './address-query.ts';
import { BrokenPage } from './broken-page.tsx';
import { ReaderLayout } from './reader-layout.tsx';
import { Shell } from './shell.tsx';
import { validateSearchPage } from './search-address.ts';

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toaster />
    </>
  ),
  notFoundComponent: NotFound,
  errorComponent: BrokenPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { token?: string } => (typeof search['token'] === 'string' ? { token: search['token'] } : {}),
  component: lazyRouteComponent(() => import('./entry-pages.tsx'), 'SignInRoute'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  beforeLoad: ensureMe,
  component: lazyRouteComponent(() => import('./entry-pages.tsx'), 'WelcomeRoute'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const me = await ensureMe();
    if (me?.sources === 0 && location.pathname === '/' && readKept('welcomed') === null) throw redirect({ to: '/welcome' });
  },
  component: Shell,
  errorComponent: BrokenPage,
});
const reader = createRoute({ getParentRoute: () => shell, id: 'reader', component: ReaderLayout });
const nothing = (): null => null;
const timeline = createRoute({ getParentRoute: () => reader, path: '/', component: nothing });
const folder = createRoute({ getParentRoute: () => reader, path: '/folder/$folderId', component: nothing });
const source = createRoute({ getParentRoute: () => reader, path: '/source/$sourceId', component: nothing });
const saved = createRoute({ getParentRoute: () => reader, path: '/saved', component: nothing });
const tag = createRoute({ getParentRoute: () => reader, path: '/tag/$tag', component: nothing });
const post = createRoute({
  getParentRoute: () => reader,
  path: '/post/$postId',
  validateSearch: (search: Record<string, unknown>): { in?: string } => (typeof search['in'] === 'string' ? { in: search['in'] } : {}),
  component: nothing,
});
const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: validateSearchPage,
  component: lazyRouteComponent(() => import('./search-route.tsx'), 'SearchRoute'),
});
const sources = createRoute({
  getParentRoute: () => shell,
  path: '/sources',
  component: lazyRouteComponent(() => import('./page-routes.tsx'), 'SourcesRoute'),
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./page-routes.tsx'), 'SettingsRoute'),
});
const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });
const more = createRoute({ getParentRoute: () => shell, path: '/more', component: lazyRouteComponent(() => import('./more-page.tsx'), 'MorePage') });

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    welcome,
    shell.addChildren([reader.addChildren([timeline, folder, source, saved, tag, post]), search, sources, settings, more, unknown]),
  ]),
  parseSearch: parseQuery,
  stringifySearch: writeQuery,
  defaultPreload: 'intent',
  scrollRestoration: false,
  defaultPendingMs: 300,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

let prepared = false;
/** Who is signed in; sends to the sign-in page when nobody is. Sets language and look the first time. */
async function ensureMe() {
  try {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!prepared) {
      prepared = true;
      showSettings(me.settings);
      await showLanguage(me.language, me.timezone);
      adoptTimeZone(me.timezone);
    }
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw redirect({ to: '/sign-in', search: {} });
    throw error;
  }
}

/** The next sign-in begins from nothing; marks that could not be sent would be sent as those of whoever signs in. */
export function forgetMe(): void {
  prepared = false;
  outgoingMarks.drop();
  forgetArrivals();
  queryClient.clear();
}

function NotFound() {
  const navigate = useNavigate();
  return (
    <div className="grid h-full min-h-60">
      <StateMessage level={1} icon={SearchX} title={t('error.notFound')}>
        <button type="button" className="btn pri" onClick={() => void navigate({ to: '/' })}>
          {t('error.toTimeline')}
        </button>
      </StateMessage>
    </div>
  );
}
