import { describe, expect, it } from 'vitest';
import { runXssSuite } from '#test/suites/xss';

const dataDir = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!dataDir)('hostile markup collected by others', () => {
  it('comes out harmless and keeps its words', () => {
    const { results, failures } = runXssSuite(dataDir ?? '');
    process.stdout.write(results.map(({ suite, metric, value, n }) => `${suite}: ${metric} ${value.toFixed(3)} (${n})\n`).join(''));
    expect(failures).toEqual([]);
    for (const { metric, value, target } of results) if (metric === 'shown words kept') expect(value).toBeGreaterThanOrEqual(target);
  });
});
