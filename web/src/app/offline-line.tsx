import { WifiOff } from 'lucide-react';
import { plural, t } from '../i18n/t.ts';
import { clock, dateAndClock, dayKey } from '../lib/format-time.ts';
import { type ListPages, rowsOf } from '../lib/list-state.ts';
import { keys, queryClient } from '../lib/queries.ts';

/** One line over every page while there is no connection; reading, marking and saving go on. */
export function OfflineLine({ since }: { since: Date }) {
  const now = new Date();
  const time = dayKey(since) === dayKey(now) ? clock(since) : dateAndClock(since, now, true);
  const posts = postsHere();
  return (
    <div role="status" className="flex flex-none items-center gap-2 bg-sunken px-4 pt-[calc(8px+var(--safe-t))] pb-2 text-13 text-ink-2">
      <WifiOff size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none" />
      <span>
        {t('offline.line', { time })} {posts > 0 ? plural('offline.posts', posts) : ''}
      </span>
    </div>
  );
}

function postsHere(): number {
  const lists = queryClient.getQueriesData<ListPages>({ queryKey: keys.allPosts });
  return new Set(lists.flatMap(([, data]) => rowsOf(data).map((row) => row.id))).size;
}
