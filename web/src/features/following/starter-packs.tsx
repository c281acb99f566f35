import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { StarterPack } from '../../lib/contract-types.ts';
import { keys, storeTask } from '../../lib/queries.ts';
import { errorText } from '../../ui/state-message.tsx';
import { TileStack } from '../../ui/tile.tsx';
import { showToast } from '../../ui/toaster.tsx';

/** Ready sets of sources; following one is a task with progress. */
export function StarterPacks({ onTask }: { onTask: (taskId: number) => void }) {
  const packs = useQuery({ queryKey: keys.packs, queryFn: api.starterPacks, staleTime: Number.POSITIVE_INFINITY }).data?.items ?? [];
  if (packs.length === 0) return null;
  return (
    <section aria-label={t('add.packs')} className="mt-6">
      <h2 className="h-sec">{t('add.packs')}</h2>
      <ul className={`mt-3 grid gap-3 ${packs.length % 3 === 1 ? 'md:grid-cols-2' : 'md:grid-cols-3'}`}>
        {packs.map((pack) => (
          <Pack key={pack.id} pack={pack} onTask={onTask} />
        ))}
      </ul>
    </section>
  );
}

/** A number for an address that has none yet, so that its tile has a colour. */
function hashOf(address: string): number {
  let sum = 7;
  for (let at = 0; at < address.length; at++) sum = (sum * 31 + address.charCodeAt(at)) | 0;
  return sum;
}

function Pack({ pack, onTask }: { pack: StarterPack; onTask: (taskId: number) => void }) {
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const follow = async (): Promise<void> => {
    setState('busy');
    try {
      const task = await api.followPack(pack.id);
      storeTask(task);
      onTask(task.id);
      setState('done');
    } catch (error) {
      setState('idle');
      showToast(errorText(error));
    }
  };
  const tiles = pack.sources.map((source) => ({ sourceId: hashOf(source.address), title: source.title, kind: source.kind, iconSrc: null }));
  return (
    <li className="flex flex-col gap-2 rounded-3 bg-raised px-3.5 py-3 shadow-1">
      <b className="font-serif text-16 leading-[21px] font-[600]">{pack.title}</b>
      {pack.description ? <p className="text-13 text-pretty text-ink-2">{pack.description}</p> : null}
      <span className="flex items-center gap-2 text-13 text-ink-3" title={pack.sources.map((source) => source.title).join(', ')}>
        <TileStack sources={tiles} />
        {plural('add.packSources', pack.sources.length)}
      </span>
      <span className="flex-1" />
      <button type="button" className="btn w-full" disabled={state !== 'idle'} onClick={() => void follow()}>
        {state === 'done' ? <Check size={16} strokeWidth={1.75} aria-hidden="true" /> : <Plus size={16} strokeWidth={1.75} aria-hidden="true" />}
        {t(state === 'done' ? 'add.packDone' : 'add.packFollow')}
        <span className="sr">: {pack.title}</span>
      </button>
    </li>
  );
}
