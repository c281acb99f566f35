import { sql } from '#platform/sql';
import { array, first, lockSaves, type Db } from '#platform/db';
import { AppError } from '#platform/errors';

export interface EmbeddingsToSave {
  /** Name of the model; it is noted at the first use, with its dimension. */
  model: string;
  dimension: number;
  items: readonly { postId: number; vector: Float32Array; textHash: string }[];
}

/**
 * Stores embeddings at unit length, in place of those that the posts had from this model. Posts that
 * are gone are passed over. Call it in a transaction: the change feed is locked to its end.
 * @throws AppError `model_failed` when a vector has not the dimension that the model had before.
 */
export async function saveEmbeddings(tx: Pick<Db, 'execute'>, { model, dimension, items }: EmbeddingsToSave): Promise<void> {
  await lockSaves(tx);
  await tx.execute(sql`insert into embedding_models (name, dimension) values (${model}, ${dimension}) on conflict (name) do nothing`);
  const known = await first<{ id: number; dimension: number }>(tx, sql`select id, dimension from embedding_models where name = ${model}`);
  const odd = items.find((item) => item.vector.length !== known!.dimension);
  if (odd !== undefined || dimension !== known!.dimension) {
    throw new AppError('model_failed', { model, reason: `${odd?.vector.length ?? dimension} dimensions instead of ${known!.dimension}` });
  }
  const usable = items.filter((item) => isDirection(item.vector));
  const bytes = dimension * 4;
  const vectors = Buffer.concat(usable.map((item) => toBytes(item.vector)));
  await tx.execute(sql`
    insert into embeddings (model_id, post_id, vector, text_hash, rev)
    select ${known!.id}::int, p.id, substring(${vectors}::bytea from ((e.n - 1) * ${bytes}::int + 1)::int for ${bytes}::int), e.text_hash, nextval('posts_rev')
    from unnest(${array(
      usable.map((item) => item.postId),
      'bigint',
    )}, ${array(
      usable.map((item) => item.textHash),
      'text',
    )}) with ordinality as e (post_id, text_hash, n)
    join posts p on p.id = e.post_id
    on conflict (model_id, post_id) do update set vector = excluded.vector, text_hash = excluded.text_hash, rev = excluded.rev`);
}

/** Whether the vector says anything; no other one is stored. */
export function isDirection(vector: Float32Array): boolean {
  return lengthOf(vector) > 0;
}

/** The vector at unit length; itself when it has none. */
function toUnit(vector: Float32Array): Float32Array {
  const length = lengthOf(vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** 0 for a vector that is no direction: all zeros, or with something in it that is no number. */
function lengthOf(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Number.isFinite(sum) ? Math.sqrt(sum) : 0;
}

function toBytes(vector: Float32Array): Buffer {
  const unit = toUnit(vector);
  const bytes = Buffer.alloc(unit.length * 4);
  for (const [i, value] of unit.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes;
}
