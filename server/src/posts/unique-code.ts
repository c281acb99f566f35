import { hash } from 'node:crypto';
import type { SourceKind } from '../contract/source-kind.ts';
import { stripTracking } from './canonical-url.ts';
import { collapse } from './normalise-text.ts';
import type { RawPost } from './raw-post.ts';

export interface CodeSource {
  /** Address of the source itself, for example of its feed. */
  address: string;
  /** From `findAmbiguousKeys` over the whole batch; without it every key counts as telling. */
  ambiguousKeys?: ReadonlySet<string>;
}

/**
 * The identity of a post: the same article gets the same code from every source that carries it
 * (whether it is the same article, `same-post.ts` looks at the texts).
 * Shapes: `tg_{chat}_{message}`, `rss_{sha256 hex}`, `web_{sha256 hex}`, `import_{sha256 hex}`.
 *
 * Feeds are judged by what they are, not by what they should be: a guid counts only where it can be
 * unique in the world, a link only where it names one page; else the code is bound to the source.
 */
export function uniqueCode(kind: SourceKind, raw: RawPost, source: CodeSource): string {
  if (raw.telegram) return telegramCode(raw, source);
  const home = homeOf(source);
  const key = candidateKeys(kind, raw, home).find((candidate) => !source.ambiguousKeys?.has(candidate)) ?? `${home}\n${contentKey(raw)}`;
  return `${kind}_${sha256(key)}`;
}

export interface OtherCodes {
  /** Those that the post may have got in another batch, where other keys were telling. */
  codes: string[];
  /** By its own id, for a post whose code is that of its link: not every link is of one post. */
  byId: string | null;
}

/** Of an item of a feed with an id that is unique there, but not in the world; others have none. */
export function otherCodes(kind: SourceKind, raw: RawPost, source: CodeSource): OtherCodes {
  const home = homeOf(source);
  const guid = raw.guid?.trim() ?? '';
  const local = localKey(guid, home);
  if (kind !== 'rss' || raw.telegram || guid === '' || source.ambiguousKeys?.has(local)) return { codes: [], byId: null };
  if (worldwideGuid(guid, home) !== null) return { codes: [], byId: null };
  const keys = candidateKeys(kind, raw, home);
  const key = keys.find((candidate) => !source.ambiguousKeys?.has(candidate));
  const codeOf = (one: string) => `${kind}_${sha256(one)}`;
  return { codes: keys.filter((one) => one !== key).map(codeOf), byId: key === local ? null : codeOf(local) };
}

/**
 * The identity of a post whose code is that of another post already: bound to the source. Messages have
 * none, since nobody but Telegram gives out their ids.
 */
export function ownCode(code: string, source: CodeSource): string {
  return code.startsWith('tg_') ? code : `${code.slice(0, code.indexOf('_'))}_${sha256(`${homeOf(source)}\n${code}`)}`;
}

/**
 * Keys that different posts of one batch share (every item links to the front page, every guid is
 * the feed's own address), so that none of these posts is taken for another.
 */
export function findAmbiguousKeys(kind: SourceKind, raws: readonly RawPost[], source: { address: string }): Set<string> {
  const home = homeOf(source);
  const holders = new Map<string, RawPost[]>();
  for (const raw of raws) {
    if (raw.telegram) continue;
    for (const key of candidateKeys(kind, raw, home)) {
      const held = holders.get(key) ?? [];
      if (held.length < 3 && held.every((other) => isOtherPost(other, raw))) holders.set(key, [...held, raw]);
    }
  }
  return new Set([...holders].filter(([, held]) => areDifferentPosts(held, home)).map(([key]) => key));
}

/**
 * Two of the same worldwide guid and link are versions of one entry (RFC 4287, 4.1.1); three are a feed
 * that repeats itself, and so are two of the same local guid.
 */
function areDifferentPosts([first, second, third]: readonly RawPost[], home: string): boolean {
  if (first === undefined || second === undefined) return false;
  if (third !== undefined || first.guid === null || first.guid !== second.guid || first.url !== second.url) return true;
  return worldwideGuid(first.guid.trim(), home) === null;
}

let home = { address: '', identity: '' };

/** Asked for each post of a source one after the other. */
function homeOf({ address }: { address: string }): string {
  if (home.address !== address) home = { address, identity: addressIdentity(address) ?? address.trim() };
  return home.identity;
}

function isOtherPost(a: RawPost, b: RawPost): boolean {
  return contentKey(a) !== contentKey(b) && (a.title === null || foldText(a.title) !== foldText(b.title));
}

/** Of a guid that is unique within its feed at most. */
const localKey = (guid: string, home: string): string => `${home}\n${guid}`;

/** Best first; where none of them is telling, the content of the post tells any two texts of one source apart. */
function candidateKeys(kind: SourceKind, raw: RawPost, home: string): string[] {
  const guid = raw.guid?.trim() ?? '';
  const local = guid === '' ? null : localKey(guid, home);
  const keys = kind === 'import' ? [local] : [kind === 'rss' ? worldwideGuid(guid, home) : null, ...linkKeys(kind, raw, { home, local })];
  return keys.filter((key) => key !== null);
}

function linkKeys(kind: SourceKind, raw: RawPost, { home, local }: { home: string; local: string | null }): (string | null)[] {
  const address = raw.url === null ? null : addressIdentity(raw.url);
  // On a site without a feed, an article is a page: "#top" and "#comments" lead to the same one.
  const link = kind === 'web' ? (address?.replace(/#(?!!).*$/s, '') ?? null) : address;
  if (link === null || isHomePage(link, home)) return [local];
  // Behind an opaque local guid, a link such as "/news" is more often the page of all items than of one.
  if (local === null || kind === 'web' || namesOnePage(link)) return [link, local];
  return [local, `${home}\n${link}`];
}

/** The guid in a comparable form when no other site can have the same one; else null. */
function worldwideGuid(guid: string, home: string): string | null {
  if (/^https?:\/\//i.test(guid)) {
    const identity = addressIdentity(guid);
    return identity === null || isHomePage(identity, home) ? null : identity;
  }
  const lower = guid.toLowerCase();
  if (/^(?:urn:uuid:|uuid:)?[{]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[}]?$/.test(lower)) {
    return lower.includes('00000000-0000-0000') ? null : `uuid:${lower.slice(-37).replace(/[^0-9a-f-]/g, '')}`;
  }
  // RFC 4151: a tag names its minting authority, a host or a mailbox.
  if (/^tag:[^,:\s]{0,200}\.[^,:\s]{1,60},\d{4}[\d-]{0,6}:./.test(lower)) return guid;
  if (/^(?:urn:[a-z0-9][a-z0-9-]{1,31}|doi|oai|yt|info|at|acct):.{6,}$/s.test(lower)) return guid;
  // Drupal: "1234 at https://site.example".
  const drupal = /^(\d{1,12}) at https?:\/\/([^/\s]{1,250}\.[^/\s]{2,60})/.exec(lower);
  return drupal ? `${drupal[1] ?? ''} at ${drupal[2] ?? ''}` : null;
}

/**
 * An address as an identity: host without "www.", path without its last slash, query; the scheme and
 * tracking do not count. A fragment counts, for pages that hold many items, unless it only tracks.
 */
function addressIdentity(address: string): string | null {
  const stripped = /^\s*https?:/i.test(address) ? stripTracking(address, []) : null;
  const url = stripped === null ? null : URL.parse(stripped);
  if (url === null) return null;
  const host = url.host.replace(/^www\./, '').replace(/\.(?=:|$)/, '');
  const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
  return `${host}${path}${url.search}${isTrackingFragment(url.hash) ? '' : url.hash}`;
}

function isTrackingFragment(hash: string): boolean {
  return hash === '#' || /^#(?:utm_|xtor=|ref=|at_|ftag=|rss(?:$|[=&])|intcid|cid=|ns_|mtm_|pk_|sp=|comments?$|respond$|more-?\d*$)/i.test(hash);
}

function isHomePage(identity: string, home: string): boolean {
  return identity === home || !/[/?#]./.test(identity);
}

/** An address that looks like one article: a number, a slug, a query or some depth. */
function namesOnePage(identity: string): boolean {
  const path = identity.slice(identity.search(/[/?#]/));
  if (/[?#]./.test(path) || /\d/.test(path)) return true;
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  return segments.length > 2 || last.length > 15 || /[-_%]|\.s?html?$/.test(last);
}

function contentKey(raw: RawPost): string {
  const date = raw.postedAt !== null && Number.isFinite(raw.postedAt.getTime()) ? raw.postedAt.toISOString() : '';
  return `${foldText(raw.title)}\n${foldText(raw.html || raw.summaryHtml || null)}\n${date}`;
}

function foldText(text: string | null): string {
  return collapse(text ?? '');
}

/** Message ids are unique within a chat only; without the chat's id its public name stands in. */
function telegramCode(raw: RawPost, source: { address: string }): string {
  const chat = raw.telegram?.chatId ?? null;
  const name = /(?:^|[/@])([a-z0-9_]{3,64})\/?$/i.exec(source.address.trim())?.[1]?.toLowerCase();
  return `tg_${chat ?? name ?? sha256(source.address)}_${raw.telegram?.messageId ?? 0}`;
}

function sha256(text: string): string {
  return hash('sha256', text);
}
