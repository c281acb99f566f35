import { describe, expect, it } from 'vitest';
import { printFigures } from '#test/suites/figure';
import { runRetrievalSuites } from '#test/suites/retrieval';
import { embedText } from '../../../emulators/llm/embed-text.ts';

const data = process.env['TIDINGS_TEST_DATA'];

describe.skipIf(!data)('collections of others with judgments of relevance', () => {
  it('a weak model, a stand-in that knows letters more than meanings, spoils next to nothing', async () => {
    const words = await runRetrievalSuites(data ?? '');
    const both = await runRetrievalSuites(data ?? '', { embedder: { embed: async (texts) => texts.map(embedText) } });
    printFigures(both);
    for (const [i, { suite, metric, value }] of both.entries())
      if (metric === 'nDCG@10' && /xquad|news/.test(suite)) expect(value, suite).toBeGreaterThanOrEqual(words[i]!.value - 0.01);
  }, 240_000);

  it('the right documents come first, by words alone', async () => {
    const figures = await runRetrievalSuites(data ?? '');
    printFigures(figures);
    for (const { suite, metric, value, target } of figures) expect(value, `${suite}, ${metric}`).toBeGreaterThanOrEqual(target);
  });
});
