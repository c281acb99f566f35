/** For a post that is mostly a link: the readable text of the page that it points to. */
import { sql } from '#platform/sql';
import type { Clock } from '#platform/clock';
import { array, first, lockSaves, rows, type Db } from '#platform/db';
import type { Bus } from '#platform/bus';
import type { Egress } from '#platform/egress';
import { AppError, RetryLater } from '#platform/errors';
import type { HostPacing } from '#platform/host-pacing';
import type { LimitedThread } from '#platform/limited-thread';
import type { Robots } from '#platform/robots';
import { isSameSite } from '#platform/same-site';
import { collectLinks } from './blocks/collect.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { Block } from '../contract/blocks.ts';
import { cleanText } from '../contract/clean-text.ts';
import { cutBlocks } from './normalise-blocks.ts';
import { cleanStrings } from './normalise-text.ts';
import { readPage } from './readable/read-page.ts';

export interface EnrichDeps {
  db: Db;
  bus: Bus;
  egress: Egress;
  pacing: HostPacing;
  robots: Robots;
  clock: Clock;
  apart: LimitedThread;
}

/** Posts with more words than this say enough themselves. */
const enoughWords = 60;
/** Links that are tried, in the order of the post. */
const linksTried = 2;
const longestText = 100_000;
/** Requests in an hour to sites other than its own that one source may cause: who writes a feed must not aim us at others. */
const mostForeign = 60;
const hourMs = 3_600_000;

/** Those of the posts that say little themselves. */
export async function postsToEnrich(db: Db, postIds: readonly number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    sql`select p.id from posts p join sources s on s.id = p.source_id join post_bodies b on b.post_id = p.id
        where p.id = any(${array(postIds, 'bigint')}) and p.words <= ${enoughWords} and p.index_status <> 'skipped'
          and s.kind not in ('web', 'import') and b.enriched_url is null order by p.id`,
  );
  return found.map((row) => row.id);
}

interface LinkingPost {
  url: string | null;
  text: string;
  blocks: Block[];
  kind: string;
  sourceId: number;
  address: string;
  siteUrl: string | null;
  /** Other posts of the source have the same address: the page is about none of them. */
  sharesUrl: boolean;
}

/** Returns true when text was found. A page that cannot be read is no error: the post stands as it is. */
export async function enrichPost(deps: EnrichDeps, postId: number): Promise<boolean> {
  const post = await first<LinkingPost>(
    deps.db,
    sql`select p.url, b.text, b.blocks, s.kind, s.id as "sourceId", s.address, s.site_url as "siteUrl",
          exists (select from posts o where o.url = p.url and o.source_id = p.source_id and o.id <> p.id) as "sharesUrl" from posts p join post_bodies b on b.post_id = p.id join sources s on s.id = p.source_id
        where p.id = ${postId} and b.enriched_url is null`,
  );
  if (!post) return false;
  const links = linksOf(post).filter((link) => !isFrontPage(link, post.siteUrl));
  for (const url of links.slice(0, linksTried)) {
    if (!isSameSite(url, post.address) && !mayAimAt(post.sourceId, deps.clock.now().getTime())) continue;
    const article = await readLinked(deps, url);
    // A feed's short post may be all that its own page says.
    if (article === null || lettersOf(post.text).includes(lettersOf(article.text))) continue;
    await saveEnriched(deps, postId, article);
    return true;
  }
  return false;
}

/** Of this process: requests to foreign sites by source, in the hour that began at `since`. */
const aimed = new Map<number, { since: number; count: number }>();

function mayAimAt(sourceId: number, now: number): boolean {
  const seen = aimed.get(sourceId);
  const current = seen && now - seen.since < hourMs ? seen : { since: now, count: 0 };
  if (current.count >= mostForeign) return false;
  current.count += 1;
  aimed.set(sourceId, current);
  return true;
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** What stands on the front page of a site is about everything, and tomorrow about something else. */
function isFrontPage(link: string, siteUrl: string | null): boolean {
  const { pathname, search } = new URL(link);
  return (pathname === '/' && search === '') || (siteUrl !== null && canonicalUrl(link) === canonicalUrl(siteUrl));
}

/** A channel's post links to the article; a feed's post is itself the announcement of its own address. */
function linksOf(post: LinkingPost): string[] {
  const links = collectLinks(post.blocks)
    .map((link) => link.href)
    .filter((link) => /^https?:/.test(link) && URL.canParse(link) && !/^https?:\/\/(www\.)?(t\.me|telegram\.me)\//.test(link));
  if (post.sharesUrl) return links.filter((link) => link !== post.url);
  return post.kind === 'rss' && post.url !== null ? [...new Set([post.url, ...links])] : links;
}

async function readLinked(deps: EnrichDeps, url: string): Promise<{ url: string; text: string; blocks: Block[] } | null> {
  try {
    if (!(await deps.robots.allows(url))) return null;
    const answer = await deps.pacing.run(url, () => deps.egress.get(url, { kind: 'page' }));
    if (!/html/i.test(answer.headers['content-type'] ?? 'text/html')) return null;
    const article = await readPage(deps, { bytes: answer.body, contentType: answer.headers['content-type'] ?? null, url: answer.finalUrl });
    return { url: answer.finalUrl, text: article.text.slice(0, longestText), blocks: article.blocks };
  } catch (error) {
    // The site asks for a pause: the page is read after it.
    if (error instanceof AppError && error.code === 'source_rate_limited') throw new RetryLater(pauseOf(error), 'the site asks to wait');
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function saveEnriched(deps: EnrichDeps, postId: number, article: { url: string; text: string; blocks: Block[] }): Promise<void> {
  const blocks = cleanStrings(cutBlocks(article.blocks, longestText));
  await deps.db.transaction(async (tx) => {
    await lockSaves(tx);
    await tx.execute(
      sql`update post_bodies set enriched_text = ${cleanText(article.text)}, enriched_blocks = ${JSON.stringify(blocks)}::jsonb, enriched_url = ${cleanText(article.url)} where post_id = ${postId}`,
    );
    const [row] = await rows<{ rev: number }>(
      tx,
      sql`update posts set rev = nextval('posts_rev'), index_status = case when index_status = 'skipped' then 'skipped' else 'pending' end where id = ${postId} returning rev`,
    );
    await deps.bus.publish(tx, 'posts.enriched', { postIds: [postId] });
    if (row) await deps.bus.broadcast(tx, 'posts.changed', { rev: row.rev });
  });
}

/** Seconds; a site that names none, or an age, is asked again in between. */
function pauseOf(error: AppError): number {
  const asked = Number(error.details['seconds']);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 30), 3600) : 60;
}
