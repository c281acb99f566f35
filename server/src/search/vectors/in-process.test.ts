import { expect, it } from 'vitest';
import { checkVectorIndex } from '../vector-index.contract.ts';
import { openInProcessVectors } from './in-process.ts';
import { SAMPLE, VectorCodes } from './vector-codes.ts';

checkVectorIndex('the one in this process', async (posts, dimension) => ({
  index: openInProcessVectors(posts, new VectorCodes(dimension)),
  close: async () => {},
}));

function random(seed: number, dimension = 48): Float32Array {
  let state = seed * 7919 + 1;
  const next = (): number => (state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) | 0) / 2 ** 31;
  const vector = Float32Array.from({ length: dimension }, () => next() + 0.4);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

it('finds the same before and after the vectors are shortened, and after saving and loading', () => {
  const codes = new VectorCodes(48);
  for (let row = 0; row < SAMPLE - 1; row++) codes.set(row, random(row));
  const flags = new Uint8Array(5000).fill(1);
  const before = codes.search(random(77), flags, 5).map((hit) => hit.row);
  const reloaded = VectorCodes.from(codes.data());
  expect(reloaded.search(random(77), flags, 5).map((hit) => hit.row)).toEqual(before);
  for (let row = SAMPLE - 1; row < SAMPLE + 2500; row++)
    codes.set(
      row,
      random(row + 1e6).map((value) => -value),
    );
  expect(codes.search(random(77), flags, 1)[0]).toMatchObject({ row: 77, similarity: expect.closeTo(1, 2) });
  const shortened = VectorCodes.from(codes.data());
  expect(shortened.search(random(77), flags, 5)).toEqual(codes.search(random(77), flags, 5));
  expect(shortened.size).toBe(codes.size);
  codes.delete(77);
  expect(codes.search(random(77), flags, 5).map((hit) => hit.row)).not.toContain(77);
});
