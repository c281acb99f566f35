/** Sources that need attention, each with what happened, since when, and what can be done. */
import { CircleAlert, GitCommitHorizontal, LoaderCircle, Pencil } from 'lucide-react';
import { useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Folder, Source } from '../../lib/contract-types.ts';
import { dateAndClock, number, shortDate, span } from '../../lib/format-time.ts';
import { keys, queryClient, storeSource } from '../../lib/queries.ts';
import { ProgressBar } from '../../ui/segmented.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { Tile } from '../../ui/tile.tsx';
import { showToast } from '../../ui/toaster.tsx';
import { useNow } from '../../ui/time-text.tsx';
import type { OnEdit } from './edit-dialog.tsx';
import { SourceMenu } from './source-menu.tsx';

const isOpenGap = (gap: Source['gaps'][number]): boolean => gap.missing === null || gap.filled < gap.missing;

const hasProblem = ({ health }: Source): boolean => health.state === 'failing' || health.state === 'gone' || health.problem !== null;

export function isWorthALook(source: Source): boolean {
  if (source.paused) return false;
  return hasProblem(source) || source.gaps.some(isOpenGap);
}

interface WorthALookProps {
  sources: Source[];
  /** What tells each source from the others. */
  addresses: ReadonlyMap<number, string>;
  folders: readonly Folder[];
  onEdit: OnEdit;
}

export function WorthALook({ sources, addresses, folders, onEdit }: WorthALookProps) {
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="worth-a-look" className="mb-7">
      <h2 id="worth-a-look" className="h-sec mb-2.5">
        {t('sources.look', { n: sources.length })}
      </h2>
      <ul className="rounded-3 border border-line">
        {sources.map((source) => (
          <OneSource key={source.id} source={source} address={addresses.get(source.id)} folders={folders} onEdit={onEdit} />
        ))}
      </ul>
    </section>
  );
}

interface OneSourceProps extends Omit<WorthALookProps, 'sources' | 'addresses'> {
  source: Source;
  address: string | undefined;
}

function OneSource({ source, address, folders, onEdit }: OneSourceProps) {
  const failing = hasProblem(source);
  const gap = source.gaps.find(isOpenGap);
  return (
    <li data-source={source.id} className="flex gap-3 border-line px-4 py-3.5 not-first:border-t max-md:flex-wrap">
      <span className={`pt-0.5 ${failing ? 'text-bad' : 'text-warn'}`}>
        {failing ? <CircleAlert size={18} strokeWidth={1.75} aria-hidden="true" /> : <GitCommitHorizontal size={18} strokeWidth={1.75} aria-hidden="true" />}
      </span>
      <div className="min-w-0 flex-1 max-md:basis-[calc(100%-40px)]">
        <p className="flex items-center gap-2">
          <Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} />
          <b className="clip font-[580]">{source.title}</b>
          <span className="clip text-13 text-ink-3" title={source.address}>
            {address}
          </span>
        </p>
        {failing ? <Failure source={source} /> : gap ? <Gap gap={gap} source={source} /> : null}
      </div>
      <div className="flex flex-wrap items-center gap-2 max-md:pl-7">
        {source.health.state === 'gone' ? (
          <button type="button" className="btn" onClick={() => onEdit(source, 'address')}>
            <Pencil size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('sources.changeAddress')}
          </button>
        ) : failing ? (
          <TryNow source={source} />
        ) : gap?.missing ? (
          <span className="w-24">
            <ProgressBar value={gap.filled} max={gap.missing} label={source.title} />
          </span>
        ) : null}
        <SourceMenu source={source} folders={folders} onEdit={onEdit} />
      </div>
    </li>
  );
}

function Failure({ source }: { source: Source }) {
  const now = useNow();
  // That it is not asked any more is in the problem's own words.
  const gone = source.health.state === 'gone';
  const next = source.nextPollAt ? (Date.parse(source.nextPollAt) - now.getTime()) / 1000 : null;
  return (
    <>
      <p className="mt-1 text-pretty">{source.health.problem?.message ?? t('sources.state.failing')}</p>
      {gone && !source.lastGoodAt ? null : (
        <p className="mt-0.5 text-13 text-ink-3">
          {source.lastGoodAt ? t('sources.lastGood', { date: dateAndClock(new Date(source.lastGoodAt), now) }) : t('sources.neverGood')}{' '}
          {!gone && next !== null && next > 0 ? t('sources.nextTry', { span: span(next) }) : ''}
        </p>
      )}
    </>
  );
}

function Gap({ gap, source }: { gap: Source['gaps'][number]; source: Source }) {
  const now = useNow();
  const from = new Date(gap.after);
  const to = new Date(gap.before);
  // Between messages of a channel it has their numbers, and many a number would pass for a year.
  const dated = source.kind !== 'telegram' && !Number.isNaN(from.getTime()) && !Number.isNaN(to.getTime());
  return (
    <>
      <p className="mt-1">
        {gap.missing === null ? t('sources.gapUnknown') : plural('sources.gap', gap.missing)}{' '}
        {dated ? t('sources.gapBetween', { from: shortDate(from, now), to: shortDate(to, now) }) : ''}
      </p>
      <p className="mt-0.5 text-13 text-ink-3">
        {gap.reason ? `${gapReason(gap.reason)} ` : ''}
        {gap.filled > 0 ? t('sources.gapFilled', { n: gap.filled }) : ''}{' '}
        {source.backfill.state === 'running' ? t('sources.backfill', { n: number(source.backfill.done) }) : ''}
      </p>
    </>
  );
}

/** `window:20`, `limit:500`, or the code of the error at which the reading of older posts ended. */
function gapReason(reason: string): string {
  const [kind, count] = reason.split(':');
  if (kind === 'window') return t('sources.gapWindow', { n: number(Number(count)) });
  if (kind === 'limit') return t('sources.gapLimit', { n: number(Number(count)) });
  return t('sources.gapStopped');
}

function TryNow({ source }: { source: Source }) {
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const { source: fresh, added } = await api.pollSource(source.id);
      storeSource(fresh);
      showToast(added > 0 ? plural('sources.tried', added) : t('sources.triedNone'));
    } catch (error) {
      showToast(errorText(error));
      void queryClient.invalidateQueries({ queryKey: keys.sources });
    }
    setBusy(false);
  };
  return (
    <button type="button" className="btn" aria-disabled={busy} onClick={() => (busy ? undefined : void run())}>
      {busy ? <LoaderCircle size={16} aria-hidden="true" className="motion-safe:animate-spin" /> : null}
      {t(busy ? 'sources.trying' : 'sources.tryNow')}
    </button>
  );
}
