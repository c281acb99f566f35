/** Imports that run, and the problems of the last one that ended. */
import { X } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Task } from '../../lib/contract-types.ts';
import { storeTask, useTasks } from '../../lib/queries.ts';
import { outcomeText } from '../../lib/task-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/segmented.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';

const recent = 24 * 3600 * 1000;

export function ImportProgress() {
  const tasks = useTasks().data ?? [];
  const running = tasks.filter((task) => task.state === 'running');
  const ended = tasks.find((task) => task.state !== 'running' && task.problems.length > 0 && Date.now() - Date.parse(task.createdAt) < recent);
  return (
    <>
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

function Problems({ task }: { task: Task }) {
  return (
    <details className="mb-7 rounded-3 bg-sunken px-4 py-2.5">
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
