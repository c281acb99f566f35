import { describe, expect, it } from 'vitest';
import { runPreviewSuite } from '#test/suites/preview';

const dataDir = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!dataDir)('preview pages collected by others', () => {
  it('give the facts that are expected of them', () => {
    const { results, failures } = runPreviewSuite(dataDir ?? '');
    process.stdout.write(results.map(({ suite, metric, value, n }) => `${suite}: ${metric} ${value.toFixed(3)} (${n})\n`).join(''));
    expect(failures).toEqual([]);
  });
});
