/** What saving posts needs, on a database of its own. */
import { startBus, type Bus } from '../src/platform/bus.ts';
import type { Clock } from '../src/platform/clock.ts';
import { createDuplicateFinder, type SaveDeps } from '../src/posts/index.ts';
import { listeners, queues } from '../src/wiring.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface TestSaving {
  database: TestDatabase;
  bus: Bus;
  /** Like a process that has just begun. */
  fresh(): SaveDeps;
}

export async function startSaving(clock: Clock): Promise<TestSaving> {
  const database = await createTestDatabase();
  const bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  return { database, bus, fresh: () => ({ db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) }) };
}
