/** Feeds that a page names itself. */
import { decodeText } from '../../../platform/decode-text.ts';
import { scanTags, type ReadAttribute } from './scan-tags.ts';
import { resolveAddress } from './resolve-address.ts';
import { oneLine } from './read-text.ts';

export interface DiscoveredFeed {
  address: string;
  title: string | null;
  /** MIME type as declared, lower case; null for a plain link that only looks like a feed. */
  type: string | null;
}

interface Candidate {
  href: string;
  title: string | null;
  type: string | null;
}

interface Page {
  base: string | null;
  links: Candidate[];
  anchors: Candidate[];
}

const longestPage = 3_000_000;
const most = 50;

const feedTypes = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/rdf+xml',
  'application/json',
  'application/xml',
  'application/x.atom+xml',
  'application/x-atom+xml',
  'application/rss',
  'application/atom',
  'text/xml',
  'text/rss+xml',
  'text/atom+xml',
  'text/rss',
]);

/**
 * Feeds of a page, the likeliest first: `<link rel="alternate">` (or `rel="feed"`) in the order of
 * the page, feeds of comments last. Only when there is none, links of the page that are called like
 * a feed. Addresses are absolute and unique.
 */
export function discoverFeeds(html: string, pageUrl: string): DiscoveredFeed[] {
  const page = readPage(html.length > longestPage ? html.slice(0, longestPage) : html);
  const base = resolveAddress(page.base, pageUrl) ?? pageUrl;
  const declared = absolute(page.links, base);
  const found = declared.length > 0 ? declared : absolute(page.anchors, base);
  return [...found.filter((feed) => !isOfComments(feed)), ...found.filter(isOfComments)].slice(0, most);
}

/** The same for the bytes of a page; runs in the thread with limits. */
export function discoverFeedsIn(bytes: Uint8Array, { contentType, url }: { contentType: string | null; url: string }): DiscoveredFeed[] {
  return discoverFeeds(decodeText(bytes, { contentType, kind: 'html' }).text, url);
}

function readPage(html: string): Page {
  const page: Page = { base: null, links: [], anchors: [] };
  scanTags(html, (name, attributes) => {
    if (name === 'base') page.base ??= attributes('href');
    else if (name === 'link') addLink(page, attributes);
    else if (name === 'a') addAnchor(page, attributes);
  });
  return page;
}

function addLink(page: Page, attributes: ReadAttribute): void {
  const type = (attributes('type') ?? '').replace(/;.*$/s, '').trim().toLowerCase();
  const href = attributes('href');
  if (!href || page.links.length >= most || !namesFeed(attributes('rel') ?? '', type) || isOtherData(type, href)) return;
  page.links.push({ href, title: titleOf(attributes), type: type || null });
}

function namesFeed(rel: string, type: string): boolean {
  const relations = rel.toLowerCase().split(/\s+/);
  if (relations.includes('stylesheet')) return false;
  if (relations.includes('feed')) return type === '' || feedTypes.has(type);
  return relations.includes('alternate') && feedTypes.has(type);
}

function titleOf(attributes: ReadAttribute): string | null {
  return oneLine(attributes('title') ?? '').slice(0, 300) || null;
}

/** WordPress names its programming interface with the type that JSON feeds once had. */
function isOtherData(type: string, href: string): boolean {
  return (type === 'application/json' || type.endsWith('/xml')) && /\/wp-json\/|oembed|sitemap|opensearch|wlwmanifest/i.test(href);
}

const feedLike =
  /(?:^|\/)(?:feeds?|rss|atom|index\.(?:rss|xml|rdf)|[\w.-]{0,80}\.(?:rss|atom)|(?:feed|rss|atom)[\w-]{0,40}\.(?:xml|json)|feeds\/posts\/default)\/?(?:[?#]|$)/i;

function addAnchor(page: Page, attributes: ReadAttribute): void {
  const href = attributes('href') ?? '';
  if (href === '' || href.length > 1000 || page.anchors.length >= 10 || !feedLike.test(href)) return;
  page.anchors.push({ href, title: titleOf(attributes), type: null });
}

function absolute(candidates: readonly Candidate[], base: string): DiscoveredFeed[] {
  const found = new Map<string, DiscoveredFeed>();
  for (const { href, title, type } of candidates) {
    const address = resolveAddress(href, base)?.replace(/#.*$/s, '');
    if (address !== undefined && !found.has(address)) found.set(address, { address, title, type });
  }
  return [...found.values()];
}

export function isOfComments(feed: DiscoveredFeed): boolean {
  return (
    /\/comments?(?:\/|$)|comments\/feed|[?&]feed=comments/i.test(feed.address) ||
    /\bcomments?\b|комментари|kommentar|commentaire|comentario/i.test(feed.title ?? '')
  );
}
