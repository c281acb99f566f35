/** What commands share: their own deps, and how they print. */
import type { Actor } from '#accounts';
import { ensureOwner } from '#accounts';
import { readConfig } from '../config.ts';
import { createLog } from '../platform/log.ts';
import { startDeps, type Started } from '../start.ts';

export type Command = (args: string[]) => Promise<void>;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommandContext extends Started {
  owner: Actor;
}

/** Opens the instance (beside a running server, or by itself), does the work, closes everything. */
export async function withInstance<T>(options: { search?: boolean }, work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  await using stack = new AsyncDisposableStack();
  const started = await startDeps(config, stack, {
    search: options.search ?? false,
    supervise: false,
    guest: true,
    log: createLog(config.log.level === 'info' ? 'warn' : config.log.level, process.stderr),
  });
  const owner: Actor = { userId: await ensureOwner(started.deps.db), role: 'admin', scope: 'admin', sessionId: null };
  return await work({ ...started, owner });
}

/** One JSON value with `--json`, else lines for a person. */
export function print(json: boolean, value: unknown, lines: () => string | string[]): void {
  // What strangers write must not steer the terminal.
  const text = json
    ? JSON.stringify(value)
    : [lines()]
        .flat()
        .join('\n')
        .replace(/(?!\n)\p{Cc}/gu, '');
  process.stdout.write(`${text}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
