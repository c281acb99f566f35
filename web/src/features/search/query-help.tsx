import { CircleHelp } from 'lucide-react';
import { t } from '../../i18n/t.ts';

const lines = ['phrase', 'without', 'after', 'before', 'source', 'folder', 'lang', 'has', 'tag'] as const;

/** The language of queries, each line with something to try. */
export function QueryHelp({ onExample, open }: { onExample: (query: string) => void; open?: boolean }) {
  return (
    <details open={open} className="w-full max-w-[400px] text-left">
      <summary className="btn text mx-auto flex w-fit cursor-pointer list-none">
        <CircleHelp size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('search.help')}
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 text-13">
        {lines.map((name) => (
          <div key={name} className="contents">
            <dt>
              <button
                type="button"
                className="min-h-6 rounded-1 bg-sunken px-1.5 font-mono text-13 text-tide hover:underline"
                onClick={() => onExample(t(`search.help.${name}.query`))}
              >
                {t(`search.help.${name}.query`)}
              </button>
            </dt>
            <dd className="text-ink-2">{t(`search.help.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
