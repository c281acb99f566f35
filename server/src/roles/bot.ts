import { startConsumers } from './consumers.ts';
import type { RoleContext } from './context.ts';

/** The Telegram bot is not part of this version: the role only takes its queues, of which there are none. */
export async function startBot(context: RoleContext): Promise<void> {
  await startConsumers(context, 'bot');
}
