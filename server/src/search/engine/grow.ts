/** Typed arrays that are full get a longer copy. */

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The array itself when it holds `length` numbers, else a copy at least half as long again; new places are 0. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const longer = new (array.constructor as new (n: number) => T)(Math.max(length, Math.ceil(array.length * 1.5), 1024));
  longer.set(array);
  return longer;
}
