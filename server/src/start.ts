/** Builds everything from the configuration, in the order in which it is needed; shared by server and command line. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkKey } from '#accounts';
import { openEmbedder } from '#ai';
import { createDuplicateFinder } from '#posts';
import { startSearchEngine } from '#search';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { startBus } from './platform/bus.ts';
import { isLoopbackHost } from './platform/client-address.ts';
import { systemClock } from './platform/clock.ts';
import { migrateDatabase, openDatabase, type Database } from './platform/db.ts';
import { createEgress, parseAllowList } from './platform/egress.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { createHostPacing } from './platform/host-pacing.ts';
import { createLimitedThread } from './platform/limited-thread.ts';
import { createLog, type Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { createRobots } from './platform/robots.ts';
import { deriveKey, loadMasterKey } from './platform/secrets.ts';
import { version } from './version.ts';
import { listenersOf, queues, schedules } from './wiring.ts';

export interface Started {
  deps: Deps;
  database: Database;
}

/** What the key of the command line is derived for. */
export const commandPurpose = 'command line';
const drainSeconds = 10;
/** Seconds that requests to other machines may still take. */
const grace = 3;

interface StartOptions {
  /** Searches are answered here: the index is kept in this process. */
  search: boolean;
  /** A server, no command: looks after schedules and jobs that died with their process. */
  supervise: boolean;
  log?: Log;
}

export async function startDeps(config: Config, stack: AsyncDisposableStack, options: StartOptions): Promise<Started> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = options.log ?? createLog(config.log.level);
  const url = await databaseUrl(config, stack, log);
  const database = openDatabase(url, { connections: config.database.pool, onError: (error) => log.warn({ err: error }, 'a database connection broke') });
  stack.defer(() => database.close());
  await migrateDatabase(database);
  const masterKey = loadMasterKey(config.dataDir, config.encryptionKey);
  if (options.supervise && config.roles.includes('api')) await checkInstanceKey(config, database, masterKey);

  const embedder = await openEmbedder(config, { log });
  const bus = await startBus({
    url,
    queues,
    // A command does not know what the server has.
    listeners: listenersOf({ withModel: embedder !== null || !options.supervise }),
    schedules: schedules(config.cleanupTime),
    supervise: options.supervise,
    onError: (error) => log.warn({ err: error }, 'bus'),
  });
  stack.defer(() => bus.stop());
  const egress = createEgress({
    allowPrivate: parseAllowList(config.egress.allowPrivateNetworks),
    userAgent: `Tidings/${version}${config.http.publicUrl ? ` (+${config.http.publicUrl})` : ''}`,
  });
  stack.defer(() => egress.close());
  const apart = createLimitedThread();
  stack.defer(() => apart.stop());
  const search = options.search
    ? await startSearchEngine({ databaseUrl: url, folder: join(config.dataDir, 'search'), model: embedder?.model ?? null, log })
    : null;
  if (search) {
    stack.defer(() => search.stop());
    stack.defer(bus.onBroadcast('posts.changed', () => search.changed()));
  }
  // What the operator serves to themselves needs no politeness.
  const pacing = createHostPacing({ clock: systemClock, unpaced: isLoopbackHost });
  stack.defer(() => drain({ bus, egress, pacing }));
  return {
    database,
    deps: {
      config,
      db: database.db,
      bus,
      clock: systemClock,
      log,
      metrics: createMetrics(version),
      egress,
      pacing,
      robots: createRobots({ egress, clock: systemClock }),
      apart,
      duplicates: createDuplicateFinder({ clock: systemClock }),
      embedder,
      search,
      imageKey: deriveKey(masterKey, 'images'),
      answerKey: deriveKey(masterKey, 'kept answers'),
      commandKey: deriveKey(masterKey, commandPurpose),
    },
  };
}

/** The embedded database has the key beside it, and nobody else. */
async function checkInstanceKey(config: Config, { db }: Database, masterKey: Uint8Array): Promise<void> {
  if (!config.database.url) return;
  await checkKey(db, deriveKey(masterKey, 'check'), config.encryptionKey === undefined ? join(config.dataDir, 'key') : 'ENCRYPTION_KEY');
}

/** Jobs may end by themselves; what still waits for another machine after `grace` is put back. Everything that they use is still there. */
async function drain({ bus, egress, pacing }: Pick<Deps, 'bus' | 'egress' | 'pacing'>): Promise<void> {
  const cut = setTimeout(() => {
    pacing.close();
    void egress.close();
  }, grace * 1000);
  await bus.drain(drainSeconds);
  clearTimeout(cut);
}

async function databaseUrl(config: Config, stack: AsyncDisposableStack, log: Log): Promise<string> {
  if (config.database.url) return config.database.url;
  const server = await startEmbeddedPostgres({
    folder: join(config.dataDir, 'postgres'),
    onRestart: (reason) => log.error({ reason }, 'the database is being started again'),
  });
  stack.defer(() => server.stop());
  return server.url;
}
