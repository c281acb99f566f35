import { expect, it } from 'vitest';
import en from '../i18n/en.json';
import ru from '../i18n/ru.json';
import { setTable } from '../i18n/t.ts';
import type { TaskProgress } from './contract-types.ts';
import { outcomeText } from './task-text.ts';

const task = { added: 12, existed: 3, skipped: 1, failed: 0 } as TaskProgress;

it('says what became of the entries of an import, and nothing of what did not happen', () => {
  setTable('en', en);
  expect(outcomeText(task, ['added', 'existed', 'skipped', 'failed']).replaceAll('\u00a0', ' ')).toBe('12 sources added, 3 followed already, 1 skipped');
  setTable('ru', ru);
  expect(outcomeText({ ...task, failed: 2 }, ['skipped', 'failed']).replaceAll('\u00a0', ' ')).toBe('1 пропущен, 2 не прочитаны');
});
