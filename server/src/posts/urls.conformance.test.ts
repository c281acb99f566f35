import { describe, expect, it } from 'vitest';
import { runUrlsSuite } from '#test/suites/urls';

const dataDir = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!dataDir)('addresses collected by others', () => {
  it('are cleaned and resolved as expected', () => {
    const { results, failures } = runUrlsSuite(dataDir ?? '');
    process.stdout.write(results.map(({ suite, metric, value, n }) => `${suite}: ${metric} ${value.toFixed(3)} (${n})\n`).join(''));
    expect(failures).toEqual([]);
  });
});
