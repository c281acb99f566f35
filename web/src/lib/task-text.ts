/** What became of the entries of an import, in numbers: "12 added, 3 followed already, 2 skipped". */
import { plural, type PluralKey } from '../i18n/t.ts';
import type { TaskProgress } from './contract-types.ts';

export function outcomeText(task: TaskProgress, counts: readonly ('added' | 'existed' | 'skipped' | 'failed')[]): string {
  return counts
    .filter((count) => task[count] > 0)
    .map((count) => plural(`task.${count}` satisfies PluralKey, task[count]))
    .join(', ');
}
