/** Long work that goes on while one reads: name, how far, a bar; at its end one sentence. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/t.ts';
import { api } from '../lib/api.ts';
import type { Task } from '../lib/contract-types.ts';
import { storeTask, useTasks } from '../lib/queries.ts';
import { endingText } from '../lib/task-text.ts';
import { shortenMiddle } from '../lib/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/segmented.tsx';
import { errorText } from '../ui/state-message.tsx';
import { showToast } from '../ui/toaster.tsx';

export function TaskTray() {
  const running = (useTasks().data ?? []).filter((task) => task.state === 'running');
  if (running.length === 0) return null;
  return (
    <ul className="grid gap-2 px-2 pt-2.5 pb-1">
      {running.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </ul>
  );
}

function TaskLine({ task }: { task: Task }) {
  const stop = (): void => void api.stopTask(task.id).then(storeTask, (error) => showToast(errorText(error)));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-2 text-12 text-ink-2">
      <span className="clip" title={task.title}>
        {t('task.importing', { name: shortenMiddle(task.title, 18) })}
      </span>
      <span className="num text-ink-3">{t('task.progress', { done: task.done, total: task.total })}</span>
      <IconButton icon={X} size={14} small label={t('task.stop')} onClick={stop} />
      <span className="col-span-2">
        <ProgressBar value={task.done} max={task.total} label={task.title} />
      </span>
    </li>
  );
}

/** Says once how each task ended. */
export function useTaskEndings(): void {
  const tasks = useTasks().data;
  const running = useRef(new Set<number>());
  useEffect(() => {
    for (const task of tasks ?? []) {
      if (task.state === 'running') running.current.add(task.id);
      else if (running.current.delete(task.id)) showToast(endingText(task));
    }
  }, [tasks]);
}
