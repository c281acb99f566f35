import { startConsumers } from './consumers.ts';
import type { RoleContext } from './context.ts';

export async function startProcessor(context: RoleContext): Promise<void> {
  await startConsumers(context, 'processor');
}
