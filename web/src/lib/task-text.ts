/** What is said of an import. */
import { plural, t, type PluralKey } from '../i18n/t.ts';
import type { Task, TaskProgress } from './contract-types.ts';
import { shortenMiddle } from './text.ts';

/** What became of its entries, in numbers: "12 added, 3 followed already, 2 skipped". */
export function outcomeText(task: TaskProgress, counts: readonly ('added' | 'existed' | 'skipped' | 'failed')[]): string {
  return counts
    .filter((count) => task[count] > 0)
    .map((count) => plural(`task.${count}` satisfies PluralKey, task[count]))
    .join(', ');
}

/** One sentence about an import that goes on no longer. */
export function endingText(task: Task): string {
  if (task.state === 'stopped') return t('task.stopped', { name: task.title, done: task.done, total: task.total });
  if (task.state === 'failed') return t('task.broken', { name: task.title, done: task.done, total: task.total });
  return t('task.done', { name: shortenMiddle(task.title, 32), counts: outcomeText(task, ['added', 'existed', 'skipped', 'failed']) });
}
