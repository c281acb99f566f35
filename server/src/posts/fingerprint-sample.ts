/** Samples of sets: the smallest hashes of each, so that two samples tell how much the whole sets overlap. */
import { MAX_WORDS } from './fingerprint-words.ts';

/** Ascending, each once. */
export type HashSample = Uint32Array;

export const scratch = new Uint32Array(MAX_WORDS);

/** The first `count` numbers of the scratch array, ascending, each once; valid until it is filled again. */
export function distinct(count: number): Uint32Array {
  const sorted = scratch.subarray(0, count).sort();
  let size = 0;
  for (let n = 0; n < count; n++) if (n === 0 || sorted[n] !== sorted[size - 1]) sorted[size++] = sorted[n]!;
  return scratch.subarray(0, size);
}

export function sampleOf(hashes: readonly number[], limit: number): HashSample {
  scratch.set(hashes);
  return distinct(hashes.length).slice(0, limit);
}
