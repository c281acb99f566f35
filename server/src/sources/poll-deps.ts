import type { Deps } from '../deps.ts';
import type { FollowDeps } from './follow-source.ts';

/** What visiting a source needs, out of everything there is. */
export function pollDeps(deps: Deps): FollowDeps {
  const { previewUrl, rsshubUrl, intervals } = deps.config.poller;
  return {
    db: deps.db,
    bus: deps.bus,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    egress: deps.egress,
    pacing: deps.pacing,
    robots: deps.robots,
    apart: deps.apart,
    duplicates: deps.duplicates,
    previewUrl,
    rsshubUrl,
    intervals,
    random: Math.random,
  };
}
