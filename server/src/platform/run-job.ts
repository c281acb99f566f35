/** The only place that knows what an error means to a queue. */
import type { JobOutcome } from './bus.ts';
import { AppError, RetryLater } from './errors.ts';
import type { Log } from './log.ts';

export async function runJob(log: Log, queue: string, work: () => Promise<void>): Promise<JobOutcome> {
  try {
    await work();
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof RetryLater) return { kind: 'later', seconds: error.seconds };
    // The row that the job was about is gone: nothing is left to do.
    if (error instanceof AppError && error.code === 'not_found') return { kind: 'done' };
    log.error({ queue, err: error }, 'job failed');
    return { kind: 'fail', error };
  }
}
