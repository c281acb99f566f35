/** Texts to vectors of meaning, whoever makes them. */

/** A query is what somebody looks for, a passage is what can be found: some models treat them differently. */
export type EmbedKind = 'query' | 'passage';

export interface Embedder {
  /** Name stored with every vector: vectors of different models are never compared. */
  readonly model: string;
  /** Numbers in a vector; 0 until the model has answered once. */
  readonly dimension: number;
  /**
   * One vector for each text, in order, of unit length (or all zeros when the model finds nothing in the text);
   * null for a text that the model refuses, while it takes others.
   * @throws AppError `model_failed`
   */
  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<(Float32Array | null)[]>;
}

/** In place, to length 1. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum > 0) {
    const scale = 1 / Math.sqrt(sum);
    for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) * scale;
  }
  return vector;
}
