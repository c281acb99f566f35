import { describe, expect, it } from 'vitest';
import { printFigures } from '../../../test/suites/figure.ts';
import { runSsrfSuite } from '../../../test/suites/ssrf.ts';

const data = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!data)('hostile addresses of others', () => {
  it('reach nothing private', async () => {
    const figures = await runSsrfSuite(data ?? '');
    printFigures(figures);
    for (const { metric, value, target } of figures) expect(value, metric).toBe(target);
  });
});
