import { BookOpenText } from 'lucide-react';
import { t } from '../i18n/t.ts';

/** The reading pane before anything has been opened. */
export function NothingOpen() {
  return (
    <section
      className="grid min-w-0 flex-1 place-content-center justify-items-center gap-2 bg-canvas p-6 text-center text-ink-3 max-md:hidden"
      aria-label={t('post.region')}
    >
      <BookOpenText size={28} strokeWidth={1.5} aria-hidden="true" />
      <p className="text-ink-2">{t('empty.pick')}</p>
      <p className="text-13">{t('empty.pickKeys')}</p>
    </section>
  );
}
