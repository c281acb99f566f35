/** `/health/*` and `/metrics`. */
import { sql } from './sql.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { AppError } from './errors.ts';
import { enoughSpace, freeSpace, inGigabytes } from './free-space.ts';
import type { App } from './http.ts';
import { errorLine } from './log.ts';
import { isLocal } from './recognise-request.ts';

interface Check {
  name: string;
  ok: boolean;
  tookMs: number;
  detail?: string;
}

export function healthRoutes(
  app: App,
  deps: Deps & { version: string; ready: () => boolean; measure: () => Promise<void>; pool: { totalCount: number; idleCount: number; waitingCount: number } },
): void {
  const hide = { schema: { hide: true } };
  const database = forAMoment(deps, () => timed('database', () => deps.db.execute(sql`select 1`)));
  const checks = forAMoment(deps, () => runChecks(deps));
  const shown = async (request: FastifyRequest) => {
    const all = await checks();
    // What an error says may tell of the inside: names of hosts, folders, users.
    return isLocal(request, deps.config.http) || hasToken(deps, request) ? all : all.map(({ name, ok, tookMs }) => ({ name, ok, tookMs }));
  };

  app.get('/health/live', hide, async () => ({ status: 'ok' }));

  app.get('/health/ready', hide, async (_request, reply) => {
    const check = await database();
    const ok = deps.ready() && check.ok;
    return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'not ready' });
  });

  app.get('/health', hide, async (request) => {
    const all = await shown(request);
    const ok = all.every((check) => check.ok);
    return { status: ok ? 'healthy' : 'degraded', version: deps.version, uptimeSeconds: Math.round(process.uptime()), checks: all };
  });

  app.get('/health/dependencies', hide, async (request) => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      checks: await shown(request),
      memory: { rss, heapUsed },
      databasePool: { open: deps.pool.totalCount, idle: deps.pool.idleCount, waiting: deps.pool.waitingCount },
    };
  });

  app.get('/metrics', hide, async (request, reply) => {
    const allowed = deps.config.http.metricsToken === undefined ? isLocal(request, deps.config.http) : hasToken(deps, request);
    if (!allowed) throw new AppError('forbidden');
    await Promise.all([measureQueues(deps), deps.measure()]);
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
    timed('disk', async () => {
      const free = await freeSpace(deps.config.dataDir);
      if (free < enoughSpace) throw new Error(inGigabytes(free));
      return inGigabytes(free);
    }),
  ]);
}

async function timed(name: string, work: () => Promise<unknown>): Promise<Check> {
  const start = performance.now();
  const took = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    const found = await Promise.race([work(), new Promise((_, fail) => setTimeout(() => fail(new Error('no answer in 5 s')), 5000).unref())]);
    return { name, ok: true, tookMs: took(), ...(typeof found === 'string' ? { detail: found } : {}) };
  } catch (error) {
    return { name, ok: false, tookMs: took(), detail: errorLine(error) };
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

/** Whoever asks within a second gets the same answer: probes and attackers cost one check. */
function forAMoment<T>({ clock }: Pick<Deps, 'clock'>, work: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; result: Promise<T> } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (kept === null || now - kept.at >= 1000) kept = { at: now, result: work() };
    return kept.result;
  };
}

function hasToken({ config }: Pick<Deps, 'config'>, request: FastifyRequest): boolean {
  const { metricsToken } = config.http;
  if (metricsToken === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${metricsToken}`));
}
