/** Embeddings from any server that speaks OpenAI's `POST /embeddings`: a provider, Ollama, a proxy. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Egress, JsonAnswer } from '../platform/egress.ts';
import { AppError } from '../platform/errors.ts';
import type { EmbedKind, Embedder } from './embedder.ts';
import { modelHabits } from './known-models.ts';
import { readVectors } from './read-vectors.ts';

export interface OpenAiEmbedderDeps {
  /** Trusted for exactly this server (`trustedOrigins`). */
  egress: Egress;
  /** Base address: `/embeddings` is added. */
  url: string;
  model: string;
  apiKey?: string | undefined;
  /** Of one request, milliseconds. */
  timeoutMs?: number;
  /** Waits between tries, milliseconds; their number is the number of retries. */
  retryWaits?: readonly number[];
}

/** One request carries at most this. */
const mostTexts = 64;
const mostChars = 100_000;
/** A text that the server refuses is sent again half as long, down to this. */
const shortestText = 500;
/** A server that asks to wait longer is not waited for: the job comes back later. */
const longestWaitMs = 60_000;

type Outcome = { vectors: Float32Array[] } | { failure: 'refused' | 'fatal' | 'passing'; reason: string; waitMs?: number };

export function createOpenAiEmbedder(deps: OpenAiEmbedderDeps): Embedder {
  const { model, retryWaits = [1000, 2000, 4000] } = deps;
  const { prefix } = modelHabits(model);
  let dimension = 0;

  async function ask(texts: readonly string[], signal?: AbortSignal): Promise<Outcome> {
    try {
      const answer = await deps.egress.postJson(
        `${deps.url}/embeddings`,
        { model, input: texts },
        {
          headers: deps.apiKey ? { authorization: `Bearer ${deps.apiKey}` } : {},
          timeoutMs: deps.timeoutMs ?? 60_000,
          ...(signal ? { signal } : {}),
        },
      );
      return judge(answer, texts.length, dimension);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { failure: error.code.startsWith('address_') ? 'fatal' : 'passing', reason: error.message };
    }
  }

  /** Tries again what may pass; what the server refuses is cut down until the text at fault stands alone and is short. */
  async function embedBatch(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    let outcome = await ask(texts, signal);
    for (const wait of retryWaits) {
      if (!('failure' in outcome) || outcome.failure !== 'passing' || (outcome.waitMs ?? 0) > longestWaitMs) break;
      await sleep(Math.max(wait, outcome.waitMs ?? 0), undefined, signal ? { signal } : {});
      outcome = await ask(texts, signal);
    }
    if ('vectors' in outcome) {
      dimension ||= outcome.vectors[0]?.length ?? 0;
      return outcome.vectors;
    }
    if (outcome.failure === 'refused' && texts.length > 1) {
      const half = Math.ceil(texts.length / 2);
      return [...(await embedBatch(texts.slice(0, half), signal)), ...(await embedBatch(texts.slice(half), signal))];
    }
    const [text = ''] = texts;
    if (outcome.failure === 'refused' && text.length > shortestText) return embedBatch([text.slice(0, text.length / 2)], signal);
    throw new AppError('model_failed', { model, reason: outcome.reason });
  }

  return {
    model,
    get dimension() {
      return dimension;
    },
    async embed(texts, kind: EmbedKind, signal) {
      const vectors: Float32Array[] = [];
      // Servers refuse empty input; a space says as little.
      for (const batch of batches(texts.map((text) => prefix[kind] + (text.trim() === '' ? ' ' : text)))) {
        vectors.push(...(await embedBatch(batch, signal)));
      }
      return vectors;
    },
  };
}

function judge(answer: JsonAnswer, count: number, dimension: number): Outcome {
  const { status, json, retryAfter } = answer;
  if (status >= 200 && status < 300) {
    const vectors = readVectors(json, count, dimension);
    return typeof vectors === 'string' ? { failure: 'fatal', reason: vectors } : { vectors };
  }
  const reason = `it answers ${status}`;
  if (status === 401 || status === 403) return { failure: 'fatal', reason: `${reason}: the key is not accepted` };
  if (status === 404) return { failure: 'fatal', reason: `${reason}: no such address or model` };
  if (status === 400 || status === 413 || status === 422) return { failure: 'refused', reason };
  if (status === 408 || status === 429 || status >= 500) return { failure: 'passing', reason, ...(retryAfter === null ? {} : { waitMs: retryAfter * 1000 }) };
  return { failure: 'fatal', reason };
}

function batches(texts: readonly string[]): string[][] {
  const list: string[][] = [];
  let size = 0;
  for (const text of texts) {
    const last = list.at(-1);
    if (last && last.length < mostTexts && size + text.length <= mostChars) {
      last.push(text);
      size += text.length;
    } else {
      list.push([text]);
      size = text.length;
    }
  }
  return list;
}
