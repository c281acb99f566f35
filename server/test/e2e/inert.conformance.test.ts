import { describe, expect, it } from 'vitest';
import { canBrowse } from '../browser.ts';
import { runInertSuite } from '../suites/inert.ts';

const dataDir = process.env['TIDINGS_TEST_DATA'];
/** It takes minutes: `.ci/run` and `scripts/quality.ts` have that time. */
const hasTime = process.env['TIDINGS_EVERY_CASE'] !== undefined;

describe.skipIf(!dataDir || !canBrowse || !hasTime)('hostile markup collected by others, in a real browser', () => {
  it('runs nothing, asks nobody, goes nowhere and leaves nothing dangerous in the page', async () => {
    const { results, hits } = await runInertSuite(dataDir ?? '');
    process.stdout.write(results.map(({ suite, metric, value, n }) => `${suite}: ${metric} ${value.toFixed(3)} (${n})\n`).join(''));
    expect(hits).toEqual([]);
    for (const { metric, value, target, suite } of results)
      if (metric !== 'cases with a hit') expect(value, `${suite}: ${metric}`).toBeGreaterThanOrEqual(target);
  }, 900_000);
});
