/**
 * What the language model counts in a text: one, two and three neighbouring letters of a word, its ends
 * marked, and short words whole; each as a 32-bit hash.
 */

/** Weight of letters alone, in pairs and in threes: the longer, the more telling. */
export const gramFactor = [0, 0.5, 0.8, 1];
export const MAX_WHOLE_WORD = 6;

const EDGE = 0x5f;
const WHOLE_WORD = 0x3d;
const SEED = 0x811c9dc5;

/** A gram in letters, as the model's file has it ("_th", "=the"), to its hash. */
export function hashGram(gram: string): number {
  let hash = SEED;
  for (let at = 0; at < gram.length; at++) hash = step(hash, gram.charCodeAt(at));
  return finish(hash);
}

/** Calls `found` for every gram of the word in `text` between two places; `factor` 0 marks a whole word. */
export function readGrams(text: string, from: number, to: number, found: (hash: number, factor: number) => void): void {
  for (let start = from - 1; start <= to; start++) {
    let hash = SEED;
    for (let size = 1; size <= 3 && start + size <= to + 1; size++) {
      const at = start + size - 1;
      hash = step(hash, at < from || at >= to ? EDGE : text.charCodeAt(at));
      if (size > 1 || (at >= from && at < to)) found(finish(hash), gramFactor[size]!);
    }
  }
  if (to - from > MAX_WHOLE_WORD) return;
  let hash = step(SEED, WHOLE_WORD);
  for (let at = from; at < to; at++) hash = step(hash, text.charCodeAt(at));
  found(finish(hash), 0);
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 15);
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
