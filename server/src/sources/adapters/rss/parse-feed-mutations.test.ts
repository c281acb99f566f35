import { expect, test } from 'vitest';
import { mutateFeeds } from '#test/suites/feeds/mutate-feeds';

test('200 feeds broken at random neither crash nor hang the reader', () => {
  const seed = Date.now() % 1_000_000;
  const result = mutateFeeds(200, seed);
  process.stdout.write(`seed ${seed}: slowest ${result.slowestMs.toFixed(0)} ms, ${(result.readable * 100).toFixed(0)} % still gave posts\n`);
  expect(result.crashes, `seed ${seed}`).toEqual([]);
  expect(result.hangs, `seed ${seed}`).toEqual([]);
  expect(result.readable).toBeGreaterThan(0.2);
});
