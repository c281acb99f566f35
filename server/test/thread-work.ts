/** What the tests of the thread with limits have it do. */
import { threadId } from 'node:worker_threads';
import { AppError } from '../src/platform/errors.ts';

export function whereAmI(): number {
  return threadId;
}

export function double(value: number): number {
  return value * 2;
}

export function refuse(name: string): never {
  throw new AppError('host_not_found', { host: name });
}

export function stumble(): never {
  throw new TypeError('a fault of our own');
}

export function neverEnd(): void {
  for (;;);
}

export function eatMemory(): number {
  const eaten: number[][] = [];
  for (;;) eaten.push(Array.from({ length: 100_000 }, (_, n) => n + eaten.length));
}
