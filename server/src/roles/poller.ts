/** Visits sources when they are due. */
import { pollDeps, visitDueSources } from '#sources';
import { startConsumers } from './consumers.ts';
import type { RoleContext } from './context.ts';

/** Visits that take longer when the program stops are put off, milliseconds. */
const grace = 3000;

export async function startPoller(context: RoleContext): Promise<void> {
  const { deps, stack } = context;
  await startConsumers(context, 'poller');
  const visiting = visitDueSources(pollDeps(deps), deps.config.poller.concurrency);
  stack.defer(async () => {
    const cut = setTimeout(() => {
      deps.pacing.close();
      void deps.egress.close();
    }, grace);
    await visiting.stop();
    clearTimeout(cut);
  });
}
