/** Exchanges the token of a sign-in link for a session; for everybody else it says how to get in. */
import { Check, Copy, KeyRound, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { ApiError } from '../../lib/api-client.ts';
import { api } from '../../lib/api.ts';
import { Logo } from '../../ui/logo.tsx';
import { errorText } from '../../ui/state-message.tsx';

const command = 'npx tidings sign-in';

export function SignInPage({ token, onSignedIn }: { token: string | undefined; onSignedIn: () => void }) {
  // The token of the link; the address keeps it for a moment only.
  const [link, setLink] = useState(token);
  if (token && token !== link) setLink(token);
  const [problem, setProblem] = useState<string | null>(null);
  /** Who is signed in, and whom the link would sign in instead. */
  const [other, setOther] = useState<string | null>(null);
  const used = useRef<string | null>(null);
  useEffect(() => {
    document.title = `${t('signin.title')} · Tidings`;
    if (!link || used.current === link) return;
    used.current = link;
    // The token must not stay in the address, the history or a screenshot.
    history.replaceState(history.state, '', '/sign-in');
    api.signIn(link).then(onSignedIn, (error: unknown) => {
      if (error instanceof ApiError && error.code === 'signed_in_as_other') return setOther(error.message);
      // A used link is of no matter to who is signed in already.
      api.me().then(onSignedIn, () => setProblem(errorText(error)));
    });
  }, [link, onSignedIn]);
  const replace = (): void => {
    setOther(null);
    if (link) api.signIn(link, true).then(onSignedIn, (error: unknown) => setProblem(errorText(error)));
  };
  const working = link !== undefined && problem === null;
  return (
    <main className="scroll grid h-dvh place-items-center bg-rail p-5">
      <div className="w-full max-w-[460px]">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo size={28} />
          <span className="font-serif text-24 font-[640] tracking-[-.01em]">Tidings</span>
        </div>
        <div className="rounded-4 bg-raised p-6 shadow-1 max-md:p-5">
          {other ? (
            <Question text={other} onReplace={replace} onStay={onSignedIn} />
          ) : working ? (
            <p role="status" className="flex items-center gap-3 text-16">
              <LoaderCircle size={18} aria-hidden="true" className="text-tide motion-safe:animate-spin" />
              {t('signin.working')}…
            </p>
          ) : (
            <HowTo problem={problem} />
          )}
        </div>
        <p className="mt-4 text-13 text-ink-3">{t('signin.tagline')}</p>
      </div>
    </main>
  );
}

/** A link may come from somebody who wants one to work in their account without noticing. */
function Question({ text, onReplace, onStay }: { text: string; onReplace: () => void; onStay: () => void }) {
  return (
    <>
      <h1 className="mb-3 font-serif text-20 font-[620] text-balance">{t('signin.other')}</h1>
      <p role="alert" className="text-pretty text-ink-2">
        {text}
      </p>
      <p className="mt-4 flex flex-wrap gap-2">
        <button type="button" className="btn pri" onClick={onStay}>
          {t('signin.stay')}
        </button>
        <button type="button" className="btn" onClick={onReplace}>
          {t('signin.replace')}
        </button>
      </p>
    </>
  );
}

function HowTo({ problem }: { problem: string | null }) {
  const [copied, setCopied] = useState(false);
  return (
    <>
      <h1 className="mb-3 font-serif text-20 font-[620] text-balance">{t(problem ? 'signin.failed' : 'signin.title')}</h1>
      {problem ? (
        <p role="alert" className="note warn mb-4">
          <KeyRound size={18} strokeWidth={1.75} aria-hidden="true" />
          {problem}
        </p>
      ) : null}
      <p className="text-pretty text-ink-2">{t('signin.how')}</p>
      <div className="my-3 flex items-center gap-2 rounded-3 bg-sunken py-1.5 pr-1.5 pl-4">
        <code className="clip flex-1 font-mono text-14">{command}</code>
        <button
          type="button"
          className="btn quiet"
          aria-label={t('signin.copy')}
          onClick={() => void navigator.clipboard?.writeText(command).then(() => setCopied(true))}
        >
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} strokeWidth={1.75} aria-hidden="true" />}
          {t(copied ? 'error.copied' : 'settings.copy')}
        </button>
      </div>
      <p className="text-13 text-ink-3">{t('signin.once')}</p>
    </>
  );
}
