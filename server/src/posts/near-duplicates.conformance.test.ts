import { describe, expect, it } from 'vitest';
import { printFigures } from '../../test/suites/figure.ts';
import { runDedupSuite } from '../../test/suites/dedup.ts';

const dataDir = process.env.TIDINGS_TEST_DATA;

describe.skipIf(!dataDir)('copies and stories among real texts', () => {
  it('reach their targets', () => {
    const figures = runDedupSuite(dataDir!);
    printFigures(figures);
    for (const { metric, value, target } of figures) expect(value, metric).toBeGreaterThanOrEqual(target);
  });
});
