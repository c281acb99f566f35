/** How long posts are kept; before it becomes shorter: how many go. */
import { useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { saveMe } from '../../lib/preferences.ts';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';
import { Line } from './section.tsx';

/** So many days mean: always, see the contract. */
const always = 36_500;
const choices = [7, 14, 30, 60, 90, 180, 365, 2 * 365, 3 * 365, always];

function inWords(days: number): string {
  if (days === always) return t('settings.keepAlways');
  return days % 365 === 0 ? plural('settings.years', days / 365) : plural('settings.days', days);
}

const save = (retentionDays: number): void => void saveMe({ retentionDays }).catch((error: unknown) => showToast(errorText(error)));

export function Retention({ days }: { days: number }) {
  const [asked, setAsked] = useState<{ days: number; posts: number } | null>(null);
  const options = choices.includes(days) ? choices : [...choices, days].sort((a, b) => a - b);
  const choose = async (next: number): Promise<void> => {
    setAsked(null);
    if (next >= days) return save(next);
    try {
      const { posts } = await api.outdated(next);
      if (posts > 0) setAsked({ days: next, posts });
      else save(next);
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <>
      <Line label={t('settings.retention')} hint={t('settings.retentionHint')}>
        {(id, hintId) => (
          <select
            id={id}
            aria-describedby={hintId}
            className="field w-60 max-md:w-full"
            value={asked?.days ?? days}
            onChange={(event) => void choose(Number(event.target.value))}
          >
            {options.map((count) => (
              <option key={count} value={count}>
                {inWords(count)}
              </option>
            ))}
          </select>
        )}
      </Line>
      {asked ? (
        <div role="alert" className="my-2.5 flex flex-wrap items-center gap-2 rounded-3 bg-sunken px-4 py-3">
          <p className="min-w-0 flex-1 basis-60 text-pretty">{plural('settings.retentionAsk', asked.posts)}</p>
          <button type="button" className="btn" onClick={() => setAsked(null)}>
            {t('settings.retentionStay', { time: inWords(days) })}
          </button>
          <button
            type="button"
            className="btn pri"
            onClick={() => {
              setAsked(null);
              save(asked.days);
            }}
          >
            {t('settings.retentionShorten')}
          </button>
        </div>
      ) : null}
    </>
  );
}
