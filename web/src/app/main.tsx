/** Starts the app: texts of the language, then the first page. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onUnauthenticated } from '../lib/api-client.ts';
import { locale } from '../lib/format-time.ts';
import { readKept } from '../lib/keep.ts';
import { followDeviceTheme, showLanguage } from '../lib/preferences.ts';
import { queryClient, startEarly } from '../lib/queries.ts';
import { useStore } from '../lib/small-store.ts';
import '../styles/app.css';
import { shown } from './layout-store.ts';
import { forgetStoredAnswers, registerServiceWorker } from './register-service-worker.ts';
import { forgetMe, router } from './router.tsx';
import { timelineBase } from './scope.ts';
import { startConnectionWatch } from './use-live.ts';

/** Milliseconds; the first list is under way meanwhile. */
const serifWait = 300;

function App() {
  // Another language or time zone draws everything anew: texts and times are plain function calls.
  const { language, timeZone } = useStore(locale);
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider key={`${language} ${timeZone}`} router={router} />
    </QueryClientProvider>
  );
}

/** Letters that change their shape while one reads move the lines below; where the font is slow, the fitted fallback stands in. */
function loadSerif(): Promise<unknown> {
  const font = document.fonts.load('600 1rem "Literata Variable"', 'aж');
  return Promise.race([font.catch(() => undefined), new Promise((late) => setTimeout(late, serifWait))]);
}

onUnauthenticated(() => {
  if (router.state.location.pathname === '/sign-in') return;
  void forgetStoredAnswers();
  // Whoever goes back from there is to find nothing of the account.
  void router.navigate({ to: '/sign-in', search: {} }).then(forgetMe);
});
followDeviceTheme();
startConnectionWatch();
const texts = showLanguage(readKept('language') ?? undefined, readKept('timezone') ?? undefined);
if (!location.pathname.startsWith('/sign-in')) startEarly(location.pathname === '/' ? { ...timelineBase, show: shown.get()['timeline'] ?? 'unread' } : null);
await Promise.all([texts, loadSerif()]);
const place = document.getElementById('root');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
registerServiceWorker();
