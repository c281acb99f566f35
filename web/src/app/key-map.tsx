import { t, type TextKey } from '../i18n/t.ts';
import { Dialog } from '../ui/dialog.tsx';

const map: [string[], TextKey][] = [
  [['j', 'k'], 'keys.j'],
  [['n', 'p'], 'keys.n'],
  [['o', 'Enter'], 'keys.o'],
  [['v'], 'keys.v'],
  [['m'], 'keys.m'],
  [['s', 'b'], 'keys.s'],
  [['x'], 'keys.x'],
  [['Space'], 'keys.space'],
  [['/'], 'keys.slash'],
  [['r'], 'keys.r'],
  [['.'], 'keys.dot'],
  [['Shift A'], 'keys.A'],
  [['g t', 'g b', 'g s'], 'keys.g'],
  [['[', ']'], 'keys.brackets'],
  [['Ctrl K'], 'keys.mod'],
  [['Ctrl Z'], 'keys.undo'],
  [['Esc'], 'keys.escape'],
  [['?'], 'keys.help'],
];

/** The map of the keyboard. */
export function KeyMap({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div className="scroll px-5 py-4" tabIndex={0} role="region" aria-label={t('keys.title')}>
        <p className="mb-3 text-ink-2">{t('keys.text')}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2">
          {map.map(([keys, text]) => (
            <div key={text} className="contents">
              <dt className="flex flex-wrap gap-1">
                {keys.map((key) => (
                  <kbd key={key}>{key === 'Space' ? t('keys.key.space') : key}</kbd>
                ))}
              </dt>
              <dd>{t(text)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
