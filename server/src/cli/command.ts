/** What commands share: their own deps, and how they print. */
import { join } from 'node:path';
import type { Actor } from '#accounts';
import { ensureOwner } from '#accounts';
import { readConfig } from '../config.ts';
import { hasCluster } from '../platform/embedded-postgres.ts';
import { AppError } from '../platform/errors.ts';
import { createLog } from '../platform/log.ts';
import { startDeps, type Started } from '../start.ts';

export type Command = (args: string[]) => Promise<void>;

export interface CommandContext extends Started {
  owner: Actor;
}

/**
 * Opens the instance (beside a running server, or by itself), does the work, closes everything.
 * @throws AppError `no_instance` when there is none here and it is not to be made (`create`): a mistyped folder would answer as if all were well
 */
export async function withInstance<T>(options: { search?: boolean; create?: boolean }, work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  if (!options.create && !config.database.url && !hasCluster(join(config.dataDir, 'postgres'))) throw new AppError('no_instance', { dir: config.dataDir });
  await using stack = new AsyncDisposableStack();
  const started = await startDeps(config, stack, {
    search: options.search ?? false,
    supervise: false,
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
