/** Every listener: event → queue → role → handler. Read this first. */
import type { Deps } from './deps.ts';
import type { EventName } from './events.ts';
import type { QueueSettings, Schedule } from './platform/bus.ts';
import type { Role } from './config.ts';

export type JobHandler = (deps: Deps, data: never, job: { attempt: number; signal: AbortSignal }) => Promise<void>;

interface Queue extends QueueSettings {
  role: Role;
  on: readonly EventName[];
  /** Where no model is configured nothing is put in line: the sweep finds what is missing when there is one. */
  needsModel?: boolean;
  /** Five-field cron (UTC), or the name of a configured time of day. */
  every?: string | 'cleanupTime';
  load: () => Promise<JobHandler>;
}

const newPosts = ['posts.new.rss', 'posts.new.telegram', 'posts.new.web'] as const;

export const wiring = [
  { name: 'enrichment', role: 'processor', on: newPosts, slots: 2, batch: 1, limit: 300, load: async () => (await import('#jobs/posts')).enrichPosts },
  {
    name: 'embeddings',
    role: 'worker',
    needsModel: true,
    on: [...newPosts, 'posts.imported', 'posts.edited', 'posts.enriched'],
    slots: 2,
    batch: 1,
    limit: 600,
    load: async () => (await import('#jobs/search')).embedPosts,
  },
  {
    name: 'embeddings-sweep',
    role: 'worker',
    on: [],
    every: '*/5 * * * *',
    slots: 1,
    batch: 1,
    limit: 300,
    load: async () => (await import('#jobs/search')).sweepEmbeddings,
  },
  {
    name: 'opml-import',
    role: 'processor',
    on: ['sources.opml.uploaded'],
    slots: 2,
    batch: 1,
    limit: 3600,
    givenUpTo: 'opml-import-broken',
    load: async () => (await import('#jobs/sources')).importOpml,
  },
  {
    name: 'opml-import-broken',
    role: 'processor',
    on: [],
    slots: 1,
    batch: 1,
    limit: 60,
    load: async () => (await import('#jobs/sources')).failOpmlImport,
  },
  {
    name: 'backfill',
    role: 'poller',
    on: [],
    // By source: whatever it is put in line for, one run looks at all that is open.
    keyed: true,
    slots: 2,
    batch: 1,
    limit: 600,
    load: async () => (await import('#jobs/sources')).backfillSource,
  },
  {
    name: 'backfill-sweep',
    role: 'worker',
    on: [],
    every: '*/15 * * * *',
    slots: 1,
    batch: 1,
    limit: 300,
    load: async () => (await import('#jobs/sources')).sweepBackfills,
  },
  {
    name: 'tiers',
    role: 'worker',
    on: [],
    every: '*/10 * * * *',
    slots: 1,
    batch: 1,
    limit: 300,
    load: async () => (await import('#jobs/sources')).adaptTiers,
  },
  { name: 'retention', role: 'worker', on: [], every: 'cleanupTime', slots: 1, batch: 1, limit: 3600, load: async () => (await import('#jobs/posts')).cleanUp },
  {
    name: 'sessions-sweep',
    role: 'worker',
    on: [],
    every: 'cleanupTime',
    slots: 1,
    batch: 1,
    limit: 300,
    load: async () => (await import('#jobs/accounts')).sweepSessions,
  },
] as const satisfies readonly Queue[];

export const queues: QueueSettings[] = [...wiring];
export const listeners = listenersOf({ withModel: true });

export function listenersOf({ withModel }: { withModel: boolean }): { event: EventName; queue: string }[] {
  const wanted = (wiring as readonly Queue[]).filter((queue) => withModel || queue.needsModel !== true);
  return wanted.flatMap((queue) => queue.on.map((event) => ({ event, queue: queue.name })));
}

export function schedules(cleanupTime: string): Schedule[] {
  const [hour, minute] = cleanupTime.split(':').map(Number);
  return (wiring as readonly Queue[]).flatMap(({ name, every }) => {
    if (every === undefined) return [];
    // A machine that is off at that time cleans up when it is on again.
    const catchUp = every === 'cleanupTime';
    return [{ queue: name, cron: catchUp ? `${minute} ${hour} * * *` : every, catchUp }];
  });
}
