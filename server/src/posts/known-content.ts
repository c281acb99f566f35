import { sql } from '#platform/sql';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, lockSaves, rows, type Db } from '#platform/db';
import type { NormalPost } from './normalise.ts';
import { countWords } from './normalise-text.ts';
import type { SaveSource } from './save-posts.ts';
import { findBuried, keyOf } from './tombstones.ts';

/** A text of fewer words may well be published again ("Good morning"): then only the same link makes it the same post. */
const tellingWords = 12;

/**
 * Without the posts that this feed has brought before under other ids. Some feeds make new ids at each
 * visit: when nothing of a whole batch is known by its id, its content decides. Other kinds of sources have
 * ids that can be trusted, and pictures without a word are all alike.
 */
export async function withoutRenamed(db: Pick<Db, 'execute'>, source: SaveSource, posts: readonly NormalPost[]): Promise<readonly NormalPost[]> {
  if (source.kind !== 'rss' || posts.length === 0) return posts;
  if (posts.some(await broughtBefore(db, source.id, posts))) return posts;
  const hashes = array(
    posts.map((post) => post.contentHash),
    'text',
  );
  const known = await rows<{ content_hash: string; url: string | null }>(
    db,
    sql`select p.content_hash, p.url from post_sources s join posts p on p.id = s.post_id where s.source_id = ${source.id} and p.content_hash = any(${hashes})`,
  );
  const contents = new Set(known.map((row) => row.content_hash));
  const linked = new Set(known.map((row) => `${row.content_hash} ${row.url}`));
  const listed = (fact: string | null) => ({ sourceId: source.id, fact: fact ?? '' });
  const contentsListed = posts.map((post) => listed(post.contentHash));
  const buried = await findBuried(db, contentsListed, 'content');
  const links = posts.map((post) => listed(post.url));
  const buriedLinks = await findBuried(db, links, 'address');
  const isKnown = (post: NormalPost) => contents.has(post.contentHash) || buried.has(keyOf(listed(post.contentHash)));
  const isKnownLink = (post: NormalPost) => linked.has(`${post.contentHash} ${post.url}`) || buriedLinks.has(keyOf(listed(post.url)));
  return posts.filter((post) => !isKnown(post) || !(isTelling(post) || (post.url !== null && isKnownLink(post))));
}

/** Tells of each of the posts whether this source has brought it, by its ids. */
export async function broughtBefore(db: Pick<Db, 'execute'>, sourceId: number, posts: readonly NormalPost[]): Promise<(post: NormalPost) => boolean> {
  const codes = array(
    posts.flatMap((post) => [post.uniqueCode, post.ownCode]),
    'text',
  );
  const found = await rows<{ unique_code: string }>(
    db,
    sql`select p.unique_code from posts p join post_sources s on s.post_id = p.id and s.source_id = ${sourceId} where p.unique_code = any(${codes})`,
  );
  const known = new Set(found.map((row) => row.unique_code));
  return (post) => known.has(post.uniqueCode) || known.has(post.ownCode);
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
