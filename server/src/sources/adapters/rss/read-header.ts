/** What a feed says about itself. */
import { attribute, childText, type XmlElement } from './xml-element.ts';
import { lineOf } from './read-text.ts';
import { baseOf, resolveAddress } from './resolve-address.ts';
import { readAuthors } from './read-author.ts';
import { readIcon } from './read-media.ts';
import { languageTag } from './read-language.ts';
import { alternate, plainLink } from './read-link.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import type { FeedDocument } from './read-elements.ts';

export type FeedHeader = Omit<ParsedFeed, 'posts' | 'problems'> & { author: string | null };

const titles = ['title', 'atom:title', 'dc:title', 'itunes:title'];
const descriptions = [
  'description',
  'atom:subtitle',
  'atom:tagline',
  'dc:description',
  'itunes:summary',
  'googleplay:description',
  'atom:info',
  'atom:description',
  'itunes:subtitle',
  'abstract',
];
const authors = ['author', 'atom:author', 'managingeditor', 'itunes:author', 'dc:creator', 'dc:author', 'googleplay:author'];

export function readHeader(document: FeedDocument, address: string): FeedHeader {
  const { header, root } = document;
  const base = baseOf(header.base, address);
  return {
    format: formatOf(document),
    title: firstLine(document, header, titles),
    siteUrl: plainLink(header, base) ?? alternate(header, base) ?? resolveAddress(attribute(header, 'href'), base),
    feedUrl: linked(header, 'self', base) ?? linked(root, 'self', base),
    description: firstLine(document, header, descriptions),
    iconUrl: readIcon(header, root, base),
    language: languageTag(childText(header, 'language', 'dc:language')) ?? languageTag(header.lang ?? root.lang),
    ttlSeconds: readTtl(header),
    hub: linked(header, 'hub', base) ?? linked(root, 'hub', base),
    author: readAuthors(document, header, authors),
  };
}

function formatOf({ root, items }: FeedDocument): ParsedFeed['format'] {
  if (root.name === 'rdf:rdf') return 'rdf';
  if (root.name.startsWith('atom:')) return 'atom';
  return root.name === 'channel' && (attribute(root, 'href') !== null || items.some((item) => attribute(item, 'href') !== null)) ? 'cdf' : 'rss';
}

function firstLine(document: FeedDocument, header: XmlElement, names: readonly string[]): string | null {
  for (const name of names) {
    for (const each of header.children) {
      const line = each.name === name ? lineOf(document, each) : null;
      if (line !== null) return line;
    }
  }
  return null;
}

function linked(header: XmlElement, relation: string, base: string): string | null {
  for (const each of header.children) {
    if (each.name !== 'atom:link' || attribute(each, 'rel')?.toLowerCase() !== relation) continue;
    const url = resolveAddress(attribute(each, 'href'), base);
    if (url !== null) return url;
  }
  return null;
}

const periods: Record<string, number> = { hourly: 3600, daily: 86_400, weekly: 604_800, monthly: 2_592_000, yearly: 31_536_000 };

/** RSS ttl is in minutes; the syndication module says how often within a period. */
function readTtl(header: XmlElement): number | null {
  const minutes = childText(header, 'ttl');
  if (minutes !== null && /^\d{1,7}$/.test(minutes)) return Number(minutes) * 60 || null;
  const period = periods[childText(header, 'sy:updateperiod')?.toLowerCase() ?? ''];
  if (period === undefined) return null;
  const frequency = Number(childText(header, 'sy:updatefrequency') ?? 1);
  return frequency >= 1 && frequency <= period ? Math.round(period / frequency) : period;
}
