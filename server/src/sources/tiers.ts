/** How often a source is read: by how often it publishes and by how many people follow it. */
import type { ErrorCode } from '#contract';

export type Tier = 'FAST' | 'REGULAR' | 'SLOW' | 'BACKGROUND';

/** Seconds between two polls. */
export type Intervals = Record<Tier, number>;

/** The error code of a source that brings more than it may: it is read all the same, but not often. */
export const flooding = 'source_floods' satisfies ErrorCode;

export function chooseTier(facts: { postsPerDay: number; followers: number; ageDays: number; floods?: boolean }): Tier {
  const { postsPerDay, followers, ageDays, floods = false } = facts;
  if (floods) return 'SLOW';
  if (postsPerDay >= 12 || (postsPerDay >= 3 && followers >= 20)) return 'FAST';
  // A source that was only just added has not had the time to show what it does.
  if (postsPerDay >= 0.5 || ageDays < 1 || (postsPerDay >= 0.1 && followers >= 20)) return 'REGULAR';
  return postsPerDay >= 1 / 14 ? 'SLOW' : 'BACKGROUND';
}

/** The publisher may ask for longer pauses than its tier, but for no longer than the slowest one. */
export function pollInterval(tier: Tier, intervals: Intervals, asked: number | null): number {
  return Math.min(Math.max(intervals[tier], asked ?? 0), Math.max(intervals.BACKGROUND, intervals[tier]));
}

/** 2^n of the tier's interval, never more than the slowest; `random` in [0, 1) spreads sources that failed together. */
export function backOff(failures: number, tier: Tier, intervals: Intervals, random: number): number {
  const seconds = Math.min(intervals[tier] * 2 ** Math.min(failures, 20), intervals.BACKGROUND);
  return Math.max(seconds, 1) * (0.7 + 0.3 * random);
}
