/** Checks the answer of an OpenAI-compatible embeddings address, number by number: it comes from outside. */
import { z } from 'zod';
import { toUnitLength } from './embedder.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative().optional(), embedding: z.union([z.string(), z.array(z.unknown())]) })),
});

const mostNumbers = 16_384;

/**
 * Vectors in the order of the texts.
 * @param dimension the model's dimension, or 0 when it is not known yet
 * @returns the vectors, or in words what is wrong with the answer
 */
export function readVectors(json: unknown, count: number, dimension: number): Float32Array[] | string {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return 'its answer is not a list of embeddings';
  const { data } = parsed.data;
  if (data.length !== count) return `it gave ${data.length} embeddings for ${count} texts`;
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count });
  for (const [position, item] of data.entries()) {
    const at = item.index ?? position;
    if (at >= count || vectors[at]) return 'its embeddings are numbered wrongly';
    const vector = typeof item.embedding === 'string' ? fromBase64(item.embedding) : fromNumbers(item.embedding);
    if (!vector) return 'an embedding is not made of numbers';
    dimension ||= vector.length;
    if (vector.length !== dimension) return `an embedding has ${vector.length} numbers and not ${dimension}`;
    vectors[at] = toUnitLength(vector);
  }
  return vectors.filter((vector) => vector !== undefined);
}

function fromNumbers(values: unknown[]): Float32Array | null {
  if (values.length === 0 || values.length > mostNumbers) return null;
  return values.every((value) => typeof value === 'number') ? finite(Float32Array.from(values)) : null;
}

/** `encoding_format: base64` is 32-bit floats, little-endian; some servers send it unasked. */
function fromBase64(text: string): Float32Array | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0 || bytes.length > mostNumbers * 4) return null;
  return finite(Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4)));
}

function finite(vector: Float32Array): Float32Array | null {
  return vector.every(Number.isFinite) ? vector : null;
}
