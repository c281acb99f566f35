/** Objects that stand in for what a test drives by hand. */
import type { Clock } from '../src/platform/clock.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { createLog } from '../src/platform/log.ts';

export interface TestClock extends Clock {
  set(at: Date): void;
  advance(seconds: number): void;
}

export function testClock(start = new Date('2026-11-20T12:00:00Z')): TestClock {
  let at = start;
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
    advance: (seconds) => {
      at = new Date(at.getTime() + seconds * 1000);
    },
  };
}

export const silent = createLog('silent');
export const testMetrics = () => createMetrics('test');
