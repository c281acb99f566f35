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

/** Room for the grams of a word as long as the longest text that is read. */
export const gramHashes = new Uint32Array(8192);

/**
 * Fills `gramHashes` with the grams of the word in `text` between two places and answers their number.
 * What they weigh together follows from the word's length alone: see `gramWeight`.
 */
export function readGrams(text: string, from: number, to: number): number {
  let count = 0;
  let before = step(SEED, EDGE);
  let beforeThat = 0;
  for (let at = from; at <= to; at++) {
    const code = at < to ? text.charCodeAt(at) : EDGE;
    const alone = step(SEED, code);
    // A gram is hashed letter by letter, so those that end here go on from those that ended one letter before.
    const pair = step(before, code);
    if (at < to) gramHashes[count++] = finish(alone);
    gramHashes[count++] = finish(pair);
    if (at > from) gramHashes[count++] = finish(step(beforeThat, code));
    before = alone;
    beforeThat = pair;
  }
  if (to - from > MAX_WHOLE_WORD) return count;
  let hash = step(SEED, WHOLE_WORD);
  for (let at = from; at < to; at++) hash = step(hash, text.charCodeAt(at));
  gramHashes[count++] = finish(hash);
  return count;
}

/** Sum of the factors of a word's grams: its letters, one pair more, as many threes. */
export function gramWeight(letters: number): number {
  return letters * gramFactor[1]! + (letters + 1) * gramFactor[2]! + letters * gramFactor[3]!;
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 15);
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
