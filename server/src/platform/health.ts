/** `/health/*` and `/metrics`. */
import { sql } from 'drizzle-orm';
import { isIP } from 'node:net';
import type { Deps } from '../deps.ts';
import { AppError } from './errors.ts';
import type { App } from './http.ts';

interface Check {
  name: string;
  ok: boolean;
  tookMs: number;
  detail?: string;
}

export function healthRoutes(
  app: App,
  deps: Deps & { version: string; ready: () => boolean; pool: { totalCount: number; idleCount: number; waitingCount: number } },
): void {
  const hide = { schema: { hide: true } };

  app.get('/health/live', hide, async () => ({ status: 'ok' }));

  app.get('/health/ready', hide, async (_request, reply) => {
    const check = await timed('database', () => deps.db.execute(sql`select 1`));
    const ok = deps.ready() && check.ok;
    return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'not ready' });
  });

  app.get('/health', hide, async (_request, reply) => {
    const checks = await runChecks(deps);
    const ok = checks.every((check) => check.ok);
    return reply.code(200).send({ status: ok ? 'healthy' : 'degraded', version: deps.version, uptimeSeconds: Math.round(process.uptime()), checks });
  });

  app.get('/health/dependencies', hide, async () => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      checks: await runChecks(deps),
      memory: { rss, heapUsed },
      databasePool: { open: deps.pool.totalCount, idle: deps.pool.idleCount, waiting: deps.pool.waitingCount },
    };
  });

  app.get('/metrics', hide, async (request, reply) => {
    const token = deps.config.http.metricsToken;
    const allowed = token === undefined ? isLoopback(request.ip) : request.headers.authorization === `Bearer ${token}`;
    if (!allowed) throw new AppError('forbidden');
    await measureQueues(deps);
    return reply
      .type(deps.metrics.registry.contentType)
      .serializer(String)
      .send(await deps.metrics.registry.metrics());
  });
}

async function runChecks(deps: Deps): Promise<Check[]> {
  return Promise.all([
    timed('database', () => deps.db.execute(sql`select 1`)),
    timed('bus', () => deps.bus.queues()),
    timed('search', async () => {
      const status = await deps.search?.status();
      if (status && !status.ready) throw new Error('the index is being read');
    }),
  ]);
}

async function timed(name: string, work: () => Promise<unknown>): Promise<Check> {
  const start = performance.now();
  const took = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    await Promise.race([work(), new Promise((_, fail) => setTimeout(() => fail(new Error('no answer in 5 s')), 5000).unref())]);
    return { name, ok: true, tookMs: took() };
  } catch (error) {
    return { name, ok: false, tookMs: took(), detail: error instanceof Error ? error.message : 'failed' };
  }
}

async function measureQueues(deps: Deps & { pool: { totalCount: number; idleCount: number } }): Promise<void> {
  for (const queue of await deps.bus.queues()) {
    deps.metrics.queueLength.set({ queue: queue.name, state: 'ready' }, queue.ready);
    deps.metrics.queueLength.set({ queue: queue.name, state: 'active' }, queue.active);
    deps.metrics.queueLength.set({ queue: queue.name, state: 'failed' }, queue.failed);
  }
  deps.metrics.pool.set({ state: 'open' }, deps.pool.totalCount);
  deps.metrics.pool.set({ state: 'idle' }, deps.pool.idleCount);
}

function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'));
}
