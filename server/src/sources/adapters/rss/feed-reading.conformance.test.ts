/** Floors on the suites of other projects. Figures are printed; what fails is listed on a miss. */
import { beforeAll, describe, expect, test } from 'vitest';
import { runFeedSuitesInDetail, type SuiteRun } from '#test/suites/feeds';

const data = process.env['TIDINGS_TEST_DATA'] ?? '';

describe.skipIf(data === '')('feed reading on the suites of other projects', () => {
  let runs: SuiteRun[] = [];
  beforeAll(async () => {
    runs = await runFeedSuitesInDetail(data);
    for (const run of runs) process.stdout.write(`${run.suite} | ${run.metric}: ${(run.value * 100).toFixed(2)} % of ${run.n}\n`);
  });

  test.each([
    ['all feeds', 'what a reader needs', 0.98],
    ['feedparser', 'what a reader needs', 0.98],
    ['gofeed', 'what a reader needs', 0.98],
    ['miniflux', 'what a reader needs', 0.98],
    ['feedvalidator', 'what a reader needs', 1],
    ['dates', 'as expected', 0.97],
    ['encodings', 'as expected', 1],
    ['autodiscovery', 'as expected', 0.97],
    ['opml', 'as expected', 1],
    ['hostile', 'harmless', 1],
  ])('%s, %s: at least %d', (suite, metric, floor) => {
    const run = runs.find((each) => each.suite === suite && each.metric === metric);
    expect(run?.n).toBeGreaterThan(0);
    const failures = run?.failures.map((check) => `${check.id} ${check.field}: ${check.detail}`).join('\n');
    expect(run?.value, failures).toBeGreaterThanOrEqual(floor);
  });
});
