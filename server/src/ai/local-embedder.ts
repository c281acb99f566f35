/** Embeddings from a model in a folder of this machine, without any network. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError } from '../platform/errors.ts';
import type { EmbedKind, Embedder } from './embedder.ts';
import { readInstalledModel, type InstalledModel } from './local-model.ts';
import type { LocalAnswer, LocalRequest, LocalWorkerData } from './local-worker.ts';

export interface LocalEmbedderOptions {
  /** Folder of all models; the model lies in `folder/org/name`. */
  folder: string;
  model: string;
  /** Of one batch, milliseconds; the thread is then ended and started anew. */
  timeoutMs?: number;
}

export interface LocalEmbedder extends Embedder {
  close(): Promise<void>;
}

/** So few that a question, which goes before all passages, waits for no more than a moment. */
const textsAtOnce = 4;

/** @throws AppError `model_failed` when the folder has no such model */
export function createLocalEmbedder(options: LocalEmbedderOptions): LocalEmbedder {
  const installed = readInstalledModel(options.folder, options.model);
  if (!installed) throw new AppError('model_failed', { model: options.model, reason: 'it is not installed (npx tidings models pull)' });
  const thread = createThread(installed, options);
  const inTurn = createTurns();
  let { dimension } = installed;

  return {
    model: options.model,
    get dimension() {
      return dimension;
    },
    async embed(texts, kind, signal) {
      const prefix = installed.prefix[kind];
      const vectors: Float32Array[] = Array.from({ length: texts.length });
      // Texts of like length together: a batch is as slow as its longest text.
      const order = texts.map((_, at) => at).sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
      for (let start = 0; start < order.length; start += textsAtOnce) {
        const batch = order.slice(start, start + textsAtOnce);
        const answer = await inTurn(kind, () => thread.ask(batch.map((at) => prefix + (texts[at] ?? ''))), signal);
        if (answer.numbers.length !== batch.length * answer.dimension) throw failed(options.model, 'it gave too few numbers');
        dimension = answer.dimension;
        for (const [row, at] of batch.entries()) vectors[at] = answer.numbers.slice(row * dimension, (row + 1) * dimension);
      }
      return vectors;
    },
    close: () => thread.close(),
  };
}

/** One piece of work at a time, queries before passages: somebody waits for them. Who gives up need not wait for the turn. */
function createTurns() {
  const waiting: Record<EmbedKind, (() => Promise<void>)[]> = { query: [], passage: [] };
  let working = false;

  async function workOff(): Promise<void> {
    working = true;
    for (;;) {
      const work = waiting.query.shift() ?? waiting.passage.shift();
      if (!work) break;
      await work();
    }
    working = false;
  }

  return <T>(kind: EmbedKind, work: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const giveUp = () => reject(signal?.reason as Error);
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp);
      waiting[kind].push(async () => {
        if (!signal?.aborted) await work().then(resolve, reject);
        signal?.removeEventListener('abort', giveUp);
      });
      if (!working) void workOff();
    });
}

type Numbers = Extract<LocalAnswer, { numbers: Float32Array }>;

function createThread(installed: InstalledModel, options: LocalEmbedderOptions) {
  let worker: Worker | null = null;
  let asked = 0;
  const workerData: LocalWorkerData = {
    folder: options.folder,
    model: installed.name,
    pooling: installed.pooling,
    dtype: installed.dtype,
    packageFolders: [import.meta.dirname, options.folder],
    threads: Math.max(1, availableParallelism() - 1),
  };

  function start(): Worker {
    const started = new Worker(new URL('./local-worker.ts', import.meta.url), { workerData });
    started.unref();
    return started;
  }

  return {
    ask(texts: string[]): Promise<Numbers> {
      worker ??= start();
      const current = worker;
      const id = (asked += 1);
      // While it works the process must not end; a thread that waits for work holds nothing.
      current.ref();
      return new Promise<Numbers>((resolve, reject) => {
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          current.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
          current.on('error', () => {}).unref();
          finish();
        };
        const giveUp = (reason: string) =>
          settle(() => {
            worker = null;
            void current.terminate();
            reject(failed(installed.name, reason));
          });
        const timer = setTimeout(() => giveUp('it takes too long'), options.timeoutMs ?? 120_000);
        current.once('error', (error) => giveUp(error.message));
        current.once('exit', () => giveUp('its thread ended'));
        current.on('message', (answer: LocalAnswer) => {
          if (answer.id !== id) return;
          settle(() => ('numbers' in answer ? resolve(answer) : reject(failed(installed.name, inWords(answer, options.folder)))));
        });
        current.postMessage({ id, texts } satisfies LocalRequest);
      });
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}

function inWords(answer: { error: string; missing?: boolean }, folder: string): string {
  return answer.missing
    ? `local models need a package that is not installed; run: npm install --ignore-scripts --prefix "${folder}" @huggingface/transformers`
    : answer.error;
}

function failed(model: string, reason: string): AppError {
  return new AppError('model_failed', { model, reason });
}
