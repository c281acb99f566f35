/**
 * Whether a post that is stored under the code of a delivered one is that post. Anybody can name any address
 * in a feed, so a code alone gives a source neither the place of another's article nor a look at it.
 */
import { sql } from '#platform/sql';
import { array, rows, type Db } from '#platform/db';
import { isSameSite } from '#platform/same-site';
import { fingerprintOf } from './find-duplicates.ts';
import type { Fingerprint } from './fingerprint.ts';
import { compare, pack } from './near-duplicates-compare.ts';
import type { NormalPost } from './normalise.ts';
import { collapse } from './normalise-text.ts';
import type { SaveItem } from './save-posts.ts';

export interface Known {
  id: number;
  unique_code: string;
  /** The source that brought it, and may change it. */
  source_id: number;
  /** Of that source. */
  address: string | null;
  content_hash: string;
  url: string | null;
  title: string | null;
  /** As that source names it. */
  external_id: string | null;
  posted_at: Date | string;
  date_is_guess: number;
  carriers: number[] | null;
}

/** Where an item belongs: to a stored post, or to a new one under this code, which may take the place of one that it was. */
export type Place = { row: Known } | { row: null; code: string; instead: number | null };

export interface Comparison {
  /** Reads and compares what `placeOf` will ask about; what was compared before is not read again. */
  prepare(db: Pick<Db, 'execute'>, items: readonly SaveItem[], known: readonly Known[]): Promise<void>;
  placeOf(item: SaveItem, byCode: ByCode): Place;
}

export function createComparison(): Comparison {
  const agreeing = new Map<string, boolean>();
  return {
    async prepare(db, items, known) {
      const byCode = new Map(known.map((row) => [row.unique_code, row]));
      const pairs = items.flatMap((item) => {
        const row = ownOf(item, byCode) ? undefined : namedBy(item, byCode);
        return row && isOpen(item, row) && !agreeing.has(pairKey(row, item.post)) ? [{ row, post: item.post }] : [];
      });
      if (pairs.length === 0) return;
      const texts = await readTexts(db, new Set(pairs.map((pair) => pair.row.id)));
      for (const { row, post } of pairs) {
        const stored = { title: row.title, text: texts.get(row.id) ?? '' };
        agreeing.set(pairKey(row, post), isSameText(stored, post) || (isOfSameSite(row, post) && holdsAsMuch(post, stored)));
      }
    },
    placeOf(item, byCode) {
      const { post } = item;
      const own = ownOf(item, byCode);
      if (own) return { row: own };
      const row = namedBy(item, byCode);
      if (!row) return freePlace(post, post.uniqueCode, { byCode, instead: null });
      const isSame = isOpen(item, row) ? agreeing.get(pairKey(row, post)) === true : true;
      const instead = row.carriers?.includes(item.source.id) ? row.id : null;
      return isSame ? { row } : freePlace(post, post.ownCode, { byCode, instead });
    },
  };
}

const pairKey = (row: Known, post: NormalPost): string => `${row.id} ${row.content_hash} ${post.contentHash} ${post.isOfOwnSite}`;

type ByCode = ReadonlyMap<string, Known>;

function ownOf(item: SaveItem, byCode: ByCode): Known | undefined {
  const own = byCode.get(item.post.ownCode);
  return own && !isOtherEntry(own, item) ? own : undefined;
}

/** Which of its codes an item gets depends on what else its feed lists: it may be stored under another one. */
function namedBy(item: SaveItem, byCode: ByCode): Known | undefined {
  const { uniqueCode, otherCodes, externalId } = item.post;
  const named = byCode.get(uniqueCode);
  if (otherCodes.codes.length === 0 || named?.external_id === externalId) return named;
  const same = otherCodes.codes.flatMap((code) => byCode.get(code) ?? []).find((row) => isSameEntry(row, item));
  return same ?? (named && !isOtherEntry(named, item) ? named : undefined);
}

/** Some feeds only count positions: the id alone does not tell. */
function isSameEntry(row: Known, { source, post }: SaveItem): boolean {
  return row.source_id === source.id && row.external_id === post.externalId && (row.url === post.url || (row.title !== null && row.title === post.title));
}

/** A page that shows something else each day is listed with one link for all of it. */
function isOtherEntry(row: Known, { source, post }: SaveItem): boolean {
  if (post.otherCodes.byId === null || row.source_id !== source.id || row.external_id === null || row.external_id === post.externalId) return false;
  const isOfOtherDate = row.date_is_guess === 0 && !post.dateIsGuess && new Date(row.posted_at).getTime() !== post.postedAt.getTime();
  return isOfOtherDate && (row.title === null || row.title !== post.title);
}

/** Where another entry with the same link has the code already, that of its id. */
function freePlace({ otherCodes: { byId } }: NormalPost, code: string, { byCode, instead }: { byCode: ByCode; instead: number | null }): Place {
  const free = byCode.has(code) && byId !== null ? byId : code;
  const row = byCode.get(free);
  return row ? { row } : { row: null, code: free, instead };
}

/** Only the two texts can tell. */
function isOpen({ source, post }: SaveItem, row: Known): boolean {
  // Ids of messages come from Telegram, not from the channel.
  if (post.ownCode === post.uniqueCode) return false;
  const isUnchanged = row.content_hash === post.contentHash;
  const carriers = row.carriers ?? [];
  // What others carry too may be changed by the article's own site only; else the change is a post of its own.
  if (carriers.includes(source.id)) return !isUnchanged && row.source_id === source.id && carriers.length > 1 && !post.isOfOwnSite;
  // Pictures without a word are all alike.
  const isSaid = post.title !== null || post.text !== '';
  return !(isUnchanged && isSaid);
}

/** Two feeds of one site: what it says under one title and address is one article, though perhaps not all of it in both. */
function isOfSameSite(row: Known, post: NormalPost): boolean {
  return post.isOfOwnSite && isBroughtByItsSite(row) && isSameSite(row.url, post.url) && row.title !== null && row.title === post.title;
}

export function isBroughtByItsSite(row: Known): boolean {
  return isSameSite(row.url, row.address);
}

async function readTexts(db: Pick<Db, 'execute'>, ids: ReadonlySet<number>): Promise<Map<number, string>> {
  const found = await rows<{ post_id: number; text: string }>(db, sql`select post_id, text from post_bodies where post_id = any(${array([...ids], 'bigint')})`);
  return new Map(found.map((row) => [row.post_id, row.text]));
}

type Text = Pick<NormalPost, 'title' | 'text'>;

/** Of these parts of each other's length on: whoever has the beginning of a text does not have the text. */
const sameLength = 0.8;

/**
 * A feed with excerpts gives no look at the full texts that the site sells in another, and does not stand in for
 * them: it is linked to what says no more than it does, and not much less.
 */
function holdsAsMuch(given: Text, stored: Text): boolean {
  const [has, there] = [collapse(given.text).length, collapse(stored.text).length];
  return has >= there && there >= sameLength * has;
}

function isSameText(stored: Text, given: Text): boolean {
  const [one, two] = [fold(stored), fold(given)];
  if (one === two) return one !== '';
  const [a, b] = [fingerprintOf(stored), fingerprintOf(given)];
  return isComparable(a) && isComparable(b) && isOfSameLength(a, b) && compare(pack(a), pack(b)).copy;
}

const fold = ({ title, text }: Text): string => collapse(`${title ?? ''} ${text}`).trim();

const isComparable = (print: Fingerprint): boolean => print.simhash !== null;

const isOfSameLength = (a: Fingerprint, b: Fingerprint): boolean => Math.min(a.wordCount, b.wordCount) >= sameLength * Math.max(a.wordCount, b.wordCount);
