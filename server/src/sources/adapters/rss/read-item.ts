/** One item of RSS, RDF, Atom or CDF as a post. Feeds mix the vocabularies, so all are looked for. */
import type { RawMedia, RawPost } from '#posts';
import { attribute, child, childText, type XmlElement } from './xml-element.ts';
import { lineOf, plainLine } from './read-text.ts';
import { baseOf } from './resolve-address.ts';
import { parseDate } from './parse-date.ts';
import { readAuthors } from './read-author.ts';
import { readBodies, type Bodies } from './read-bodies.ts';
import { readIdentity, readLink } from './read-link.ts';
import { readMedia } from './read-media.ts';
import { languageTag } from './read-language.ts';
import { noteDate, type FeedContext } from './parsed-feed.ts';
import type { FeedDocument } from './read-elements.ts';

const titles = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'];
const publicationDates = [
  'pubdate',
  'atom:published',
  'dcterms:issued',
  'dc:date',
  'atom:issued',
  'dcterms:created',
  'atom:created',
  'atom:pubdate',
  'dcterms:date',
  'date',
  'published',
];
const updateDates = ['atom:updated', 'atom:modified', 'dcterms:modified', 'updated', 'modified', 'lastbuilddate'];
const authors = [
  'author',
  'atom:author',
  'dc:creator',
  'itunes:author',
  'dc:author',
  'googleplay:author',
  'dc:contributor',
  'atom:contributor',
  'media:credit',
];

/** Null for an item with nothing in it. */
export function readItem(document: FeedDocument, item: XmlElement, context: FeedContext): RawPost | null {
  if (item.children.length === 0 && item.rawAttributes.trim() === '') return null;
  const base = item.base === null ? context.home : baseOf(item.base, context.address);
  const media = readMedia(item, base);
  const identity = readIdentity(item, base);
  const url = readLink(item, identity, base) ?? playable(media);
  const bodies = readBodies(document, item);
  return {
    guid: identity.guid,
    ...(identity.opaque ? { guidIsOpaque: true } : {}),
    url,
    title: readTitle(document, item),
    author: readAuthors(document, item, authors) ?? context.author,
    ...bodies.texts,
    baseUrl: bodies.base === null ? (url ?? context.home) : baseOf(bodies.base, context.address),
    ...readDates(item, context),
    language: readLanguage(item, bodies, context),
    media,
    categories: readCategories(document, item),
  };
}

/** Podcasts often link nothing but the recording. */
function playable(media: readonly RawMedia[]): string | null {
  return media.find((each) => each.type !== 'photo')?.url ?? null;
}

function readTitle(document: FeedDocument, item: XmlElement): string | null {
  for (const name of titles) {
    const title = lineOf(document, child(item, name));
    if (title !== null) return title;
  }
  const group = child(item, 'media:group', 'media:content');
  return group && lineOf(document, child(group, 'media:title'));
}

/** `xml:lang=""` on the text says that its language is none of those around it. */
function readLanguage(item: XmlElement, bodies: Bodies, context: FeedContext): string | null {
  const declared = childText(item, 'dc:language', 'language') ?? bodies.lang ?? item.lang;
  return declared === '' ? null : (languageTag(declared) ?? context.language);
}

function readDates(item: XmlElement, context: FeedContext): { postedAt: Date | null; updatedAt: Date | null } {
  const seen = { any: false };
  const updatedAt = findDate(item, updateDates, context, seen);
  const postedAt = findDate(item, publicationDates, context, seen) ?? updatedAt ?? dateAttribute(item, context);
  noteDate(context, postedAt, seen.any);
  return { postedAt, updatedAt };
}

/** By the first name that has a date; of several the last, which is what was added later. */
function findDate(item: XmlElement, names: readonly string[], context: FeedContext, seen: { any: boolean }): Date | null {
  for (const name of names) {
    let found: Date | null = null;
    for (const each of item.children) {
      if (each.name !== name) continue;
      const date = parseDate(each.text, context.now);
      if (date) found = date;
      else seen.any ||= each.text.trim() !== '';
    }
    if (found) return found;
  }
  return null;
}

/** CDF: <ITEM LASTMOD>. */
function dateAttribute(item: XmlElement, context: FeedContext): Date | null {
  return parseDate(attribute(item, 'lastmod') ?? '', context.now);
}

const mostCategories = 50;
const labels = new Set(['category', 'dc:subject', 'media:category', 'atom:category']);
const keywords = new Set(['itunes:keywords', 'media:keywords']);

function readCategories(document: FeedDocument, item: XmlElement): string[] {
  const found = new Set<string>();
  for (const each of item.children) {
    if (found.size >= mostCategories) break;
    const names = labels.has(each.name) ? [labelOf(document, each)] : keywords.has(each.name) ? (lineOf(document, each)?.split(',') ?? []) : [];
    for (const name of names) if (name) found.add(name.trim());
  }
  found.delete('');
  return [...found].slice(0, mostCategories);
}

function labelOf(document: FeedDocument, element: XmlElement): string | null {
  const named = attribute(element, 'label') ?? (element.name === 'atom:category' ? attribute(element, 'term') : null);
  return named === null ? lineOf(document, element) : plainLine(named);
}
