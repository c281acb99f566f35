/** 32-bit hashes of words, made a letter at a time while a text is read. */

export const HASH_START = 0x811c9dc5;

/** FNV-1a. "ё" is often written "е". */
export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ (code === 0x451 ? 0x435 : code), 0x01000193);
}

/** The finisher of MurmurHash3: spreads a hash evenly over all 32 bits. */
export function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The hash that a scanned word has; for lists of known words. */
export function hashWord(word: string): number {
  let hash = HASH_START;
  for (let at = 0; at < word.length; at++) hash = hashStep(hash, word.charCodeAt(at));
  return mix(hash);
}
