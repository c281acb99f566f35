import { sql } from '#platform/sql';
import { rows } from '#platform/db';
import type { Deps } from '../deps.ts';
import { backfillSource as backfill, takeUpBackfills } from './backfill-source.ts';
import { runOpmlImport } from './import-opml.ts';
import { failTask } from './tasks.ts';
import { pollDeps } from './poll-deps.ts';
import { postsPerDay } from './publishing-rate.ts';
import { chooseTier, flooding, type Tier } from './tiers.ts';

export async function importOpml(deps: Deps, data: { taskId: number }, job: { signal: AbortSignal }): Promise<void> {
  await runOpmlImport(pollDeps(deps), data.taskId, job.signal);
}

/** All tries of `importOpml` are used up. */
export async function failOpmlImport(deps: Deps, data: { taskId: number }): Promise<void> {
  await failTask(deps, data.taskId);
}

export async function backfillSource(deps: Deps, data: { sourceId: number }): Promise<void> {
  await backfill(pollDeps(deps), data.sourceId);
}

export async function sweepBackfills(deps: Deps): Promise<void> {
  await takeUpBackfills(deps);
}

/** Sources that fell silent or gained followers move to another tier, without waiting for a post. */
export async function adaptTiers(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const found = await rows<{ id: number; tier: Tier; per_day: number; followers: number; created_at: Date; floods: boolean }>(
    deps.db,
    sql`select s.id, s.tier, s.followers, s.created_at, coalesce(s.error_code = ${flooding}, false) as floods, ${postsPerDay(sql`s.id`, sql`s.created_at`, now)} as per_day
        from sources s where s.followers > 0 and s.gone_at is null and not s.tier_pinned and s.kind <> 'import' and s.last_good_at is not null`,
  );
  const changed = found.flatMap((row) => {
    const ageDays = (now.getTime() - new Date(row.created_at).getTime()) / 86_400_000;
    const tier = chooseTier({ postsPerDay: row.per_day, followers: row.followers, ageDays, floods: row.floods });
    return tier === row.tier ? [] : [{ id: row.id, tier, per_day: row.per_day }];
  });
  if (changed.length === 0) return;
  await deps.db.execute(
    sql`update sources s set tier = g.tier, posts_per_day = g.per_day from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as g(id int, tier text, per_day float4) where s.id = g.id`,
  );
}
