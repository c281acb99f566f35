/**
 * Saves what a source gave: new posts, edits, and posts that another source brought first, with
 * their events, in one transaction. Saving the same batch again changes nothing.
 */
import { sql, type SQL } from '#platform/sql';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, lockSaves, rows, type Db } from '#platform/db';
import { inSlices } from '#platform/in-slices';
import type { SourceKind } from '#contract';
import type { EventName } from '#events';
import { fingerprintOf, windowDays, type DuplicateFinder } from './find-duplicates.ts';
import { withoutRenamed } from './known-content.ts';
import { keyphrases } from './keyphrases.ts';
import type { NormalPost } from './normalise.ts';
import { createComparison, isBroughtByItsSite, type Comparison, type Known } from './same-post.ts';
import { buriedOf, codesListed, findBuried, keyOf, type Listed } from './tombstones.ts';
import { splitEdited } from './edited-stories.ts';
import { leavePosts } from './leave-posts.ts';
import { markHistoryRead } from './marks.ts';
import { insertPosts, linkPosts, updatePosts, type TextFacts } from './write-posts.ts';

export interface SaveDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
  duplicates: DuplicateFinder;
}

export interface SaveSource {
  id: number;
  kind: SourceKind;
  /** What it gives now was there before it was followed: most of it is read from the start. */
  isHistory?: boolean;
}

export interface Saved {
  /** Ids of posts that nobody had before, in the order given. */
  added: number[];
  edited: number[];
  /** Posts that were there, and are now also of this source. */
  linked: number[];
}

const batchSize = 100;
type Executor = Pick<Db, 'execute'>;

/** One post, and the source that it was read from. */
export interface SaveItem {
  source: SaveSource;
  post: NormalPost;
}

export async function savePosts(deps: SaveDeps, source: SaveSource, posts: readonly NormalPost[]): Promise<Saved> {
  return saveItems(
    deps,
    (await withoutRenamed(deps.db, source, posts)).map((post) => ({ source, post })),
  );
}

/** The same for posts of many sources at once. `total` is added to batch by batch: it holds what was saved also where a later batch fails. */
export async function saveItems(deps: SaveDeps, items: readonly SaveItem[], total: Saved = { added: [], edited: [], linked: [] }): Promise<Saved> {
  const unique = newestVersions(items);
  for (let start = 0; start < unique.length; start += batchSize) {
    const saved = await saveBatch(deps, unique.slice(start, start + batchSize));
    total.added.push(...saved.added);
    total.edited.push(...saved.edited);
    total.linked.push(...saved.linked);
  }
  return total;
}

/** Of versions of one entry the last one that is dated; feeds list the newest first. */
function newestVersions(items: readonly SaveItem[]): SaveItem[] {
  const kept = new Map<string, SaveItem>();
  for (const item of items) {
    const key = `${item.post.uniqueCode} ${item.source.id}`;
    const other = kept.get(key);
    if (!other || item.source.kind === 'import' || versionDate(item) > versionDate(other)) kept.set(key, item);
  }
  return [...kept.values()];
}

const versionDate = ({ post }: SaveItem): number => (post.updatedAt ?? (post.dateIsGuess ? null : post.postedAt))?.getTime() ?? 0;

const nothing: Saved = { added: [], edited: [], linked: [] };

async function saveBatch(deps: SaveDeps, given: readonly SaveItem[]): Promise<Saved> {
  // Most polls bring nothing new: that is found out before anything is locked.
  const comparison = createComparison();
  const known = await rows<Known>(deps.db, knownOf(given));
  await comparison.prepare(deps.db, given, known);
  const sorted = sort(given, known, comparison);
  const before = withoutBuried(sorted, await findBuried(deps.db, [...sorted.fresh, ...sorted.links].flatMap(codesListed), 'code'));
  const expected = { ids: before.fresh.length, revs: before.fresh.length + before.edits.length + before.links.length };
  if (expected.revs === 0) return nothing;

  const read = await readAll([...before.fresh, ...before.edits].map((item) => item.post));
  await deps.duplicates.catchUp(deps.db);
  return inTurn(deps.db, () => saveLocked(deps, given, { read, expected, comparison }));
}

const lastSaves = new WeakMap<object, Promise<unknown>>();

/** Saves of one process wait here and not at the lock of the database, where each would hold a connection. */
function inTurn<T>(db: Db, save: () => Promise<T>): Promise<T> {
  const mine = (lastSaves.get(db) ?? Promise.resolve()).then(save, save);
  lastSaves.set(db, mine);
  return mine;
}

interface Prepared {
  read: (post: NormalPost) => TextFacts;
  expected: Counts;
  comparison: Comparison;
}

type Rewritten = SaveItem & TextFacts & { id: number; postedAt: Date };

async function saveLocked(deps: SaveDeps, items: readonly SaveItem[], { read, expected, comparison }: Prepared): Promise<Saved> {
  let forget = () => {};
  let rewritten: readonly Rewritten[] = [];
  try {
    const saved = await deps.db.transaction(async (tx) => {
      await lockSaves(tx);
      const { known, buried, newest, ...numbers } = await readLocked(tx, items, expected);
      await comparison.prepare(tx, items, known);
      const { fresh, edits, links } = withoutBuried(sort(items, known, comparison), buried);
      const changes = fresh.length + edits.length + links.length;
      if (changes === 0) return nothing;
      const { ids, revs } = await enoughNumbers(tx, numbers, { ids: fresh.length, revs: changes });
      const news = fresh.map((item, n) => ({ ...item, ...read(item.post), postedAt: item.post.postedAt, id: ids[n]!, rev: revs[n]! }));
      const matches = await deps.duplicates.match(tx, news, newest);
      forget = matches.forget;
      const comparedSince = new Date(deps.clock.now().getTime() - windowDays * 86_400_000);
      await insertPosts(
        tx,
        news.map((item) => ({ ...item, match: matches.of(item.id), isCompared: item.postedAt > comparedSince })),
      );
      const edited = edits.map((item, n) => ({ ...item, ...read(item.post), postedAt: new Date(item.row.posted_at), rev: revs[fresh.length + n]! }));
      const changed = await updatePosts(tx, edited);
      rewritten = edited.filter((edit) => changed.has(edit.id));
      await linkPosts(
        tx,
        links.map(({ id, source, post, isTaken }, n) => ({ id, source, post, isTaken, rev: revs[fresh.length + edits.length + n]! })),
      );
      await markHistory(deps, tx, [...news, ...links]);
      const left = await leavePosts(tx, news);
      const split = await splitEdited(tx, rewritten);
      const editedIds = edited.map((edit) => edit.id);
      await announce(deps, tx, { news, edited: [...new Set([...editedIds, ...(split?.alone ?? [])])], rev: split?.rev ?? left ?? revs[changes - 1]! });
      return { added: news.map((post) => post.id), edited: editedIds, linked: links.map((link) => link.id) };
    });
    deps.duplicates.replace(rewritten);
    return saved;
  } catch (error) {
    forget();
    throw error;
  }
}

/** In the same transaction: nobody is to see an archive of thousands as unread, not for a moment. */
async function markHistory(deps: SaveDeps, tx: Executor, items: readonly (SaveItem & { id: number })[]): Promise<void> {
  const history = items.filter((item) => item.source.isHistory === true);
  for (const [sourceId, list] of Map.groupBy(history, (item) => item.source.id))
    await markHistoryRead({ ...deps, db: tx }, sourceId, { postIds: list.map((item) => item.id) });
}

/** Before anything is locked; what another process took back in the meantime is read on demand. */
async function readAll(posts: readonly NormalPost[]): Promise<(post: NormalPost) => TextFacts> {
  const known = new Map<NormalPost, TextFacts>();
  const pause = inSlices();
  for (const post of posts) {
    known.set(post, readText(post));
    await pause();
  }
  return (post) => known.get(post) ?? readText(post);
}

function readText(post: NormalPost): TextFacts {
  return { print: fingerprintOf(post), tags: keyphrases(post.title, post.text, post.language) };
}

function knownOf(items: readonly SaveItem[]): SQL {
  const codes = items.flatMap(({ post }) => [post.uniqueCode, post.ownCode, ...post.otherCodes.codes]);
  return sql`select p.id, p.unique_code, p.source_id, o.address, p.content_hash, p.url, p.title, p.external_id, p.posted_at, p.date_is_guess, (select array_agg(s.source_id) from post_sources s where s.post_id = p.id) as carriers
    from posts p left join sources o on o.id = p.source_id where p.unique_code = any(${array([...new Set(codes)], 'text')})`;
}

type Sorted = ReturnType<typeof sort>;

function sort(items: readonly SaveItem[], known: readonly Known[], comparison: Comparison) {
  const byCode = new Map(known.map((row) => [row.unique_code, row]));
  const fresh = new Map<string, SaveItem & { code: string; instead: number | null }>();
  const met: (SaveItem & { row: Known; id: number })[] = [];
  for (const item of items) {
    const place = comparison.placeOf(item, byCode);
    if (place.row !== null) met.push({ ...item, row: place.row, id: place.row.id });
    else if (!fresh.has(place.code)) fresh.set(place.code, { ...item, code: place.code, instead: place.instead });
  }
  return {
    fresh: [...fresh.values()],
    // Only the source that brought a post may change it: two feeds with longer and shorter texts would edit it for ever.
    edits: met.filter(({ row, source, post }) => row.source_id === source.id && row.content_hash !== post.contentHash),
    links: met
      .filter(({ row, source }) => !row.carriers?.includes(source.id))
      // ... or the site that it is an article of, when that comes later.
      .map((item) => ({ ...item, isTaken: item.post.isOfOwnSite && !isBroughtByItsSite(item.row) })),
  };
}

/** What retention has removed does not come back; a post that is there may be edited. */
function withoutBuried({ fresh, edits, links }: Sorted, buried: ReadonlySet<string>): Sorted {
  const isKept = (item: SaveItem) => !codesListed(item).some((listed) => buried.has(keyOf(listed)));
  return { fresh: fresh.filter(isKept), edits, links: links.filter(isKept) };
}

interface Counts {
  ids: number;
  revs: number;
}

interface Numbers {
  ids: number[];
  revs: number[];
}

const numbersOf = ({ ids, revs }: Counts): SQL =>
  sql`(select array_agg(nextval(pg_get_serial_sequence('posts', 'id'))) from generate_series(1, ${ids}::int)) as ids,
      (select array_agg(nextval('posts_rev')) from generate_series(1, ${revs}::int)) as revs`;

/** All that has to be read under the lock in one statement: others wait for each round trip. `newest` is the highest id. */
async function readLocked(
  tx: Executor,
  items: readonly SaveItem[],
  expected: Counts,
): Promise<{ known: Known[]; buried: Set<string>; newest: number } & Numbers> {
  const [found] = await rows<{
    known: Known[] | null;
    buried: Listed[] | null;
    newest: number | null;
    ids: string[] | null;
    revs: string[] | null;
  }>(
    tx,
    sql`select (select jsonb_agg(k) from (${knownOf(items)}) k) as known,
      (select jsonb_agg(jsonb_build_object('sourceId', b.source_id, 'fact', b.fact, 'content', b.content)) from (${buriedOf(items.flatMap(codesListed), 'code')}) b) as buried,
      (select max(id) from posts) as newest, ${numbersOf(expected)}`,
  );
  return {
    known: found!.known ?? [],
    buried: new Set(found!.buried?.map(keyOf)),
    newest: Number(found!.newest ?? 0),
    ids: (found!.ids ?? []).map(Number),
    revs: (found!.revs ?? []).map(Number),
  };
}

/** More of them where something has changed since it was looked up before the lock. */
async function enoughNumbers(tx: Executor, taken: Numbers, needed: Counts): Promise<Numbers> {
  const missing = { ids: Math.max(0, needed.ids - taken.ids.length), revs: Math.max(0, needed.revs - taken.revs.length) };
  if (missing.ids + missing.revs === 0) return taken;
  const [more] = await rows<{ ids: string[] | null; revs: string[] | null }>(tx, sql`select ${numbersOf(missing)}`);
  return { ids: [...taken.ids, ...(more!.ids ?? []).map(Number)], revs: [...taken.revs, ...(more!.revs ?? []).map(Number)] };
}

const eventOf: Record<SourceKind, EventName> = { rss: 'posts.new.rss', telegram: 'posts.new.telegram', web: 'posts.new.web', import: 'posts.imported' };

interface News {
  news: readonly (SaveItem & { id: number })[];
  edited: number[];
  /** The number of the last change. */
  rev: number;
}

async function announce(deps: SaveDeps, tx: Executor, { news, edited, rev }: News): Promise<void> {
  for (const [kind, list] of Map.groupBy(news, (item) => item.source.kind)) {
    const data = { sourceIds: [...new Set(list.map((item) => item.source.id))], postIds: list.map((item) => item.id) };
    await deps.bus.publish(tx, eventOf[kind], data as never);
  }
  if (edited.length > 0) await deps.bus.publish(tx, 'posts.edited', { postIds: edited });
  await deps.bus.broadcast(tx, 'posts.changed', { rev });
}
