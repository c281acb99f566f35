/** Where among many texts the nearest is near by chance only. */

/** Of fewer texts nothing can be told. */
export const LEAST_SAMPLE = 50;
/** Share of a normal distribution that is more than one deviation below its middle. */
const ONE_BELOW = 0.1587;
/** Similarities have longer tails than a normal distribution. */
const MARGIN = 0.5;

/**
 * The similarity that the nearest of `count` unrelated texts would hardly pass. `sample` holds the
 * similarities of some of them to the question. Of `count` draws from a normal distribution the
 * largest stays below √(2 ln count) deviations (the universal threshold of Donoho and Johnstone 1994);
 * middle and deviation are taken from the lower half, where what is related to the question cannot
 * spoil them. It follows the model and the question by itself: models differ in what they call near.
 */
export function chanceFloor(sample: readonly number[], count: number): number {
  if (sample.length < LEAST_SAMPLE) return -Infinity;
  const sorted = Float64Array.from(sample).sort();
  const middle = sorted[sorted.length >> 1]!;
  const deviation = middle - sorted[Math.floor(sorted.length * ONE_BELOW)]!;
  return middle + deviation * (Math.sqrt(2 * Math.log(Math.max(count, LEAST_SAMPLE))) + MARGIN);
}
