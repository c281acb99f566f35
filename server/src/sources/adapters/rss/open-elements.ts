/** Which element a token belongs to: nesting is repaired here, names and namespaces are resolved. */
import { decodeEntities, type XmlElement } from './xml-element.ts';
import { readAttributes } from './scan-xml.ts';
import { canonicalName, innerScope, rootScope, type NameScope } from './xml-names.ts';

export interface ReadLimits {
  items: number;
  depth: number;
}

export interface Reading {
  source: string;
  limits: ReadLimits;
  /** What a name without a namespace stands for: '' in RSS, `atom` in Atom. */
  plain: string;
  open: OpenTag[];
  /** Raw names of the tags open inside a text element. */
  inText: string[];
  /** End tags without a start so far: searching for their start is cut short in a document full of them. */
  strays: number;
  scope: NameScope;
  /** The element that collects children and text now; null before the root. */
  current: XmlElement | null;
  item: XmlElement | null;
  root: XmlElement | null;
  channel: XmlElement | null;
  items: XmlElement[];
  markupPrefixes: Set<string>;
  misnested: boolean;
  tooDeep: boolean;
  tooMany: boolean;
  notFeed: boolean;
}

interface OpenTag {
  raw: string;
  /** Null beyond the depth limit. */
  element: XmlElement | null;
  parent: XmlElement | null;
  scope: NameScope;
}

const roots = new Set(['rss', 'rdf:rdf', 'atom:feed', 'channel', 'atom:entry']);
/** First elements that say for certain that this is something else. */
const notFeedRoots = new Set(['html', 'xhtml:html', 'opml', 'svg', 'svg:svg', 'urlset', 'sitemapindex']);
const itemNames = new Set(['item', 'atom:entry']);

/** Elements whose content is text or markup, never structure: what is inside them becomes no element. */
const textNames = new Set([
  'title', 'description', 'content:encoded', 'fullitem', 'xhtml:body', 'body', 'abstract', 'copyright', 'link', 'guid', 'xhtml:div',
  'atom:title', 'atom:subtitle', 'atom:tagline', 'atom:info', 'atom:summary', 'atom:content', 'atom:rights', 'atom:copyright',
  'dc:title', 'dc:description', 'dc:creator', 'itunes:summary', 'itunes:subtitle', 'media:title', 'media:description', 'yandex:full-text',
]); // prettier-ignore

export function startReading(source: string, limits: ReadLimits): Reading {
  return {
    source,
    limits,
    plain: '',
    open: [],
    inText: [],
    strays: 0,
    scope: rootScope(),
    current: null,
    item: null,
    root: null,
    channel: null,
    items: [],
    markupPrefixes: new Set(),
    misnested: false,
    tooDeep: false,
    tooMany: false,
    notFeed: false,
  };
}

export interface StartTag {
  raw: string;
  attributes: string;
  /** Source offsets of the tag. */
  start: number;
  end: number;
}

export function openTag(reading: Reading, tag: StartTag): void {
  const { current, open, limits } = reading;
  if (current !== null && textNames.has(current.name) && !isItem(tag.raw)) openInText(reading, current, tag);
  else if (open.length < limits.depth) openElement(reading, tag);
  else {
    reading.tooDeep = true;
    // Far too deep: what follows is not worth repairing.
    if (open.length < limits.depth * 2) open.push({ raw: tag.raw, element: null, parent: current, scope: reading.scope });
  }
}

function openInText(reading: Reading, current: XmlElement, tag: StartTag): void {
  current.markup = true;
  if (tag.attributes.includes('xmlns:')) noteMarkupPrefixes(reading, readAttributes(tag.attributes));
  reading.inText.push(tag.raw);
}

function openElement(reading: Reading, tag: StartTag): void {
  const parsed = tag.attributes.includes('xml') ? readAttributes(tag.attributes) : null;
  const outer = reading.scope;
  if (parsed) declare(reading, parsed);
  if (!reading.root) startRoot(reading, tag);
  const name = canonicalName(reading.scope, tag.raw, reading.plain);
  if (!reading.root && !roots.has(name)) {
    reading.notFeed ||= notFeedRoots.has(name);
    reading.scope = outer;
    return;
  }
  if (itemNames.has(name)) closeBefore(reading, tag.start);
  const element = makeElement(name, tag, reading.current);
  if (parsed) inherit(element, parsed);
  reading.open.push({ raw: tag.raw, element, parent: reading.current, scope: outer });
  place(reading, element);
}

function startRoot(reading: Reading, tag: StartTag): void {
  const local = tag.raw.slice(tag.raw.indexOf(':') + 1).toLowerCase();
  if (local === 'feed' || local === 'entry') reading.plain = 'atom';
  // Names seen before the root were resolved without knowing what is plain.
  if (tag.attributes !== '') reading.scope = { ...reading.scope, names: new Map() };
}

function declare(reading: Reading, attributes: Map<string, string>): void {
  const declarations: [string, string][] = [];
  for (const [name, value] of attributes) {
    if (name === 'xmlns') declarations.push(['', value]);
    else if (name.startsWith('xmlns:')) declarations.push([name.slice(6), value]);
  }
  if (declarations.length === 0) return;
  reading.scope = innerScope(reading.scope, declarations);
  noteMarkupPrefixes(reading, attributes);
}

/** <xhtml:p> in a text is shown as <p>. */
function noteMarkupPrefixes(reading: Reading, attributes: Map<string, string>): void {
  for (const [name, value] of attributes) {
    if (!name.startsWith('xmlns:') || reading.markupPrefixes.size >= 20) continue;
    if (/\/(?:xhtml|svg|mathml)\/?$/i.test(value.trim())) reading.markupPrefixes.add(name.slice(6));
  }
}

function isItem(raw: string): boolean {
  return raw === 'item' || (raw.length <= 12 && /(?:^|:)item$/i.test(raw));
}

function makeElement(name: string, tag: StartTag, parent: XmlElement | null): XmlElement {
  const { attributes, end } = tag;
  const base = parent?.base ?? null;
  const lang = parent?.lang ?? null;
  return { name, rawAttributes: attributes, children: [], text: '', start: end, end, markup: false, base, lang };
}

/** Items are kept apart from the tree, so that a long feed is a flat list. */
function place(reading: Reading, element: XmlElement): void {
  const parent = reading.current;
  reading.current = element;
  if (!reading.root) {
    reading.root = element;
    return;
  }
  if (itemNames.has(element.name)) {
    reading.item = element;
    return;
  }
  if (element.name === 'channel' && reading.item === null) reading.channel ??= element;
  parent?.children.push(element);
}

function inherit(element: XmlElement, attributes: Map<string, string>): void {
  const base = attributes.get('xml:base');
  const lang = attributes.get('xml:lang');
  if (lang !== undefined) element.lang = decodeEntities(lang).trim();
  if (base !== undefined) element.base = joinBase(decodeEntities(base).trim(), element.base);
}

function joinBase(address: string, outer: string | null): string | null {
  if (outer === null) return address || null;
  return URL.canParse(address, outer) ? new URL(address, outer).href : address || outer;
}

const patience = 5000;

export function closeTag(reading: Reading, raw: string, start: number): void {
  const { open } = reading;
  if (reading.inText.length > 0 && closeInText(reading, raw)) return;
  const at = findOpen(reading, raw);
  if (at < 0) {
    reading.strays++;
    reading.misnested ||= open.length > 0;
    return;
  }
  while (open.length > at) closeTop(reading, start, open.length - 1 === at);
  // Some feeds put items after the end of their root.
  if (open.length === 0) reading.current = reading.root;
}

function closeInText(reading: Reading, raw: string): boolean {
  const { inText } = reading;
  if (inText[inText.length - 1] === raw) {
    inText.pop();
    return true;
  }
  const at = reading.strays < patience ? inText.lastIndexOf(raw) : -1;
  if (at < 0) return false;
  reading.strays++;
  inText.length = at;
  return true;
}

/** Index of the open tag that an end tag closes, or -1; only the innermost may differ in case. */
function findOpen(reading: Reading, raw: string): number {
  const { open } = reading;
  const top = open.length - 1;
  const lowest = reading.strays < patience ? 0 : Math.max(0, top - 4);
  for (let at = top; at >= lowest; at--) if (open[at]?.raw === raw) return at;
  return top >= 0 && open[top]?.raw.toLowerCase() === raw.toLowerCase() ? top : -1;
}

function closeTop(reading: Reading, at: number, expected: boolean): void {
  const tag = reading.open.pop();
  if (!tag) return;
  reading.inText.length = 0;
  reading.scope = tag.scope;
  if (!tag.element) return;
  if (!expected) reading.misnested = true;
  tag.element.end = at;
  reading.current = tag.parent;
  if (tag.element !== reading.item) return;
  reading.item = null;
  reading.items.push(tag.element);
  reading.tooMany = reading.items.length >= reading.limits.items;
}

/** An item cannot be inside an item or a text: their end tags were forgotten. */
function closeBefore(reading: Reading, at: number): void {
  while (reading.item && reading.open.length > 0) closeTop(reading, at, false);
  while (reading.current && textNames.has(reading.current.name) && reading.open.length > 1) closeTop(reading, at, false);
}

export function addText(reading: Reading, start: number, end: number, encoded: boolean): void {
  const { current, open } = reading;
  if (!current || reading.inText.length > 0 || open[open.length - 1]?.element !== current) return;
  const text = reading.source.slice(start, end);
  current.text += encoded ? decodeEntities(text) : text;
}
