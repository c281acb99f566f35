import { expect, it } from 'vitest';
import { cutByTokens } from './query.ts';

it('shows as tokens what was understood as a filter, where it stands alone', () => {
  expect(cutByTokens('порт после:7д -реклама', ['после:7д', '-реклама'])).toEqual([
    { text: 'порт ', token: false },
    { text: 'после:7д', token: true },
    { text: ' ', token: false },
    { text: '-реклама', token: true },
  ]);
  expect(cutByTokens('после:7дней', ['после:7д'])).toEqual([{ text: 'после:7дней', token: false }]);
  expect(cutByTokens('', ['после:7д'])).toEqual([]);
});
