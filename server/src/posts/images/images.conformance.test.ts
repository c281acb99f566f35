import { describe, expect, it } from 'vitest';
import { printFigures } from '../../../test/suites/figure.ts';
import { runImageSuite } from '../../../test/suites/images.ts';

const data = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!data)('pictures of others', () => {
  it('are shown, or refused cleanly, and carry nothing along', async () => {
    const figures = await runImageSuite(data ?? '');
    printFigures(figures);
    for (const { metric, value, target } of figures) {
      // Times are figures for people to read.
      if (!/, ms$| in \d+ s$/.test(metric)) expect(value, metric).toBe(target);
    }
  });
});
