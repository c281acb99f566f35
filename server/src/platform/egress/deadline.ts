/** One limit of time for a piece of work of many steps, joined with the caller's own signal. */
import { AppError } from '../errors.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Puts back what ended the work: the caller's reason or `timeout`; other errors pass through. */
  explain(error: unknown): unknown;
  clear(): void;
}

export function startDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  outer?.throwIfAborted();
  const controller = new AbortController();
  // Made when it is needed only: an error notes where it was made, which costs more than the rest of a deadline.
  const timer = setTimeout(() => controller.abort(new AppError('timeout', { seconds: Math.max(1, Math.round(ms / 1000)) })), ms);
  // Not AbortSignal.any: callers keep one signal for thousands of requests, and this lets go of it at once.
  const passOn = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', passOn, { once: true });
  return {
    signal: controller.signal,
    explain: (error) => (controller.signal.aborted ? controller.signal.reason : error),
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', passOn);
    },
  };
}
