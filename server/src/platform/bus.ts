/**
 * Two verbs: `publish` is durable (a job row for each listener, written in the caller's transaction),
 * `broadcast` is best effort (PostgreSQL NOTIFY, sent when the transaction commits).
 */
import { sql } from './sql.ts';
import { fromDrizzle, PgBoss, type JobWithMetadata } from 'pg-boss';
import { broadcasts, events, type BroadcastData, type BroadcastName, type EventData, type EventName } from '../events.ts';
import type { Db } from './db.ts';
import { errorLine } from './log.ts';
import { listenForNotifications, type Notifications } from './notifications.ts';

/** A queue and what its jobs need. Its name says what is done. */
export interface QueueSettings {
  name: string;
  /** Jobs run side by side in one process. */
  slots: number;
  /** Jobs fetched at once by a slot; more than one only where each is quick. */
  batch: number;
  /** Seconds a job may take. */
  limit: number;
  retries?: number;
  /** Of its jobs only one of a key waits for its first try at a time: each is enqueued with a `key`. */
  keyed?: boolean;
  /** The queue that is handed a job whose tries are used up, also when its process died in the last one; else it is kept as a dead letter. */
  givenUpTo?: string;
}

export interface Listener {
  event: EventName;
  queue: string;
}

export interface Schedule {
  queue: string;
  /** Five-field cron, UTC. */
  cron: string;
  /** Runs once after a time in which nothing ran, when it was due meanwhile. */
  catchUp: boolean;
}

export interface Bus {
  /** A job for each listener of the event, in the caller's transaction. */
  publish<N extends EventName>(tx: Executor, name: N, data: EventData<N>, options?: { priority?: number }): Promise<void>;
  /** One job for one queue. `key`, for queues that are `keyed`: while a job with this key waits, another is not added; one that runs already has seen no more than it had then. */
  enqueue(tx: Executor, queue: string, data: object, options?: { delaySeconds?: number; key?: string; priority?: number }): Promise<void>;
  broadcast<N extends BroadcastName>(tx: Executor, name: N, data: BroadcastData<N>): Promise<void>;
  onBroadcast<N extends BroadcastName>(name: N, hear: (data: BroadcastData<N>) => void): () => void;
  /** Starts the slots of a queue in this process. */
  consume(queue: string, run: (job: { id: string; data: unknown; attempt: number; signal: AbortSignal }) => Promise<JobOutcome>): Promise<void>;
  queues(): Promise<{ name: string; ready: number; active: number; failed: number }[]>;
  deadLetters(limit: number): Promise<{ id: string; queue: string; data: unknown; output: unknown; createdAt: Date }[]>;
  /** Puts dead letters back into their queues; answers how many. */
  redrive(): Promise<number>;
  /** Stops taking jobs and waits for those at work, at most so long. */
  drain(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

export type JobOutcome = { kind: 'done' } | { kind: 'later'; seconds: number } | { kind: 'fail'; error: unknown };
type Executor = Pick<Db, 'execute'>;

export interface BusOptions {
  url: string;
  queues: readonly QueueSettings[];
  listeners: readonly Listener[];
  schedules: readonly Schedule[];
  /** Only one process needs to look after schedules and expired jobs; any may. */
  supervise: boolean;
  onError?: (error: Error) => void;
}

export const deadQueue = 'dead-letters';

export async function startBus(options: BusOptions): Promise<Bus> {
  const report = (error: unknown) => options.onError?.(error as Error);
  const boss = createBoss(options, report);
  const stopBoss = () => boss.stop({ graceful: false, close: true }).catch(report);
  const notifications = await startBoth(boss, options, report).catch(async (error: unknown) => {
    await stopBoss();
    throw error;
  });
  const settingsOf = new Map(options.queues.map((queue) => [queue.name, queue]));
  const listenersOf = Map.groupBy(options.listeners, (listener) => listener.event);

  return {
    async publish(tx, name, data, { priority = 0 } = {}) {
      const payload = events[name].parse(data);
      const db = fromDrizzle(tx, sql);
      for (const { queue } of listenersOf.get(name) ?? []) await boss.insert(queue, [{ data: payload, priority }], { db });
    },
    async enqueue(tx, queue, data, { delaySeconds, key, priority = 0 } = {}) {
      // Other queues would take the key and run both.
      if ((settingsOf.get(queue)?.keyed ?? false) !== (key !== undefined)) throw new Error(`jobs of ${queue} have ${key === undefined ? 'a' : 'no'} key`);
      const startAfter = delaySeconds === undefined ? {} : { startAfter: delaySeconds };
      const singleton = key === undefined ? {} : { singletonKey: key };
      await boss.send(queue, data, { priority, ...startAfter, ...singleton, db: fromDrizzle(tx, sql) });
    },
    async broadcast(tx, name, data) {
      await tx.execute(sql`select pg_notify('tidings', ${JSON.stringify({ name, data: broadcasts[name].parse(data) })})`);
    },
    onBroadcast: (name, hear) => notifications.on(name, hear as (data: unknown) => void),
    async consume(queue, run) {
      const settings = settingsOf.get(queue);
      if (!settings) throw new Error(`no such queue: ${queue}`);
      for (let slot = 0; slot < settings.slots; slot += 1) await openSlot(boss, settings, run);
    },
    async queues() {
      const found = await boss.getQueues();
      return found
        .filter((queue) => queue.name !== deadQueue)
        .map((q) => ({ name: q.name, ready: q.readyCount, active: q.activeCount, failed: q.failedCount }));
    },
    async deadLetters(limit) {
      const jobs = await boss.findJobs<object>(deadQueue, { queued: true });
      return jobs
        .slice(0, limit)
        .map((job) => ({ id: job.id, queue: job.sourceName ?? '', data: job.data, output: job.sourceOutput, createdAt: job.createdOn }));
    },
    redrive: () => boss.redrive(deadQueue),
    async drain(seconds) {
      await boss.stop({ graceful: true, timeout: Math.max(1, seconds * 1000), close: false });
    },
    async stop() {
      await stopBoss();
      await notifications.stop();
    },
  };
}

async function startBoth(boss: PgBoss, options: BusOptions, report: (error: unknown) => void): Promise<Notifications> {
  await boss.start();
  await prepareQueues(boss, options);
  return listenForNotifications(options.url, report);
}

function createBoss(options: BusOptions, report: (error: unknown) => void): PgBoss {
  const boss = new PgBoss({
    connectionString: options.url,
    max: 6,
    application_name: 'tidings-bus',
    useListenNotify: true,
    supervise: options.supervise,
    schedule: options.supervise,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
  });
  boss.on('error', report);
  return boss;
}

async function prepareQueues(boss: PgBoss, options: BusOptions): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!known.has(deadQueue)) await boss.createQueue(deadQueue, { retryLimit: 0, retentionSeconds: 30 * 86_400 });
  // A queue that others give up to must be there before them.
  for (const queue of options.queues.toSorted((a, b) => Number(a.givenUpTo !== undefined) - Number(b.givenUpTo !== undefined))) {
    const settings = {
      retryLimit: queue.retries ?? 6,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 900,
      expireInSeconds: queue.limit,
      heartbeatSeconds: 10,
      retentionSeconds: 14 * 86_400,
      deleteAfterSeconds: 3600,
      deadLetter: queue.givenUpTo ?? deadQueue,
      notify: true,
    };
    if (known.has(queue.name)) await boss.updateQueue(queue.name, settings);
    else await boss.createQueue(queue.name, { ...settings, policy: queue.keyed ? 'short' : 'standard' });
  }
  // pg-boss changes no policy once a queue is there; ours share one table, which has the index of every policy.
  const keyed = options.queues.filter((queue) => queue.keyed && known.has(queue.name)).map((queue) => queue.name);
  if (keyed.length > 0) await boss.getDb().executeSql(`update pgboss.queue set policy = 'short' where name = any($1) and policy <> 'short'`, [keyed]);
  if (options.supervise)
    for (const { queue, cron, catchUp } of options.schedules) await boss.schedule(queue, cron, {}, { tz: 'UTC', missed: catchUp ? 'once' : 'skip' });
}

/**
 * One fetch loop. A slot that found work wakes itself at once: pg-boss would otherwise let it sleep
 * until its next poll while jobs wait.
 */
async function openSlot(boss: PgBoss, settings: QueueSettings, run: Parameters<Bus['consume']>[1]): Promise<void> {
  let workerId = '';
  workerId = await boss.work(
    settings.name,
    {
      batchSize: settings.batch,
      perJobResults: true,
      includeMetadata: true,
      pollingIntervalSeconds: 2,
      notifyPollingIntervalSeconds: 2,
      heartbeatRefreshSeconds: 4,
      burstWhenBatchFull: settings.batch > 1,
    },
    async (jobs: JobWithMetadata[]) => {
      const results = [];
      for (const job of jobs) results.push(await settle(boss, settings, job, run));
      if (workerId) boss.notifyWorker(workerId);
      return results;
    },
  );
}

async function settle(
  boss: PgBoss,
  settings: QueueSettings,
  job: Pick<JobWithMetadata<object>, 'id' | 'data' | 'retryCount' | 'singletonKey' | 'priority' | 'signal'>,
  run: Parameters<Bus['consume']>[1],
) {
  const outcome = await run({ id: job.id, data: job.data, attempt: job.retryCount, signal: job.signal });
  if (outcome.kind === 'fail') return { id: job.id, status: 'failed' as const, output: { message: errorLine(outcome.error) } };
  // Its claim is gone (time over, lost, drained): pg-boss itself has put it back or does so now, and takes no answer of this try.
  if (outcome.kind === 'done' || job.signal.aborted) return { id: job.id, status: 'completed' as const };
  // A copy for later and the end of this one: a crash between the two only runs it once more.
  const key = settings.keyed ? { singletonKey: job.singletonKey! } : {};
  await boss.send(settings.name, job.data, { startAfter: outcome.seconds, priority: job.priority, ...key });
  return { id: job.id, status: 'completed' as const };
}
