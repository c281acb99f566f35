/** One item of RSS, RDF, Atom or CDF as a post. Feeds mix the vocabularies, so all are looked for. */
import type { RawPost } from '#posts';
import { attribute, child, childText, type XmlElement } from './xml-element.ts';
import { htmlOf, lineOf, plainLine } from './read-text.ts';
import { baseOf, resolveAddress } from './resolve-address.ts';
import { parseDate } from './parse-date.ts';
import { readAuthors } from './read-author.ts';
import { readMedia } from './read-media.ts';
import { languageTag } from './read-language.ts';
import type { FeedContext } from './parsed-feed.ts';
import type { FeedDocument } from './read-elements.ts';

const titles = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'];
const bodies = ['content:encoded', 'fullitem', 'atom:content', 'yandex:full-text', 'xhtml:body', 'body', 'xhtml:div'];
const summaries = ['description', 'atom:summary', 'atom:description', 'dc:description', 'abstract', 'summary'];
const lesserBodies = ['media:description', 'itunes:summary', 'googleplay:description', 'itunes:subtitle'];
const publicationDates = ['pubdate', 'atom:published', 'dcterms:issued', 'dc:date', 'atom:issued', 'dcterms:created', 'atom:created', 'atom:pubdate', 'dcterms:date', 'date', 'published'];
const updateDates = ['atom:updated', 'atom:modified', 'dcterms:modified', 'updated', 'modified', 'lastbuilddate'];
const authors = ['author', 'atom:author', 'dc:creator', 'itunes:author', 'dc:author', 'googleplay:author', 'dc:contributor', 'atom:contributor', 'media:credit'];

/** Null for an item with nothing in it. */
export function readItem(document: FeedDocument, item: XmlElement, context: FeedContext): RawPost | null {
  if (item.children.length === 0 && item.rawAttributes.trim() === '') return null;
  const base = baseOf(item.base, item.base === null ? (context.siteUrl ?? context.address) : context.address);
  const media = readMedia(item, base);
  const identity = readGuid(item);
  const url = readLink(item, base) ?? permalink(identity, base) ?? media.find((each) => each.type !== 'photo')?.url ?? null;
  const texts = readBodies(document, item);
  const dates = readDates(item, context);
  return {
    guid: identity.guid,
    ...(identity.opaque ? { guidIsOpaque: true } : {}),
    url,
    title: readTitle(document, item),
    author: readAuthors(document, item, authors) ?? context.author,
    ...texts.bodies,
    baseUrl: texts.base === null ? (url ?? context.siteUrl ?? context.address) : baseOf(texts.base, context.address),
    ...dates,
    language: languageTag(childText(item, 'dc:language', 'language') ?? texts.lang ?? item.lang) ?? context.language,
    media,
    categories: readCategories(document, item),
  };
}

function readTitle(document: FeedDocument, item: XmlElement): string | null {
  const group = child(item, 'media:group') ?? child(item, 'media:content');
  for (const name of titles) {
    const title = lineOf(document, child(item, name)) ?? (name === 'media:title' && group ? lineOf(document, child(group, name)) : null);
    if (title !== null) return title;
  }
  return null;
}

interface Identity {
  guid: string | null;
  opaque: boolean;
  /** RSS: the guid is the address unless it is said not to be. */
  isLink: boolean;
}

function readGuid(item: XmlElement): Identity {
  const guid = child(item, 'guid');
  const text = guid?.text.trim() ?? '';
  if (guid && text !== '') {
    const flag = attribute(guid, 'ispermalink')?.toLowerCase();
    return { guid: text, opaque: flag === 'false', isLink: flag !== 'false' };
  }
  const other = childText(item, 'atom:id', 'atom:guid', 'id') ?? attribute(item, 'about') ?? childText(item, 'dc:identifier');
  return { guid: other, opaque: false, isLink: item.name === 'item' };
}

function permalink(identity: Identity, base: string): string | null {
  if (!identity.isLink || identity.guid === null || !/^(?:https?:)?\/\//i.test(identity.guid)) return null;
  return resolveAddress(identity.guid, base);
}

function readLink(item: XmlElement, base: string): string | null {
  const original = resolveAddress(childText(item, 'feedburner:origlink'), base);
  if (original !== null) return original;
  for (const each of item.children) {
    if (each.name !== 'link') continue;
    const url = resolveAddress(each.text.trim() || attribute(each, 'href'), linkBase(each, base));
    if (url !== null) return url;
  }
  return alternate(item, base) ?? resolveAddress(attribute(item, 'href') ?? anchor(item), base);
}

/** An element's own xml:base counts before that of its item. */
function linkBase(element: XmlElement, base: string): string {
  return element.base === null ? base : baseOf(element.base, base);
}

/** CDF: <A HREF>. */
function anchor(item: XmlElement): string | null {
  const element = child(item, 'a');
  return element && attribute(element, 'href');
}

/** The page among Atom links: HTML before other formats, an unnamed relation counts as alternate. */
export function alternate(element: XmlElement, base: string): string | null {
  let other: string | null = null;
  for (const each of element.children) {
    if (each.name !== 'atom:link') continue;
    const relation = attribute(each, 'rel')?.toLowerCase() ?? 'alternate';
    if (relation !== 'alternate' && !relation.endsWith('/alternate')) continue;
    const url = resolveAddress(attribute(each, 'href') ?? each.text, linkBase(each, base));
    const type = attribute(each, 'type')?.toLowerCase() ?? 'text/html';
    if (url !== null && type.includes('html')) return url;
    other ??= url;
  }
  return other;
}

interface Bodies {
  bodies: { html: string; summaryHtml?: string };
  base: string | null;
  lang: string | null;
}

function readBodies(document: FeedDocument, item: XmlElement): Bodies {
  let body = firstBody(document, item, bodies);
  let summary = firstBody(document, item, summaries);
  if (!body && summary) [body, summary] = [summary, firstBody(document, item, ['summary'])];
  if (!body) {
    const group = child(item, 'media:group') ?? child(item, 'media:content');
    body = firstBody(document, item, lesserBodies) ?? (group && firstBody(document, group, lesserBodies));
  }
  // Some feeds put the whole text into the description and a teaser into the content.
  if (body && summary && summary.html.length > body.html.length * 1.5) [body, summary] = [summary, body];
  const html = body?.html ?? '';
  const beside = summary && summary.html !== html ? { summaryHtml: summary.html } : {};
  return { bodies: { html, ...beside }, base: body?.element.base ?? null, lang: body?.element.lang ?? null };
}

function firstBody(document: FeedDocument, item: XmlElement, names: readonly string[]): { html: string; element: XmlElement } | null {
  for (const name of names) {
    for (const element of item.children) {
      if (element.name !== name || isForeign(element)) continue;
      const html = htmlOf(document, element);
      if (html !== '') return { html, element };
    }
  }
  return null;
}

/** Atom allows pictures and other files as content; those are no text. */
function isForeign(element: XmlElement): boolean {
  return element.rawAttributes !== '' && /^(?:image|audio|video|font|model|application\/(?!xml|xhtml|octet-stream|.{1,40}\+xml))/i.test(attribute(element, 'type') ?? '');
}

function readDates(item: XmlElement, context: FeedContext): { postedAt: Date | null; updatedAt: Date | null } {
  const seen = { any: false };
  const updatedAt = firstDate(item, updateDates, context, seen);
  const postedAt = firstDate(item, publicationDates, context, seen) ?? updatedAt ?? dateAttribute(item, context);
  if (postedAt === null && seen.any) context.invalidDates++;
  if (postedAt && postedAt.getTime() > context.now.getTime() + 86_400_000) context.futureDates++;
  return { postedAt, updatedAt };
}

function firstDate(item: XmlElement, names: readonly string[], context: FeedContext, seen: { any: boolean }): Date | null {
  for (const name of names) {
    for (const each of item.children) {
      if (each.name !== name) continue;
      const date = parseDate(each.text, context.now);
      if (date) return date;
      seen.any ||= each.text.trim() !== '';
    }
  }
  return null;
}

/** CDF: <ITEM LASTMOD>. */
function dateAttribute(item: XmlElement, context: FeedContext): Date | null {
  return parseDate(attribute(item, 'lastmod') ?? '', context.now);
}

const mostCategories = 50;

function readCategories(document: FeedDocument, item: XmlElement): string[] {
  const found = new Set<string>();
  const addAll = (text: string | null): void => {
    for (const part of text?.split(',') ?? []) if (part.trim() !== '') found.add(part.trim());
  };
  for (const each of item.children) {
    if (found.size >= mostCategories) break;
    if (each.name === 'category' || each.name === 'dc:subject' || each.name === 'media:category') {
      const line = attribute(each, 'label') ?? lineOf(document, each);
      if (line !== null) found.add(line);
    } else if (each.name === 'atom:category') {
      const label = attribute(each, 'label') ?? attribute(each, 'term') ?? lineOf(document, each);
      if (label !== null) found.add(plainLine(label));
    } else if (each.name === 'itunes:keywords' || each.name === 'media:keywords') addAll(lineOf(document, each));
  }
  return [...found].slice(0, mostCategories);
}
