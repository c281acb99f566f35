import { Link } from '@tanstack/react-router';
import { CircleCheck, CirclePause, Moon, Sparkle, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../i18n/t.ts';
import type { Folder, Source } from '../../lib/contract-types.ts';
import { number, span } from '../../lib/format-time.ts';
import { Tile } from '../../ui/tile.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import type { OnEdit } from './edit-dialog.tsx';
import { SourceMenu } from './source-menu.tsx';
import { Sparkline } from './sparkline.tsx';

interface SourceRowProps {
  source: Source;
  address: string;
  folders: readonly Folder[];
  onEdit: OnEdit;
}

/** One line of the table of sources. */
export const SourceRow = memo(function SourceRow({ source, address, folders, onEdit }: SourceRowProps) {
  return (
    <tr data-source={source.id}>
      <td>
        <div className="flex min-w-0 items-center gap-3">
          <Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} size="m" />
          <div className="min-w-0 flex-1">
            <Link to="/source/$sourceId" params={{ sourceId: String(source.id) }} className="clip block font-[540] hover:underline">
              {source.title}
            </Link>
            <p className="clip text-13 text-ink-3" title={[source.address, source.note].filter(Boolean).join('\n')}>
              {[address, t(`sources.kind.${source.kind}`), source.note].filter(Boolean).join(', ')}
            </p>
          </div>
        </div>
      </td>
      <td className="num max-lg:hidden">{source.paused ? '' : span(source.interval)}</td>
      <td className="num whitespace-nowrap text-ink-2 max-md:hidden">
        {source.lastPostAt ? <TimeText at={source.lastPostAt} style="ago" /> : t('time.never')}
      </td>
      <td className="max-lg:hidden">
        <Sparkline days={source.activity} />
      </td>
      <td className="num text-right max-lg:hidden">{number(source.postsPerDay, source.postsPerDay < 10 ? 1 : 0)}</td>
      <td className="md:pl-3">
        <State state={source.paused ? 'paused' : source.health.state} />
      </td>
      <td>
        <SourceMenu source={source} folders={folders} onEdit={onEdit} />
      </td>
    </tr>
  );
});

const looks = {
  ok: { icon: CircleCheck, colour: 'text-ok' },
  new: { icon: Sparkle, colour: 'text-ink-2' },
  quiet: { icon: Moon, colour: 'text-ink-3' },
  failing: { icon: TriangleAlert, colour: 'text-warn' },
  gone: { icon: TriangleAlert, colour: 'text-bad' },
  paused: { icon: CirclePause, colour: 'text-ink-3' },
} as const;

function State({ state }: { state: Source['health']['state'] }) {
  const { icon: Icon, colour } = looks[state];
  return (
    <span className={`inline-flex items-center gap-1.5 align-middle text-13 whitespace-nowrap ${colour}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="max-sm:sr-only">{t(`sources.state.${state}`)}</span>
    </span>
  );
}
