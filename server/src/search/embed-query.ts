/** The vector of a query, from a model that may be slow, gone, or none at all. */
import type { Embedder } from '#ai';
import type { SearchMode } from '#contract';
import type { Clock } from '#platform/clock';
import { AppError } from '#platform/errors';

/** How long a hybrid search waits for its model before it does without, milliseconds, */
const EMBED_WITHIN = 3000;
/** and how long the next ones do without it then. */
const REST_AFTER_FAILURE = 30_000;
/** Until when a model that did not answer is left alone. */
const restingUntil = new WeakMap<Embedder, number>();

interface QueryVector {
  /** Null where the search goes by words. */
  vector: Float32Array | null;
  /** It does so because the model does not answer. */
  failed: boolean;
}

/** @throws AppError `embedder_missing` and `model_failed` in mode `vector` only */
export async function embedQuery(deps: { embedder: Embedder | null; clock: Clock }, text: string, mode: SearchMode | undefined): Promise<QueryVector> {
  const { embedder } = deps;
  if (embedder === null && mode === 'vector') throw new AppError('embedder_missing');
  if (embedder === null || mode === 'lexical' || text === '') return { vector: null, failed: false };
  const now = deps.clock.now().getTime();
  const isResting = now < (restingUntil.get(embedder) ?? 0);
  if (isResting && mode !== 'vector') return { vector: null, failed: true };
  return embed(embedder, text, { must: mode === 'vector', now });
}

async function embed(embedder: Embedder, text: string, { must, now }: { must: boolean; now: number }): Promise<QueryVector> {
  try {
    const [vector] = await embedder.embed([text], 'query', AbortSignal.timeout(EMBED_WITHIN));
    if (vector) return { vector, failed: false };
  } catch (error) {
    restingUntil.set(embedder, now + REST_AFTER_FAILURE);
    if (must) throw asFailure(error, embedder.model);
    return { vector: null, failed: true };
  }
  if (must) throw new AppError('model_failed', { model: embedder.model, reason: 'it refuses this text' });
  return { vector: null, failed: false };
}

function asFailure(error: unknown, model: string): AppError {
  if (error instanceof AppError) return error;
  return new AppError('model_failed', { model, reason: `no answer in ${EMBED_WITHIN / 1000} s` }, { cause: error });
}
