import { Bug } from 'lucide-react';
import { t } from '../i18n/t.ts';
import { ApiError } from '../lib/api-client.ts';
import { ErrorMessage, StateMessage } from '../ui/state-message.tsx';

/** In place of a page that threw, or that could not be loaded at all. */
export function BrokenPage({ error }: { error: unknown }) {
  const reload = (): void => location.reload();
  if (error instanceof ApiError) {
    return (
      <main className="grid h-dvh">
        <ErrorMessage level={1} error={error} title={t('error.page')} onRetry={reload} />
      </main>
    );
  }
  const copy = (): void => void navigator.clipboard?.writeText(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return (
    <main className="grid h-dvh">
      <StateMessage level={1} icon={Bug} title={t('error.crash')} text={t('error.crashText')}>
        <button type="button" className="btn pri" onClick={reload}>
          {t('error.reload')}
        </button>
        <button type="button" className="btn text" onClick={copy}>
          {t('error.copy')}
        </button>
      </StateMessage>
    </main>
  );
}
