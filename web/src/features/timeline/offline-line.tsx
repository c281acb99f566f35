import { WifiOff } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import { offlineSince } from '../../lib/connection.ts';
import { clock, dateAndClock, dayKey } from '../../lib/format-time.ts';
import { useStore } from '../../lib/small-store.ts';

/** One line over the list while there is no connection; reading, marking and saving go on. */
export function OfflineLine({ posts }: { posts: number }) {
  const since = useStore(offlineSince);
  if (!since) return null;
  const now = new Date();
  const time = dayKey(since) === dayKey(now) ? clock(since) : dateAndClock(since, now);
  return (
    <div role="status" className="flex flex-none items-center gap-2 bg-sunken px-4 py-2 text-13 text-ink-2">
      <WifiOff size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none" />
      <span>
        {t('offline.line', { time })} {posts > 0 ? plural('offline.posts', posts) : ''}
      </span>
    </div>
  );
}
