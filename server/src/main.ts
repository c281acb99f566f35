/** Reads the configuration, builds what the roles need, starts them, waits for a signal, stops in reverse. */
import { join } from 'node:path';
import { createSignInLink, ensureOwner, ownerNeedsLink } from '#accounts';
import { readConfig, type Config, type Role } from './config.ts';
import { claimFolder, writeAddress } from './platform/claim-folder.ts';
import { refuseServedElsewhere } from './platform/embedded-postgres.ts';
import { AppError } from './platform/errors.ts';
import { errorStack } from './platform/log.ts';
import { startDeps, type Started } from './start.ts';
import type { RoleContext } from './roles/context.ts';

const roles: Record<Role, () => Promise<(context: RoleContext) => Promise<unknown>>> = {
  api: async () => (await import('./roles/api.ts')).startApi,
  poller: async () => (await import('./roles/poller.ts')).startPoller,
  processor: async () => (await import('./roles/processor.ts')).startProcessor,
  worker: async () => (await import('./roles/worker.ts')).startWorker,
  bot: async () => (await import('./roles/bot.ts')).startBot,
};

/** SIGTERM drains; what is not done by then is taken up at the next start. */
const drainLimitMs = 20_000;

try {
  await run(readConfig());
} catch (error) {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exitCode = 1;
}
// What was left open on the way must not hold a program that is done; what was printed must get out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

async function run(config: Config): Promise<void> {
  const signal = untilSignal();
  await using stack = new AsyncDisposableStack();
  if (!config.database.url) {
    // Of processes in another container the locks say nothing.
    await refuseServedElsewhere(join(config.dataDir, 'postgres'));
    stack.defer(claimFolder(config.dataDir, config.roles));
  }
  const context: RoleContext = {
    ...(await startDeps(config, stack, { search: config.roles.includes('api'), supervise: true })),
    stack,
  };
  const ownerId = await ensureOwner(context.deps.db);
  let address = '';
  for (const role of config.roles) {
    const started = await (await roles[role]())(context);
    if (role === 'api') ({ address } = started as { address: string });
  }
  await announce(config, context, ownerId, address);
  await signal;
  context.deps.log.info('stopping');
  setTimeout(() => process.exit(1), drainLimitMs).unref();
}

function startFailure(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or choose another port with PORT.`;
  return errorStack(error);
}

async function announce(config: Config, { deps }: Started, ownerId: number, address: string): Promise<void> {
  if (address === '') return void process.stdout.write(`Ready: ${config.roles.join(' ')}\n`);
  const shown = config.http.publicUrl ?? `http://${config.http.host}:${new URL(address).port || '80'}`;
  if (await ownerNeedsLink(deps.db, deps.clock.now())) {
    process.stdout.write(`Sign in: ${shown}/sign-in?token=${await createSignInLink(deps, ownerId)}\n`);
  }
  writeAddress(config.dataDir, { shown, listening: address });
  process.stdout.write(`Ready: ${shown}\n`);
}

/** A signal again means now. Ctrl-C in a terminal reaches us twice at once: directly, and passed on by what started us. */
function untilSignal(): Promise<void> {
  return new Promise((done) => {
    let since = 0;
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, () => {
        if (since > 0 && performance.now() - since > 1000) process.exit(1);
        since ||= performance.now();
        done();
      });
    }
  });
}
