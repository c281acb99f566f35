/** Pages that stand alone in the shell. */
import { useNavigate } from '@tanstack/react-router';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { SourcesPage } from '../features/sources/sources-page.tsx';
import { overlay } from './layout-store.ts';
import { forgetStoredAnswers } from './register-service-worker.ts';
import { forgetMe } from './router.tsx';

export function SourcesRoute() {
  return <SourcesPage onAdd={() => overlay.set('add')} />;
}

export function SettingsRoute() {
  const navigate = useNavigate();
  const signedOut = (): void => {
    void forgetStoredAnswers();
    void navigate({ to: '/sign-in', search: {} }).then(forgetMe);
  };
  return <SettingsPage onSignedOut={signedOut} />;
}
