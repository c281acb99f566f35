/** The search engine as the rest of the program sees it: a thread that is asked, woken and stopped. */
import { Worker } from 'node:worker_threads';
import { AppError } from '#platform/errors';
import type { EngineAnswer, EngineOptions, EngineQuery, EngineStatus, FromEngine, ToEngine } from './protocol.ts';

export interface SearchEngine {
  /** @throws AppError `not_ready` while the index is still being read for longer than the patience given. */
  search(query: EngineQuery): Promise<EngineAnswer>;
  status(): Promise<EngineStatus>;
  /** Something was saved: look now instead of at the next tick. */
  changed(): void;
  stop(): Promise<void>;
}

interface EngineLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface StartEngineOptions extends EngineOptions {
  log: EngineLog;
  /** Seconds that a search waits for an index that is still being read; 5 when not given. */
  patience?: number;
}

const STOP_WITHIN = 30_000;
const RESTART_AFTER = 1000;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

const makeThread = (workerData: EngineOptions): Worker => new Worker(new URL('./worker.ts', import.meta.url), { workerData });

/** Comes back at once; the index is read in the background. */
export async function startSearchEngine(options: StartEngineOptions, newThread = makeThread): Promise<SearchEngine> {
  const { log, patience = 5, ...engineOptions } = options;
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let worker: Worker | null = null;
  let gone: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let ready = Promise.withResolvers<void>();

  const hear = (message: FromEngine): void => {
    if (message.type === 'ready') ready.resolve();
    else if (message.type === 'log') log[message.level](message.details, message.message);
    else {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'failed') asked?.reject(new Error(message.message));
      else asked?.resolve((message.type === 'answer' ? message.answer : message.status) as never);
    }
  };

  const start = (): void => {
    worker = newThread(engineOptions);
    gone = new Promise((resolve) => worker!.once('exit', resolve));
    worker.on('message', hear);
    worker.on('error', (error) => log.error({ err: error }, 'the search engine broke and is started again'));
    worker.on('exit', () => {
      worker = null;
      for (const asked of waiting.values()) asked.reject(new AppError('not_ready'));
      waiting.clear();
      if (stopped) return;
      ready = Promise.withResolvers();
      setTimeout(() => !stopped && start(), RESTART_AFTER);
    });
  };
  start();

  const ask = <T>(make: (id: number) => ToEngine): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      // Between two threads nobody would answer.
      if (stopped || worker === null) return reject(new AppError('not_ready'));
      waiting.set(id, { resolve, reject });
      worker.postMessage(make(id));
    });

  return {
    async search(query) {
      await readyWithin(ready.promise, patience * 1000);
      return ask((id) => ({ type: 'search', id, query }));
    },
    status: () => ask((id) => ({ type: 'status', id })),
    changed: () => worker?.postMessage({ type: 'changed' } satisfies ToEngine),
    async stop() {
      if (stopped) return;
      stopped = true;
      // Searches that wait for the index need wait no longer.
      ready.promise.catch(() => {});
      ready.reject(new AppError('not_ready'));
      worker?.postMessage({ type: 'stop' } satisfies ToEngine);
      const cut = setTimeout(() => void worker?.terminate(), STOP_WITHIN);
      await gone;
      clearTimeout(cut);
    },
  };
}

async function readyWithin(ready: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new AppError('not_ready')), milliseconds);
  try {
    await Promise.race([ready, promise]);
  } finally {
    clearTimeout(timer);
  }
}
