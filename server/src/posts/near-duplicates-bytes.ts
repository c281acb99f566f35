/** A fingerprint as bytes, so that a start reads what it would otherwise make anew from the texts of a week. */
import type { HashSample } from './fingerprint-sample.ts';
import type { Fingerprint } from './fingerprint.ts';
import { emptyPacked, pack, type Packed } from './near-duplicates-compare.ts';

/** Goes up with every change of what fingerprints are made of; those of before are then made anew. The first byte. */
export const PRINT_VERSION = 1;

/** What the look-up keeps of a fingerprint. */
export interface StoredPrint {
  packed: Packed;
  anchors: HashSample;
}

/** Version, six lengths and counts, number of anchors; then three 16-bit numbers. */
const HEAD = 14;

export function toBytes(print: Fingerprint): Buffer {
  const { data, words, numbers, names, turns, wordCount, negated, numberCount, numberSum, nameCount, nameSum } = pack(print);
  const bytes = Buffer.alloc(HEAD + data.length * 2 + print.anchors.length * 4);
  bytes.set([PRINT_VERSION, words, numbers, names, turns, numberCount, nameCount, print.anchors.length]);
  for (const [n, number] of [wordCount * 2 + (negated ? 1 : 0), numberSum, nameSum].entries()) bytes.writeUInt16LE(number, 8 + n * 2);
  for (const [n, hash] of data.entries()) bytes.writeUInt16LE(hash, HEAD + n * 2);
  for (const [n, anchor] of print.anchors.entries()) bytes.writeUInt32LE(anchor, HEAD + data.length * 2 + n * 4);
  return bytes;
}

/** Null for bytes of another version. */
export function fromBytes(bytes: Buffer): StoredPrint | null {
  const [version, words = 0, numbers = 0, names = 0, turns = 0, numberCount = 0, nameCount = 0, anchorCount = 0] = bytes;
  const size = words + numbers + names + turns;
  if (version !== PRINT_VERSION || bytes.length !== HEAD + size * 2 + anchorCount * 4) return null;
  const counted = bytes.readUInt16LE(8);
  const data = Uint16Array.from({ length: size }, (_, n) => bytes.readUInt16LE(HEAD + n * 2));
  const anchors = Uint32Array.from({ length: anchorCount }, (_, n) => bytes.readUInt32LE(HEAD + size * 2 + n * 4));
  const sums = { numberCount, numberSum: bytes.readUInt16LE(10), nameCount, nameSum: bytes.readUInt16LE(12) };
  return { anchors, packed: { ...emptyPacked(), data, words, numbers, names, turns, wordCount: counted >>> 1, negated: (counted & 1) === 1, ...sums } };
}
