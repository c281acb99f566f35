import { expect, it } from 'vitest';
import { inSlices } from './in-slices.ts';

function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

it('lets one of many long works go on in each round of the event loop', async () => {
  let goneOn = 0;
  const works = Array.from({ length: 3 }, async () => {
    const pause = inSlices();
    work(10);
    await pause();
    goneOn += 1;
  });
  const seen: number[] = [];
  while (goneOn < works.length) {
    await new Promise((next) => setImmediate(next));
    seen.push(goneOn);
  }
  await Promise.all(works);
  for (const [n, count] of seen.entries()) expect(count - (seen[n - 1] ?? 0)).toBeLessThanOrEqual(1);
});
