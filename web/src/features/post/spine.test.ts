import { describe, expect, it } from 'vitest';
import { hourTicks, placeOnSpine } from './spine.tsx';

describe('the spine of a story', () => {
  it('stands the first report at the left and the last at the right', () => {
    expect(placeOnSpine([0, 50, 100], 500)).toEqual([
      { x: 12, level: 0 },
      { x: 250, level: 0 },
      { x: 488, level: 0 },
    ]);
  });

  it('lets tiles that would touch step up', () => {
    expect(placeOnSpine([0, 1, 2, 1000], 500).map((point) => point.level)).toEqual([0, 1, 2, 0]);
  });

  it('manages reports of the same moment', () => {
    expect(placeOnSpine([5, 5], 300).map((point) => point.level)).toEqual([0, 1]);
  });

  it('names full hours where there is room', () => {
    const start = Date.UTC(2026, 2, 1, 8, 10);
    const ticks = hourTicks(start, start + 4.5 * 3_600_000, 560);
    expect(ticks.map((tick) => new Date(tick.time).toISOString().slice(11, 16))).toEqual(['09:00', '10:00', '11:00', '12:00']);
    expect(hourTicks(start, start + 30 * 3_600_000, 560)).toEqual([]);
    expect(hourTicks(start, start, 560)).toEqual([]);
  });
});
