import { sql } from '#platform/sql';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, lockSaves, rows, type Db } from '#platform/db';
import type { NormalPost } from './normalise.ts';
import { countWords } from './normalise-text.ts';
import type { SaveSource } from './save-posts.ts';
import { findBuried, keyOf, notedOf } from './tombstones.ts';

/** A text of fewer words may well be published again ("Good morning"): then only the same link or date makes it the same post. */
const tellingWords = 12;

/**
 * Without the posts that this feed has brought before under other ids. Some feeds make new ids at each
 * visit: when nothing of a whole batch is known by its id, its content decides; else content and date together.
 * Other kinds of sources have ids that can be trusted, and pictures without a word are all alike.
 */
export async function withoutRenamed(db: Pick<Db, 'execute'>, source: SaveSource, posts: readonly NormalPost[]): Promise<readonly NormalPost[]> {
  if (source.kind !== 'rss' || posts.length === 0) return posts;
  const isBrought = await broughtBefore(db, source.id, posts);
  if (posts.some(isBrought)) return withoutRenamedSome(db, source.id, posts, isBrought);
  const hashes = array(
    posts.map((post) => post.contentHash),
    'text',
  );
  const known = await rows<{ content_hash: string; url: string | null; posted_at: string }>(
    db,
    sql`select p.content_hash, p.url, s.posted_at from post_sources s join posts p on p.id = s.post_id where s.source_id = ${source.id} and p.content_hash = any(${hashes})`,
  );
  const contents = new Set(known.map((row) => row.content_hash));
  const linked = new Set(known.map((row) => `${row.content_hash} ${row.url}`));
  const dated = new Set(known.map((row) => datedContent(row.content_hash, row.posted_at)));
  const listed = (fact: string | null) => ({ sourceId: source.id, fact: fact ?? '' });
  const contentsListed = posts.map((post) => listed(post.contentHash));
  const buried = await findBuried(db, contentsListed, 'content');
  // Of the same content only: a page that shows something else each day has one link for all of it.
  const listedLink = (post: NormalPost) => ({ ...listed(post.url), content: post.contentHash, postedAt: 'infinity' });
  const buriedLinks = await findBuried(db, posts.map(listedLink), 'address');
  const isKnown = (post: NormalPost) => contents.has(post.contentHash) || buried.has(keyOf(listed(post.contentHash)));
  const isKnownLink = (post: NormalPost) => linked.has(`${post.contentHash} ${post.url}`) || buriedLinks.has(keyOf(listedLink(post)));
  const isSaidThen = (post: NormalPost) => isDatedText(post) && dated.has(datedContent(post.contentHash, post.postedAt));
  return posts.filter((post) => !isKnown(post) || !(isTelling(post) || isSaidThen(post) || (post.url !== null && isKnownLink(post))));
}

const isDatedText = (post: NormalPost): boolean => !post.dateIsGuess && (post.title !== null || post.text !== '');

const datedContent = (contentHash: string, at: Date | string): string => `${contentHash} ${new Date(at).getTime()}`;

/** Some have got other ids for good: the site is made with another program now, or its feed has moved. */
async function withoutRenamedSome(
  db: Pick<Db, 'execute'>,
  sourceId: number,
  posts: readonly NormalPost[],
  isBrought: (post: NormalPost) => boolean,
): Promise<readonly NormalPost[]> {
  const unknown = posts.filter((post) => isDatedText(post) && !isBrought(post));
  if (unknown.length === 0) return posts;
  const hashes = unknown.map((post) => post.contentHash);
  const dates = unknown.map((post) => post.postedAt.toISOString());
  const listed = hashes.map((fact) => ({ sourceId, fact }));
  const found = await rows<{ content_hash: string; posted_at: string | null; buried_at: string | null }>(
    db,
    sql`with ${notedOf(listed, 'content')}
      select fact as content_hash, null::timestamptz as posted_at, seen_at as buried_at from buried
      union all select p.content_hash, s.posted_at, null from post_sources s join posts p on p.id = s.post_id and p.content_hash = any(${array(hashes, 'text')})
        where s.source_id = ${sourceId} and s.posted_at = any(${array(dates, 'text')}::timestamptz[])`,
  );
  const here = new Set(found.map((row) => row.posted_at && datedContent(row.content_hash, row.posted_at)));
  const buried = new Map(found.flatMap((row) => (row.buried_at ? [[row.content_hash, new Date(row.buried_at)] as const] : [])));
  const isBuried = (post: NormalPost) => isTelling(post) && post.postedAt < (buried.get(post.contentHash) ?? 0);
  const gone = new Set(unknown.filter((post) => here.has(datedContent(post.contentHash, post.postedAt)) || isBuried(post)));
  return posts.filter((post) => !gone.has(post));
}

/** Tells of each of the posts whether this source has brought it, by its ids. */
export async function broughtBefore(db: Pick<Db, 'execute'>, sourceId: number, posts: readonly NormalPost[]): Promise<(post: NormalPost) => boolean> {
  const codes = array(
    posts.flatMap((post) => [post.uniqueCode, post.ownCode, ...post.otherCodes.codes]),
    'text',
  );
  const found = await rows<{ unique_code: string; external_id: string | null }>(
    db,
    sql`select p.unique_code, p.external_id from posts p join post_sources s on s.post_id = p.id and s.source_id = ${sourceId} where p.unique_code = any(${codes})`,
  );
  const known = new Map(found.map((row) => [row.unique_code, row.external_id]));
  // Under another code than its own stands perhaps another post with the same link.
  const hasId = (post: NormalPost) => (code: string) => post.externalId !== null && known.get(code) === post.externalId;
  return (post) => known.has(post.uniqueCode) || known.has(post.ownCode) || post.otherCodes.codes.some(hasId(post));
}

/** The same, also of those that retention has removed since: no more news than what is there. */
export async function broughtEver(db: Pick<Db, 'execute'>, sourceId: number, posts: readonly NormalPost[]): Promise<(post: NormalPost) => boolean> {
  const isThere = await broughtBefore(db, sourceId, posts);
  const listed = (post: NormalPost) => [post.uniqueCode, post.ownCode].map((fact) => ({ sourceId, fact }));
  const buried = await findBuried(db, posts.flatMap(listed), 'code');
  return (post) => isThere(post) || listed(post).some((item) => buried.has(keyOf(item)));
}

function isTelling(post: NormalPost): boolean {
  return countWords(`${post.title ?? ''} ${post.text}`) >= tellingWords;
}

/** Of the articles that a site lists, those that need not be read: it has brought them before, or retention has removed them. */
export async function knownArticles(db: Pick<Db, 'execute'>, sourceId: number, urls: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ url: string }>(
    db,
    sql`select p.url from posts p join post_sources s on s.post_id = p.id and s.source_id = ${sourceId} where p.url = any(${array(urls, 'text')})`,
  );
  const buried = await findBuried(
    db,
    urls.map((url) => ({ sourceId, fact: url })),
    'address',
  );
  return new Set([...found.map((row) => row.url), ...urls.filter((url) => buried.has(keyOf({ sourceId, fact: url })))]);
}

/**
 * Marks the messages that a channel no longer shows between the first and the last that it shows, and takes
 * the mark from those that are back.
 * @param codes of the messages shown, without a page missing between them
 */
export async function noteRemoved(deps: { db: Db; bus: Bus; clock: Clock }, codes: readonly string[]): Promise<void> {
  const shown = new Set(codes);
  const ids = codes.map((code) => Number(code.slice(code.lastIndexOf('_') + 1)));
  const [oldest, newest] = [Math.min(...ids), Math.max(...ids)];
  if (ids.length === 0 || newest - oldest > mostMessages) return;
  const chats = new Set(codes.map((code) => code.slice(0, code.lastIndexOf('_'))));
  const inside = Array.from({ length: newest - oldest + 1 }, (_, n) => oldest + n);
  const missing = [...chats].flatMap((chat) => inside.map((id) => `${chat}_${id}`)).filter((code) => !shown.has(code));
  const changed = sql`p.unique_code = any(${array(missing, 'text')}) and p.removed_at is null or p.unique_code = any(${array([...shown], 'text')}) and p.removed_at is not null`;
  if ((await rows(deps.db, sql`select from posts p where ${changed} limit 1`)).length === 0) return;
  await deps.db.transaction(async (tx) => {
    await lockSaves(tx);
    const found = await rows<{ rev: number }>(
      tx,
      sql`update posts p set rev = nextval('posts_rev'), removed_at = case when p.removed_at is null then ${deps.clock.now().toISOString()}::timestamptz end
          where ${changed} returning p.rev`,
    );
    if (found.length > 0) await deps.bus.broadcast(tx, 'posts.changed', { rev: Math.max(...found.map((row) => Number(row.rev))) });
  });
}

/** More than the pages of one visit hold, with the holes that a channel has. */
const mostMessages = 5000;
