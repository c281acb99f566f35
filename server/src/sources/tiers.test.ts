import { expect, it } from 'vitest';
import { backOff } from './tiers.ts';

const intervals = { FAST: 60, REGULAR: 600, SLOW: 3600, BACKGROUND: 21_600 };

it('a pause after errors grows with them and never passes the slowest tier', () => {
  const pauses = [1, 2, 3, 4, 5, 20, 1000].map((failures) => backOff(failures, 'REGULAR', intervals, 0.999));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.every((seconds) => seconds <= intervals.BACKGROUND)).toBe(true);
  expect(backOff(1, 'REGULAR', intervals, 0)).toBeGreaterThan(intervals.REGULAR);
});
