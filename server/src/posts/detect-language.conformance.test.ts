import { describe, expect, it } from 'vitest';
import { runLanguageSuite } from '../../test/suites/language.ts';

const dataDir = process.env.TIDINGS_TEST_DATA;

describe.skipIf(!dataDir)('language detection on labelled texts', () => {
  it('reaches its targets', () => {
    const figures = runLanguageSuite(dataDir!);
    for (const { metric, value, target, n } of figures) {
      console.log(`${metric}: ${value.toFixed(3)} of ${String(n)}${target === null ? '' : `, target ${String(target)}`}`);
      if (target !== null) expect(value, metric).toBeGreaterThanOrEqual(target);
    }
  });
});
