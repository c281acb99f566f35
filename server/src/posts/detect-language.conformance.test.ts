import { describe, expect, it } from 'vitest';
import { printFigures } from '../../test/suites/figure.ts';
import { runLanguageSuite } from '../../test/suites/language.ts';

const dataDir = process.env.TIDINGS_TEST_DATA;

describe.skipIf(!dataDir)('language detection on labelled texts', () => {
  it('reaches its targets', () => {
    const figures = runLanguageSuite(dataDir!);
    printFigures(figures);
    for (const { metric, value, target } of figures) expect(value, metric).toBeGreaterThanOrEqual(target);
  });
});
