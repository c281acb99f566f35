/** Imports that run, files that could not be read, and the problems of the last import that ended. */
import { CircleAlert, X } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Task } from '../../lib/contract-types.ts';
import { keepJson, readKeptJson } from '../../lib/keep.ts';
import { storeTask, useTasks } from '../../lib/queries.ts';
import { createStore, useStore } from '../../lib/small-store.ts';
import { outcomeText } from '../../lib/task-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/segmented.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';

const recent = 24 * 3600 * 1000;
const mostSeen = 50;
/** Ended imports whose problems somebody has put away, on this device. */
const seen = createStore<number[]>(readKeptJson('seenImports', []));
seen.subscribe(() => keepJson('seenImports', seen.get()));

/** A file that was not taken, and why. */
export interface RefusedFile {
  name: string;
  problem: string;
}

export function ImportProgress({ refused, onForget }: { refused: RefusedFile[]; onForget: (file: RefusedFile) => void }) {
  const tasks = useTasks().data ?? [];
  const running = tasks.filter((task) => task.state === 'running');
  const putAway = useStore(seen);
  const ended = tasks.find(
    (task) => task.state !== 'running' && !putAway.includes(task.id) && task.problems.length > 0 && Date.now() - Date.parse(task.createdAt) < recent,
  );
  return (
    <>
      {refused.map((file) => (
        <Refused key={file.name} file={file} onForget={() => onForget(file)} />
      ))}
      {running.map((task) => (
        <Running key={task.id} task={task} />
      ))}
      {ended && running.length === 0 ? <Problems task={ended} /> : null}
    </>
  );
}

function Running({ task }: { task: Task }) {
  const stop = (): void => void api.stopTask(task.id).then(storeTask, (error) => showToast(errorText(error)));
  return (
    <div
      role="status"
      className="mb-7 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-1.5 rounded-3 bg-sunken py-2.5 pr-2 pl-4 md:grid-cols-[auto_minmax(0,1fr)_auto_auto]"
    >
      <b className="clip font-[580]">{t('task.importing', { name: task.title })}</b>
      <span className="max-md:col-span-2 max-md:row-start-2">
        <ProgressBar value={task.done} max={task.total} label={task.title} />
      </span>
      <span className="num text-ink-3 max-md:row-start-3">
        {[t('task.progress', { done: task.done, total: task.total }), outcomeText(task, ['skipped', 'failed'])].filter(Boolean).join(', ')}
      </span>
      <IconButton icon={X} label={t('task.stop')} onClick={stop} />
    </div>
  );
}

function Refused({ file, onForget }: { file: RefusedFile; onForget: () => void }) {
  return (
    <div role="alert" className="mb-7 flex items-start gap-2 rounded-3 bg-sunken py-2.5 pr-2 pl-4">
      <CircleAlert size={18} strokeWidth={1.75} aria-hidden="true" className="mt-1 flex-none text-bad" />
      <p className="min-w-0 flex-1 py-1 [overflow-wrap:anywhere]">
        <b className="font-[550]">{file.name}</b>: {file.problem}
      </p>
      <IconButton icon={X} small label={t('task.forget', { name: file.name })} onClick={onForget} />
    </div>
  );
}

function Problems({ task }: { task: Task }) {
  return (
    <div className="relative mb-7">
      <ProblemList task={task} />
      <IconButton
        icon={X}
        small
        label={t('task.forget', { name: task.title })}
        className="absolute! top-2 right-2 max-md:top-0.5 max-md:right-0.5"
        onClick={() => seen.set((old) => [task.id, ...old].slice(0, mostSeen))}
      />
    </div>
  );
}

function ProblemList({ task }: { task: Task }) {
  return (
    <details className="rounded-3 bg-sunken py-2.5 pr-12 pl-4">
      <summary className="cursor-pointer py-1 font-[550]">
        {task.title}: {plural('task.problems', task.skipped + task.failed)}
      </summary>
      <ul className="mt-1 grid gap-1.5 pb-1">
        {task.problems.map((problem, n) => (
          <li key={`${n} ${problem.name}`} className="text-13">
            <b className="font-[550] break-all">{problem.name}</b> <span className="text-ink-2">{problem.message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
