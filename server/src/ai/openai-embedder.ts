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
/** No server has a reason to refuse it. */
const plainText = 'harbour';
/** A server that asks to wait longer is not waited for: the job comes back later. */
const longestWaitMs = 60_000;

/** Somebody waits for a query: it goes on without its vector rather than later. */
const queryWaits = [200];

/** Too long, too many, or not a text that it takes. */
const refusals = new Set([400, 413, 422]);
const inWords: Record<number, string> = { 401: ': the key is not accepted', 403: ': the key is not accepted', 404: ': no such address or model' };

interface Asking {
  /** Milliseconds before each further try. */
  waits: readonly number[];
  signal: AbortSignal | undefined;
}

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

  async function askWithRetries(texts: readonly string[], { waits, signal }: Asking): Promise<Outcome> {
    let outcome = await ask(texts, signal);
    for (const wait of waits) {
      if ('vectors' in outcome || outcome.failure !== 'passing') break;
      const asked = outcome.waitMs ?? 0;
      if (asked > longestWaitMs) break;
      await sleep(Math.max(wait, asked), undefined, signal ? { signal } : {});
      outcome = await ask(texts, signal);
    }
    return outcome;
  }

  /** `checked`: that the server takes other texts was found out already, so that one at fault is looked for. */
  async function embedBatch(texts: readonly string[], asking: Asking, checked = false): Promise<(Float32Array | null)[]> {
    const outcome = await askWithRetries(texts, asking);
    if ('vectors' in outcome) {
      dimension ||= outcome.vectors[0]?.length ?? 0;
      return outcome.vectors;
    }
    // One that refuses everything is set up wrongly: the texts are not at fault, and to halve them would only cost.
    if (outcome.failure !== 'refused' || !(checked || (await takesTexts(asking)))) throw new AppError('model_failed', { model, reason: outcome.reason });
    const smaller = smallerThan(texts);
    if (smaller === null) return [null];
    return (await embedBatch(smaller[0], asking, true)).concat(smaller[1] ? await embedBatch(smaller[1], asking, true) : []);
  }

  async function takesTexts(asking: Asking): Promise<boolean> {
    return 'vectors' in (await askWithRetries([`${prefix.passage}${plainText}`], asking));
  }

  return {
    model,
    get dimension() {
      return dimension;
    },
    async embed(texts, kind: EmbedKind, signal) {
      const vectors: (Float32Array | null)[] = [];
      // Servers refuse empty input; a space says as little.
      const filled = texts.map((text) => prefix[kind] + (text.trim() === '' ? ' ' : text));
      for (const batch of batches(filled)) vectors.push(...(await embedBatch(batch, { waits: kind === 'query' ? queryWaits : retryWaits, signal })));
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
  const reason = `it answers ${status}${inWords[status] ?? ''}`;
  if (refusals.has(status)) return { failure: 'refused', reason };
  if (status >= 500 || status === 429 || status === 408) return { failure: 'passing', reason, waitMs: (retryAfter ?? 0) * 1000 };
  return { failure: 'fatal', reason };
}

/** What a server refuses is cut down until the text at fault stands alone and is short: halves of the list, half of the text. */
function smallerThan(texts: readonly string[]): [string[], string[]?] | null {
  const [text = ''] = texts;
  if (texts.length === 1) return text.length > shortestText ? [[text.slice(0, text.length / 2)]] : null;
  const half = Math.ceil(texts.length / 2);
  return [texts.slice(0, half), texts.slice(half)];
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
