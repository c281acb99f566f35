/** The whole account as a file: out to keep or to move, and in again. */
import { FileDown, FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { AccountImported } from '../../lib/contract-types.ts';
import { refreshAfterFollow } from '../../lib/arrivals.ts';
import { FileInput } from '../../ui/file-input.tsx';
import { ProgressBar } from '../../ui/segmented.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { Line } from './section.tsx';

type State = { kind: 'idle' } | { kind: 'sending'; share: number } | { kind: 'done'; result: AccountImported } | { kind: 'failed'; problem: string };

export function AccountFiles() {
  return (
    <>
      <Line label={t('settings.export')} hint={t('settings.exportHint')} group>
        {() => (
          <a className="btn" href={api.exportAddress} download>
            <FileDown size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('settings.exportDo')}
          </a>
        )}
      </Line>
      <ImportLine />
    </>
  );
}

function ImportLine() {
  const file = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const bring = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    setState({ kind: 'sending', share: 0 });
    try {
      const result = await api.importAccount(chosen, (share) => setState({ kind: 'sending', share }));
      setState({ kind: 'done', result });
      void refreshAfterFollow();
    } catch (error) {
      setState({ kind: 'failed', problem: errorText(error) });
    }
  };
  return (
    <>
      <Line label={t('settings.import')} hint={t('settings.importHint')} group>
        {() => (
          <>
            <FileInput
              ref={file}
              label={t('settings.import')}
              accept=".jsonl,.ndjson,application/x-ndjson,application/jsonl"
              onFiles={([chosen]) => void bring(chosen)}
            />
            <button type="button" className="btn" disabled={state.kind === 'sending'} onClick={() => file.current?.click()}>
              <FileUp size={16} strokeWidth={1.75} aria-hidden="true" />
              {t('settings.importDo')}
            </button>
          </>
        )}
      </Line>
      <Outcome state={state} />
    </>
  );
}

function Outcome({ state }: { state: State }) {
  if (state.kind === 'sending') {
    return (
      <div role="status" className="grid gap-1.5 py-2.5 text-13 text-ink-2">
        {t(state.share < 1 ? 'settings.importSending' : 'settings.importReading')}
        <ProgressBar value={state.share} max={1} label={t('settings.import')} />
      </div>
    );
  }
  if (state.kind === 'failed') {
    return (
      <p role="alert" className="py-2.5 text-bad [overflow-wrap:anywhere]">
        {state.problem}
      </p>
    );
  }
  if (state.kind === 'idle') return null;
  const { folders, sources, sourcesMissed, marks, marksMissed } = state.result;
  return (
    <p role="status" className="py-2.5 text-13 text-ink-2">
      {t('settings.imported', { folders, sources, marks })} {sourcesMissed > 0 ? t('settings.importSourcesMissed', { n: sourcesMissed }) : ''}{' '}
      {marksMissed > 0 ? t('settings.importMissed', { n: marksMissed }) : ''}
    </p>
  );
}
