/** What the program is made of, built once in `main.ts` and handed to functions that name what they need. */
import type { Embedder } from '#ai';
import type { DuplicateFinder } from '#posts';
import type { Config } from './config.ts';
import type { Bus } from './platform/bus.ts';
import type { Clock } from './platform/clock.ts';
import type { Db } from './platform/db.ts';
import type { Egress } from './platform/egress.ts';
import type { HostPacing } from './platform/host-pacing.ts';
import type { LimitedThread } from './platform/limited-thread.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import type { Robots } from './platform/robots.ts';
import type { SearchEngine } from '#search';

export interface Deps {
  config: Config;
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  egress: Egress;
  pacing: HostPacing;
  robots: Robots;
  /** For work on what strangers wrote. */
  apart: LimitedThread;
  duplicates: DuplicateFinder;
  embedder: Embedder | null;
  /** Only where searches are answered: the role `api` and the command line. */
  search: SearchEngine | null;
  /** Signs the addresses of proxied images. */
  imageKey: Uint8Array;
  /** Seals answers that are kept for clients that ask again. */
  answerKey: Uint8Array;
  /** Shows a running server that a command is of the same instance. */
  commandKey: Uint8Array;
}
