import { startConsumers } from './consumers.ts';
import type { RoleContext } from './context.ts';

export async function startWorker(context: RoleContext): Promise<void> {
  await startConsumers(context, 'worker');
}
