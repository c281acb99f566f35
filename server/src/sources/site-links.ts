/**
 * What became of the links of a site without a feed. A link may lead to another address than the site writes, or to
 * nothing that can be read: only a memory of what was asked tells that it need not be asked again.
 */
import { createHash } from 'node:crypto';
import { sql } from '#platform/sql';
import { known } from '#posts';
import type { ErrorCode } from '#contract';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';

/** `code` tells why it could not be read. */
export interface AskedLink {
  url: string;
  code: ErrorCode | null;
}

export interface KnownLinks {
  /** Not to be asked for now. */
  leaveOut: ReadonlySet<string>;
  /** Some of them will be asked for again. */
  later: boolean;
}

/** What may be otherwise another time; all else stays as it is. */
const passing: ReadonlySet<ErrorCode> = new Set(['timeout', 'connection_failed', 'host_not_found', 'tls_failed', 'http_error', 'body_undecodable']);
const mostTries = 5;
/** Links that no page has shown for so long are forgotten. */
const keptDays = 180;

const keyOf = (url: string): string => createHash('sha256').update(url).digest('base64url');

/** Is a link with this outcome asked for again? */
export const comesAgain = ({ code }: AskedLink): boolean => code !== null && passing.has(code);

export async function knownLinks(deps: { db: Db; clock: Clock }, sourceId: number, urls: readonly string[]): Promise<KnownLinks> {
  const stored = await known.knownArticles(deps.db, sourceId, urls);
  const byKey = new Map(urls.map((url) => [keyOf(url), url]));
  const asked = await rows<{ link: string; settled: boolean }>(
    deps.db,
    sql`update site_links set seen_at = ${deps.clock.now().toISOString()}::timestamptz
        where source_id = ${sourceId} and link = any(${array([...byKey.keys()], 'text')}) and (retry_at is null or retry_at > ${deps.clock.now().toISOString()}::timestamptz)
        returning link, retry_at is null as settled`,
  );
  const leaveOut = new Set(stored);
  for (const { link } of asked) leaveOut.add(byKey.get(link)!);
  return { leaveOut, later: asked.some((row) => !row.settled && !stored.has(byKey.get(row.link)!)) };
}

export async function rememberLinks(deps: { db: Db; clock: Clock }, sourceId: number, asked: readonly AskedLink[]): Promise<void> {
  if (asked.length === 0) return;
  const given = [...new Map(asked.map((link) => [keyOf(link.url), { link: keyOf(link.url), again: comesAgain(link) }])).values()];
  const now = sql`${deps.clock.now().toISOString()}::timestamptz`;
  await deps.db.execute(sql`insert into site_links as l (source_id, link, seen_at, retry_at)
    select ${sourceId}, g.link, ${now}, case when g.again then ${now} + interval '1 hour' end from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(link text, again boolean)
    on conflict (source_id, link) do update set tries = l.tries + 1, seen_at = excluded.seen_at,
      retry_at = case when excluded.retry_at is not null and l.tries + 1 < ${mostTries}::int then ${now} + interval '1 hour' * 4 ^ l.tries end`);
  await deps.db.execute(sql`delete from site_links where source_id = ${sourceId} and seen_at < ${now} - make_interval(days => ${keptDays}::int)`);
}
