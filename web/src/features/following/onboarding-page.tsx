/** The first page of a new user: what do you follow? Then to the timeline. */
import { useEffect } from 'react';
import { t } from '../../i18n/t.ts';
import { refreshAfterFollow } from '../../lib/arrivals.ts';
import { Logo } from '../../ui/logo.tsx';
import { FoundList } from './found-list.tsx';
import { PasteBox } from './paste-box.tsx';
import { StarterPacks } from './starter-packs.tsx';
import { useFollowing } from './use-following.ts';

export function OnboardingPage({ onDone }: { onDone: () => void }) {
  const following = useFollowing();
  const started = following.attempts.some((one) => one.state === 'done') || following.taskIds.length > 0;
  useEffect(() => {
    document.title = `${t('add.title')} · Tidings`;
  }, []);
  const finish = (): void => {
    void refreshAfterFollow();
    onDone();
  };
  return (
    <div className="scroll h-dvh bg-rail">
      <header className="flex items-center gap-2.5 px-7 py-[18px] max-md:px-4 max-md:py-3">
        <Logo />
        <span className="font-serif text-18 font-[640] tracking-[-.01em]">Tidings</span>
        <span className="flex-1" />
        <button type="button" className="btn text" onClick={finish}>
          {t('add.skip')}
        </button>
      </header>
      <main className="mx-auto w-[min(760px,100%-40px)]">
        <h1 className="mb-2 font-serif text-30 font-[640] tracking-[-.012em] text-balance max-md:text-24">{t('add.title')}</h1>
        <p className="mb-5 max-w-[58ch] text-16 leading-6 text-pretty text-ink-2">{t('add.lead')}</p>
        <PasteBox {...following.paste} autoFocus problem={following.fileProblem} onFile={(file, into) => void following.importFile(file, into)} />
        <FoundList attempts={following.attempts} taskIds={following.taskIds} onRetry={following.retry} onPutAway={following.putAway} />
        <StarterPacks onTask={following.addTask} />
        <div className="sticky bottom-0 z-1 -mx-1 mt-6 flex items-center gap-4 border-t border-line bg-rail px-1 py-3 pb-[calc(12px+var(--safe-b))]">
          <button type="button" className={`btn lg max-md:flex-1 ${started ? 'pri' : ''}`} onClick={finish}>
            {t('add.open')}
          </button>
          {started ? <span className="text-ink-3 max-md:hidden">{t('add.rest')}</span> : null}
        </div>
      </main>
    </div>
  );
}
