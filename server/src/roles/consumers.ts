/** Starts the queues of a role, as wired. */
import type { Role } from '../config.ts';
import { runJob } from '../platform/run-job.ts';
import { wiring, type JobHandler } from '../wiring.ts';
import type { RoleContext } from './context.ts';

export async function startConsumers({ deps }: RoleContext, role: Role): Promise<void> {
  for (const queue of wiring.filter((entry) => entry.role === role)) {
    const handle = (await queue.load()) as JobHandler;
    await deps.bus.consume(queue.name, async (job) => {
      const end = deps.metrics.jobs.startTimer({ queue: queue.name });
      const outcome = await runJob(deps.log, queue.name, () => handle(deps, job.data as never, job));
      end({ status: outcome.kind });
      return outcome;
    });
  }
}
