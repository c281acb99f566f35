/** What stands in a place that has nothing to show: empty, or failed with what happened and what now. */
import { CloudAlert, type LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { t } from '../i18n/t.ts';
import { ApiError } from '../lib/api-client.ts';

export interface StateMessageProps {
  icon: LucideIcon;
  title: string;
  text?: string;
  children?: ReactNode;
  level?: 1 | 2;
}

export function StateMessage({ icon: Icon, title, text, children, level = 2 }: StateMessageProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="m-auto grid justify-items-center px-6 py-10 text-center">
      <Icon size={28} strokeWidth={1.75} aria-hidden="true" className="text-ink-3" />
      <Heading className="mt-2.5 text-balance font-serif text-18 leading-6 font-[620]">{title}</Heading>
      {text ? <p className="mt-1.5 max-w-[44ch] text-pretty text-ink-2">{text}</p> : null}
      {children ? <div className="mt-3.5 flex flex-wrap items-center justify-center gap-2">{children}</div> : null}
    </div>
  );
}

export function ErrorMessage({ error, title, onRetry, level }: { error: unknown; title: string; onRetry?: () => void; level?: 1 | 2 }) {
  return (
    <div role="alert" className="grid min-h-full flex-1">
      <StateMessage icon={CloudAlert} title={title} text={errorText(error)} {...(level ? { level } : {})}>
        {onRetry ? (
          <button type="button" className="btn pri" onClick={onRetry}>
            {t('error.retry')}
          </button>
        ) : null}
        <CopyDetails error={error} />
      </StateMessage>
    </div>
  );
}

/** One sentence about what went wrong, in the user's language. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.code === 'network') return t('error.network');
    // The sentence about a failure of the server speaks of its number.
    return error.code === 'internal' && error.problem ? `${error.message} (${error.problem.traceId})` : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

function CopyDetails({ error }: { error: unknown }) {
  const [copied, setCopied] = useState(false);
  const details =
    error instanceof ApiError ? { code: error.code, status: error.status, traceId: error.problem?.traceId, detail: error.message } : { error: String(error) };
  const text = JSON.stringify({ ...details, page: location.pathname, at: new Date().toISOString() }, null, 2);
  return (
    <button type="button" className="btn text" onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}>
      {copied ? t('error.copied') : t('error.copy')}
    </button>
  );
}
