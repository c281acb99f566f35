import { CircleHelp } from 'lucide-react';
import { t, type TextKey } from '../../i18n/t.ts';

/** The language of queries, each line with something to try. */
export function QueryHelp({ onExample, open }: { onExample: (query: string) => void; open?: boolean }) {
  const a = t('search.help.exampleA');
  const b = t('search.help.exampleB');
  const lines: [string, TextKey][] = [
    [`"${b}"`, 'search.help.phrase'],
    [`${a} -${b.split(' ')[0]}`, 'search.help.without'],
    [`${a} OR ${b.split(' ').at(-1)}`, 'search.help.either'],
    [`${a} after:7d`, 'search.help.after'],
    [`${a} before:2026-01-31`, 'search.help.before'],
    [`${a} lang:ru`, 'search.help.lang'],
    [`${a} source:"…"`, 'search.help.source'],
    [`${a} has:photo`, 'search.help.has'],
    [`${a} tag:energy`, 'search.help.tag'],
  ];
  return (
    <details open={open} className="w-full max-w-[400px] text-left">
      <summary className="btn text mx-auto flex w-fit cursor-pointer list-none">
        <CircleHelp size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('search.help')}
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 text-13">
        {lines.map(([query, text]) => (
          <div key={text} className="contents">
            <dt>
              <button type="button" className="min-h-6 rounded-1 bg-sunken px-1.5 font-mono text-13 text-tide hover:underline" onClick={() => onExample(query)}>
                {query}
              </button>
            </dt>
            <dd className="text-ink-2">{t(text)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
