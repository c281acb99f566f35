/** The feeds that a page names: the first is followed at once, another can be taken in its place. */
import { useId, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { AddSourceAnswer } from '../../lib/contract-types.ts';
import { refreshFollows } from '../../lib/queries.ts';
import { errorText } from '../../ui/state-message.tsx';

export function FeedChoices({ answer: { source, choices } }: { answer: AddSourceAnswer }) {
  const name = useId();
  const [taken, setTaken] = useState({ id: source.id, address: choices[0]?.address ?? source.address });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (address: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { id } = await api.patchSource(taken.id, { address });
      setTaken({ id, address });
      void refreshFollows();
    } catch (error) {
      setProblem(errorText(error));
    }
    setBusy(false);
  };
  return (
    <fieldset className="basis-full pl-9" disabled={busy} aria-busy={busy}>
      <legend className="mb-1 text-13 text-ink-2">{t('add.choices')}</legend>
      {choices.map((choice) => (
        <label key={choice.address} className="flex min-h-8 items-center gap-2.5 py-1 max-md:min-h-11">
          <input
            type="radio"
            name={name}
            className="size-4 flex-none accent-fill"
            checked={choice.address === taken.address}
            onChange={() => void take(choice.address)}
          />
          <span className="min-w-0">
            <span className="clip block">{choice.title ?? choice.address}</span>
            {choice.title ? <span className="clip block text-13 text-ink-3">{choice.address}</span> : null}
          </span>
        </label>
      ))}
      {problem ? (
        <p role="alert" className="text-13 text-bad">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}
