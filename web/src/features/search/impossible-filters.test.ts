import { expect, it } from 'vitest';
import en from '../../i18n/en.json' with { type: 'json' };
import ru from '../../i18n/ru.json' with { type: 'json' };
import { setTable } from '../../i18n/t.ts';
import { impossibleFilters } from './impossible-filters.ts';

it('names the folder and the source that there are not, and dates that exclude each other, in both languages', () => {
  const understood = { unknown: { folders: ['Nope'], sources: ['@nosuch'] }, datesExclude: true };
  setTable('ru', ru);
  expect(impossibleFilters(understood).slice(0, 2)).toEqual(['У вас нет папки «Nope».', 'Вы не следите за источником «@nosuch».']);
  setTable('en', en);
  expect(impossibleFilters(understood)).toEqual([
    'You have no folder “Nope”.',
    'You follow no source “@nosuch”.',
    'The dates exclude each other: nothing is both after the one and before the other.',
  ]);
  expect(impossibleFilters({ unknown: { folders: [], sources: [] }, datesExclude: false })).toEqual([]);
});
