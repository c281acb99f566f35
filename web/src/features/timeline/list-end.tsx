import { t } from '../../i18n/t.ts';

/** Under the last row: more is coming, it failed, or that was all. */
export function ListEnd({ loading, failed, onRetry }: { loading: boolean; failed: boolean; onRetry: () => void }) {
  return (
    <div className="flex min-h-[72px] items-center justify-center gap-3 px-4 pb-4 text-13 text-ink-3">
      {failed ? (
        <>
          {t('list.moreFailed')}
          <button type="button" className="btn text" onClick={onRetry}>
            {t('error.retry')}
          </button>
        </>
      ) : (
        <span>{loading ? `${t('list.loadingMore')}…` : t('list.end')}</span>
      )}
    </div>
  );
}
