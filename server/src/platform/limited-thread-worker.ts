/** The inside of a thread with limits: one call after the other, as they come. */
import { parentPort } from 'node:worker_threads';
import type { ErrorCode } from '../contract/errors.ts';
import { AppError, type ErrorDetails } from './errors.ts';

export interface ThreadCall {
  /** Address of the module's file. */
  module: string;
  name: string;
  args: readonly unknown[];
}

export type FromThread =
  | { kind: 'working' }
  | { kind: 'done'; value: unknown }
  | { kind: 'failed'; code: ErrorCode; details: ErrorDetails }
  | { kind: 'failed'; code: null; reason: string };

const port = parentPort!;
const say = (message: FromThread): void => port.postMessage(message);

port.on('message', (call: ThreadCall) => {
  run(call).then(
    (value) => say({ kind: 'done', value }),
    (error: unknown) => {
      if (error instanceof AppError) say({ kind: 'failed', code: error.code, details: error.details });
      else say({ kind: 'failed', code: null, reason: String((error as Error)?.stack ?? error) });
    },
  );
});

async function run({ module, name, args }: ThreadCall): Promise<unknown> {
  const functions = (await import(module)) as Record<string, (...args: readonly unknown[]) => unknown>;
  say({ kind: 'working' });
  return functions[name]!(...args);
}
