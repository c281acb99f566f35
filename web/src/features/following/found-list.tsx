/** What became of each address: the source with its number of posts, or the reason why not. */
import { CircleAlert, CircleCheck, LoaderCircle, Lock, Pencil, RefreshCw, X } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import type { AddSourceAnswer, Task } from '../../lib/contract-types.ts';
import { number } from '../../lib/format-time.ts';
import { useTasks } from '../../lib/queries.ts';
import { endingText, outcomeText } from '../../lib/task-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/segmented.tsx';
import { Tile } from '../../ui/tile.tsx';
import { FeedChoices } from './feed-choices.tsx';
import type { Attempt } from './use-following.ts';

interface FoundListProps extends FailedActions {
  attempts: Attempt[];
  taskIds: number[];
}
/** What can be done about an address that did not work. */
interface FailedActions {
  onRetry: (attempt: Attempt) => void;
  onPutAway: (attempt: Attempt, again: 'edit' | 'forget') => void;
}

export function FoundList({ attempts, taskIds, onRetry, onPutAway }: FoundListProps) {
  const tasks = useTasks().data ?? [];
  const shown = tasks.filter((task) => taskIds.includes(task.id));
  if (attempts.length === 0 && shown.length === 0) return null;
  const total = attempts.reduce((sum, one) => sum + (one.answer?.found ?? 0), 0);
  return (
    <section className="mt-4 rounded-4 bg-raised shadow-1" aria-label={t('add.found')}>
      <header className="flex items-center justify-between gap-3 px-[18px] py-3 max-md:px-3.5">
        <h2 className="h-sec">{t('add.found')}</h2>
        <span role="status" className="num text-13 text-ink-3">
          {total > 0 ? plural('add.total', total) : ''}
        </span>
      </header>
      <ul>
        {shown.map((task) => (
          <li key={`task-${task.id}`} className="grid gap-2 border-t border-line px-[18px] py-3 max-md:px-3.5">
            <OneImport task={task} />
          </li>
        ))}
        {attempts.map((attempt) => (
          <li key={attempt.key} className="flex flex-wrap items-center gap-3 border-t border-line px-[18px] py-2.5 max-md:px-3.5">
            <OneAttempt attempt={attempt} onRetry={onRetry} onPutAway={onPutAway} />
            {attempt.answer && attempt.answer.choices.length > 1 ? <FeedChoices answer={attempt.answer} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneImport({ task }: { task: Task }) {
  if (task.state !== 'running') return <b className="font-[560]">{endingText(task)}</b>;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-3">
        <b className="font-[560]">{t('task.importing', { name: task.title })}</b>
        <span className="num text-13 text-ink-3">
          {[t('task.progress', { done: task.done, total: task.total }), outcomeText(task, ['skipped', 'failed'])].filter(Boolean).join(', ')}
        </span>
      </div>
      <ProgressBar value={task.done} max={task.total} label={task.title} />
    </>
  );
}

function OneAttempt({ attempt, onRetry, onPutAway }: { attempt: Attempt } & FailedActions) {
  if (attempt.answer) return <Followed answer={attempt.answer} />;
  const failed = attempt.state === 'failed';
  return (
    <>
      <AttemptIcon attempt={attempt} />
      <div className="min-w-0 flex-1">
        <b className="clip block font-[560]">{attempt.address}</b>
        <p className={`text-13 ${failed ? 'text-ink-2' : 'text-ink-3'}`} role={failed ? 'alert' : undefined}>
          {failed ? attempt.problem : `${t('add.reading')}…`}
        </p>
      </div>
      {failed ? (
        <div className="flex flex-none items-center gap-0.5 max-md:-mt-2 max-md:basis-full max-md:pl-9">
          <button type="button" className="btn quiet" onClick={() => onRetry(attempt)}>
            <RefreshCw size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('error.retry')}
            <span className="sr">: {attempt.address}</span>
          </button>
          <IconButton icon={Pencil} label={t('add.edit', { address: attempt.address })} onClick={() => onPutAway(attempt, 'edit')} />
          <IconButton icon={X} label={t('add.forget', { address: attempt.address })} onClick={() => onPutAway(attempt, 'forget')} />
        </div>
      ) : null}
    </>
  );
}

function AttemptIcon({ attempt }: { attempt: Attempt }) {
  const Icon = attempt.state !== 'failed' ? LoaderCircle : attempt.code === 'channel_private' || attempt.code === 'needs_login' ? Lock : CircleAlert;
  return (
    <span className={`grid w-6 flex-none place-items-center ${attempt.state === 'failed' ? 'text-warn' : 'text-ink-3'}`}>
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" className={Icon === LoaderCircle ? 'motion-safe:animate-spin' : ''} />
    </span>
  );
}

function Followed({ answer: { source, found, existed } }: { answer: AddSourceAnswer }) {
  const perDay = source.postsPerDay >= 0.1 ? t('add.perDay', { n: number(source.postsPerDay, source.postsPerDay < 10 ? 1 : 0) }) : null;
  return (
    <>
      <Tile id={source.id} title={source.title} kind={source.kind} icon={source.icon} size="m" />
      <div className="min-w-0 flex-1">
        <b className="clip block font-[560]">{source.title}</b>
        <p className="clip text-13 text-ink-3 first-letter:uppercase">{[t(`sources.kind.${source.kind}`), perDay].filter(Boolean).join(', ')}</p>
      </div>
      <span className="inline-flex items-center gap-1.5 text-13 whitespace-nowrap text-ok">
        <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="num">{existed ? t('add.existed') : plural('add.posts', found)}</span>
      </span>
    </>
  );
}
