import { describe, expect, it } from 'vitest';
import { printFigures } from '#test/suites/figure';
import { runRetrievalSuites } from '#test/suites/retrieval';

const data = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!data)('collections of others with judgments of relevance', () => {
  it('the right documents come first, by words alone', async () => {
    const figures = await runRetrievalSuites(data ?? '');
    printFigures(figures);
    for (const { suite, metric, value, target } of figures) expect(value, `${suite}, ${metric}`).toBeGreaterThanOrEqual(target);
  }, 120_000);
});
