/** What visiting sources needs, on a database of its own, with one emulated site as the outside world. */
import type { Clock } from '../src/platform/clock.ts';
import { startBus, type Bus } from '../src/platform/bus.ts';
import { createEgress, parseAllowList } from '../src/platform/egress.ts';
import { createHostPacing } from '../src/platform/host-pacing.ts';
import { createLimitedThread } from '../src/platform/limited-thread.ts';
import { createRobots } from '../src/platform/robots.ts';
import { createDuplicateFinder } from '../src/posts/index.ts';
import type { FollowDeps } from '../src/sources/follow-source.ts';
import { listeners, queues } from '../src/wiring.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { silent, testMetrics } from './fakes.ts';

export const intervals = { FAST: 60, REGULAR: 600, SLOW: 3600, BACKGROUND: 21_600 };

export interface TestPolling {
  database: TestDatabase;
  bus: Bus;
  deps: FollowDeps;
  stop(): Promise<void>;
}

export async function startPolling(
  site: { origin: string; port: number; others?: readonly { port: number }[] },
  clock: Clock,
  limits: { perOrigin?: number } = {},
): Promise<TestPolling> {
  const database = await createTestDatabase();
  const bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  const allowed = [site, ...(site.others ?? [])].map(({ port }) => `127.0.0.1/32:${port}`);
  const egress = createEgress({ allowPrivate: parseAllowList(allowed.join(',')), limits });
  const apart = createLimitedThread();
  const deps: FollowDeps = {
    db: database.db,
    bus,
    clock,
    egress,
    intervals,
    log: silent,
    metrics: testMetrics(),
    random: () => 0.5,
    previewUrl: site.origin,
    duplicates: createDuplicateFinder({ clock }),
    pacing: createHostPacing({ clock, unpaced: () => true }),
    robots: createRobots({ egress, clock }),
    apart,
  };
  return {
    database,
    bus,
    deps,
    async stop() {
      await bus.stop();
      await apart.stop();
      await egress.close();
    },
  };
}
