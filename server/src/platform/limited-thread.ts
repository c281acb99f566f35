/**
 * A thread for work on what strangers wrote: a page that is built to keep its reader busy delays nobody
 * else's requests, and is given up after a while. Started when it is first needed, closed when idle.
 */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { AppError } from './errors.ts';
import type { FromThread, ThreadCall } from './limited-thread-worker.ts';

export interface LimitedThread {
  /**
   * Calls the function `name` of a module of ours in the thread; calls wait for each other. Arguments and
   * answer are copied, so they must be plain data, bytes, dates, maps or sets.
   * @throws AppError `too_complex` when it takes too long or too much memory, and what the function throws
   */
  call<F extends (...args: never[]) => unknown>(module: URL, name: string, ...args: Parameters<F>): Promise<Awaited<ReturnType<F>>>;
  stop(): Promise<void>;
}

export interface ThreadLimits {
  /** Of one call, without the start of the thread. */
  timeMs?: number;
  memoryMb?: number;
  /** Without work for so long, the thread is closed. */
  idleMs?: number;
}

interface Waiting {
  call: ThreadCall;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

export function createLimitedThread(limits: ThreadLimits = {}): LimitedThread {
  const thread = new CallThread({ timeMs: 5000, memoryMb: 256, idleMs: 60_000, ...limits });
  return {
    call: (module, name, ...args) =>
      new Promise((resolve, reject) => {
        thread.take({ call: { module: module.href, name, args }, resolve, reject });
      }),
    stop: () => thread.stop(),
  };
}

class CallThread {
  readonly #limits: Required<ThreadLimits>;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(limits: Required<ThreadLimits>) {
    this.#limits = limits;
  }

  take(call: Waiting): void {
    if (this.#stopped) return call.reject(new AppError('not_ready'));
    this.#waiting.push(call);
    this.#next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const call of [this.#current, ...this.#waiting.splice(0)]) call?.reject(new AppError('not_ready'));
    this.#current = null;
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current !== null || this.#stopped) return;
    clearTimeout(this.#timer);
    const call = this.#waiting.shift();
    if (call === undefined) {
      this.#worker?.unref();
      this.#timer = setTimeout(() => this.#close(), this.#limits.idleMs).unref();
      return;
    }
    this.#worker ??= this.#start();
    this.#current = call;
    this.#worker.ref();
    try {
      this.#worker.postMessage(call.call);
    } catch (error) {
      this.#settle((current) => current.reject(error as Error));
    }
  }

  #start(): Worker {
    const resourceLimits: ResourceLimits = { maxOldGenerationSizeMb: this.#limits.memoryMb, maxYoungGenerationSizeMb: 16 };
    // Its own arguments and environment: it has no business with the secrets of the program.
    const worker = new Worker(new URL('./limited-thread-worker.ts', import.meta.url), { resourceLimits, argv: [], env: {}, execArgv: [] });
    worker.on('message', (message: FromThread) => {
      if (worker === this.#worker) this.#hear(message);
    });
    // Out of memory, or a fault that no call could catch: what was at work has failed, the rest goes on in a new thread.
    worker.on('error', () => this.#lose(worker));
    worker.on('exit', () => this.#lose(worker));
    return worker;
  }

  #hear(message: FromThread): void {
    if (message.kind === 'working') {
      const call = this.#current;
      // An answer that lies here already, because this thread was busy itself, is heard first.
      this.#timer = setTimeout(() => setImmediate(() => this.#giveUp(call)), this.#limits.timeMs);
      return;
    }
    this.#settle((current) => {
      if (message.kind === 'done') current.resolve(message.value as never);
      else if (message.code !== null) current.reject(new AppError(message.code, message.details));
      else current.reject(new Error(message.reason));
    });
  }

  #giveUp(call: Waiting | null): void {
    if (call === null || call !== this.#current) return;
    this.#close();
    this.#refuse();
  }

  #close(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }

  #lose(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#refuse();
  }

  #refuse(): void {
    this.#settle((current) => current.reject(new AppError('too_complex')));
  }

  #settle(how: (current: Waiting) => void): void {
    clearTimeout(this.#timer);
    const current = this.#current;
    this.#current = null;
    if (current !== null) how(current);
    this.#next();
  }
}
