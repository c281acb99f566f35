/** Followed sources as their follower sees them, with health in words. */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { Source } from '#contract';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';
import { errorText, type ErrorDetails } from '#platform/errors';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { pollInterval, type Intervals, type Tier } from './tiers.ts';

export interface ListDeps {
  db: Db;
  clock: Clock;
  intervals: Intervals;
  iconOf: (url: string | null) => string | null;
}

interface Row {
  id: number;
  kind: Source['kind'];
  address: string;
  title: string;
  own_title: string | null;
  note: string | null;
  site_url: string | null;
  icon_url: string | null;
  language: string | null;
  folder_id: number | null;
  paused_at: Date | null;
  tier: Tier;
  asked_interval: number | null;
  posts_per_day: number;
  last_post_at: Date | null;
  last_good_at: Date | null;
  next_poll_at: Date;
  failures: number;
  failing_since: Date | null;
  gone_at: Date | null;
  error_code: string | null;
  error_details: ErrorDetails | null;
  backfill: Source['backfill']['state'];
  backfill_done: number;
}

export async function listSources(deps: ListDeps, actor: Actor, language: 'en' | 'ru', only?: readonly number[]): Promise<Source[]> {
  const found = await rows<Row>(
    deps.db,
    sql`select s.id, s.kind, s.address, s.title, f.title as own_title, f.note, s.site_url, s.icon_url, s.language, f.folder_id, f.paused_at, s.tier, s.asked_interval,
          s.posts_per_day, s.last_post_at, s.last_good_at, s.next_poll_at, s.failures, s.failing_since, s.gone_at, s.error_code, s.error_details, s.backfill, s.backfill_done
        from follows f join sources s on s.id = f.source_id
        where f.user_id = ${actor.userId} ${only ? sql`and s.id = any(${array(only, 'int')})` : sql``}
        order by lower(coalesce(f.title, s.title)), s.id`,
  );
  const ids = found.map((row) => row.id);
  const [activity, gaps] = await Promise.all([readActivity(deps, ids), readGaps(deps.db, ids)]);
  return found.map((row) => toSource(deps, row, language, { activity: activity.get(row.id), gaps: gaps.get(row.id) ?? [] }));
}

function toSource(deps: ListDeps, row: Row, language: 'en' | 'ru', extra: { activity: number[] | undefined; gaps: Source['gaps'] }): Source {
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    title: row.own_title ?? row.title,
    originalTitle: row.title,
    note: row.note,
    siteUrl: row.site_url,
    icon: deps.iconOf(row.icon_url),
    language: row.language,
    folderId: row.folder_id,
    paused: row.paused_at !== null,
    tier: row.tier,
    interval: pollInterval(row.tier, deps.intervals, row.asked_interval),
    postsPerDay: row.posts_per_day,
    activity: extra.activity ?? Array.from({ length: 14 }, () => 0),
    lastPostAt: iso(row.last_post_at),
    lastGoodAt: iso(row.last_good_at),
    nextPollAt: row.gone_at || row.kind === 'import' ? null : iso(row.next_poll_at),
    health: healthOf(deps, row, language),
    gaps: extra.gaps,
    backfill: { state: row.backfill, done: row.backfill_done },
  };
}

function healthOf(deps: ListDeps, row: Row, language: 'en' | 'ru'): Source['health'] {
  const code = row.error_code !== null && row.error_code in errorCodes ? (row.error_code as ErrorCode) : null;
  const details = row.error_details ?? {};
  return {
    state: stateOf(deps, row),
    problem: code === null ? null : { code, message: errorText(code, details, language), details },
    failingSince: iso(row.failing_since),
  };
}

function stateOf(deps: ListDeps, row: Row): Source['health']['state'] {
  if (row.paused_at !== null) return 'paused';
  if (row.gone_at !== null) return 'gone';
  if (row.failures > 0) return 'failing';
  if (row.kind === 'import') return 'ok';
  if (row.last_good_at === null) return 'new';
  const silent = deps.clock.now().getTime() - new Date(row.last_post_at ?? 0).getTime();
  return silent > 30 * 86_400_000 ? 'quiet' : 'ok';
}

async function readActivity(deps: ListDeps, ids: readonly number[]): Promise<Map<number, number[]>> {
  const now = deps.clock.now();
  const found = await rows<{ source_id: number; age: number; n: number }>(
    deps.db,
    sql`select source_id, floor(extract(epoch from ${now.toISOString()}::timestamptz - posted_at) / 86400)::int as age, count(*)::int as n
        from post_sources where source_id = any(${array(ids, 'int')}) and posted_at > ${now.toISOString()}::timestamptz - interval '14 days' group by 1, 2`,
  );
  const activity = new Map<number, number[]>();
  for (const { source_id, age, n } of found) {
    const days = activity.get(source_id) ?? Array.from({ length: 14 }, () => 0);
    const day = Math.min(13, Math.max(0, 13 - age));
    days[day] = (days[day] ?? 0) + n;
    activity.set(source_id, days);
  }
  return activity;
}

async function readGaps(db: Db, ids: readonly number[]): Promise<Map<number, Source['gaps']>> {
  const found = await rows<Source['gaps'][number] & { source_id: number }>(
    db,
    sql`select source_id, after, before, missing, filled, reason from source_gaps where source_id = any(${array(ids, 'int')}) and closed_at is null and found_at > now() - interval '30 days' order by id`,
  );
  return Map.groupBy(found, (gap) => gap.source_id) as Map<number, Source['gaps']>;
}

function iso(at: Date | string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
