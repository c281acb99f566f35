/** Visits sources when they are due. */
import { leaseDueSources, pollDeps, pollSource, untilNextDue } from '#sources';
import { RetryLater } from '../platform/errors.ts';
import { startConsumers } from './consumers.ts';
import type { RoleContext } from './context.ts';

/** Someone else may add a source, or a notification may be lost: look at least this often. */
const longestSleepMs = 1000;
/** Visits that take longer when the program stops are put off, milliseconds. */
const grace = 3000;

export async function startPoller(context: RoleContext): Promise<void> {
  const { deps, stack } = context;
  await startConsumers(context, 'poller');
  const visiting = new Set<Promise<unknown>>();
  let stopping = false;
  let wake = () => {};
  const sleep = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const loop = async () => {
    while (!stopping) {
      const free = deps.config.poller.concurrency - visiting.size;
      try {
        const due = free > 0 ? await leaseDueSources(deps.db, deps.clock.now(), free) : [];
        for (const source of due) {
          const visit = pollSource(pollDeps(deps), source)
            .catch((error: unknown) => error instanceof RetryLater || deps.log.error({ err: error, source: source.id }, 'visit failed'))
            .finally(() => {
              visiting.delete(visit);
              wake();
            });
          visiting.add(visit);
        }
        await sleep(free > 0 && due.length < free ? Math.min(longestSleepMs, await untilNextDue(deps.db, deps.clock.now())) : longestSleepMs);
      } catch (error) {
        deps.log.warn({ err: error }, 'due sources could not be read');
        await sleep(longestSleepMs);
      }
    }
  };
  const off = deps.bus.onBroadcast('source.due', () => wake());
  const running = loop();
  stack.defer(async () => {
    stopping = true;
    off();
    wake();
    await running;
    const cut = setTimeout(() => {
      deps.pacing.close();
      void deps.egress.close();
    }, grace);
    await Promise.allSettled(visiting);
    clearTimeout(cut);
  });
}
