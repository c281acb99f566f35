/** From tokens to elements: repairs the nesting, resolves names, keeps the items apart from the rest. */
import { decodeEntities, type XmlElement } from './xml-element.ts';
import { readAttributes, scanXml } from './scan-xml.ts';
import { canonicalName, innerScope, rootScope, type NameScope } from './xml-names.ts';

export interface FeedDocument {
  /** The root: rss, rdf:rdf, atom:feed, channel (CDF), or atom:entry for an entry on its own. */
  root: XmlElement;
  /** rss's channel, else the root. */
  header: XmlElement;
  items: XmlElement[];
  source: string;
  /** Prefixes that were declared as XHTML, SVG or MathML. */
  markupPrefixes: ReadonlySet<string>;
  /** The document ended early; the last item, if it was not whole, is missing. */
  truncated: boolean;
  /** That last item had begun. */
  itemLost: boolean;
  /** End tags were missing or in the wrong order. */
  misnested: boolean;
  tooDeep: boolean;
  tooMany: boolean;
}

export interface ReadLimits {
  items: number;
  depth: number;
}

const roots = new Set(['rss', 'rdf:rdf', 'atom:feed', 'channel', 'atom:entry']);
const itemNames = new Set(['item', 'atom:entry']);

/** Elements whose content is text or markup, never structure: what is inside them becomes no element. */
const textNames = new Set([
  'title', 'description', 'content:encoded', 'fullitem', 'xhtml:body', 'body', 'abstract', 'copyright', 'link', 'guid', 'xhtml:div',
  'atom:title', 'atom:subtitle', 'atom:tagline', 'atom:info', 'atom:summary', 'atom:content', 'atom:rights', 'atom:copyright',
  'dc:title', 'dc:description', 'dc:creator', 'itunes:summary', 'itunes:subtitle', 'media:title', 'media:description', 'yandex:full-text',
]); // prettier-ignore

interface Reading {
  source: string;
  limits: ReadLimits;
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

/** Null when no root of a feed is found before other content. */
export function readElements(source: string, limits: ReadLimits): FeedDocument | null {
  const reading: Reading = {
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
  const cutShort = scanXml(source, {
    open: (name, attributes, start, end) => openTag(reading, name, attributes, start, end),
    close: (name, start, end) => closeTag(reading, name, start, end),
    text: (start, end) => addText(reading, start, end, true),
    cdata: (start, end) => addText(reading, start, end, false),
    done: () => reading.tooMany || reading.notFeed,
  });
  const { root } = reading;
  if (!root || reading.notFeed) return null;
  const truncated = cutShort || (!reading.tooMany && reading.open.length > 0 && !isClosed(reading));
  const header = reading.channel ?? root;
  const { items, markupPrefixes, misnested, tooDeep, tooMany } = reading;
  if (root.name === 'atom:entry' && !truncated) items.push(root);
  return { root, header, items, source, markupPrefixes, truncated, itemLost: reading.item !== null, misnested, tooDeep, tooMany };
}

/** Feeds that only forget their last end tags (`</channel></rss>`) are whole. */
function isClosed(reading: Reading): boolean {
  return reading.item === null && reading.items.length > 0 && reading.open.every((tag) => tag.element === reading.root || tag.element === reading.channel);
}

function openTag(reading: Reading, raw: string, attributes: string, start: number, end: number): void {
  const { current } = reading;
  if (current !== null && textNames.has(current.name) && !isItem(raw)) {
    current.markup = true;
    if (attributes !== '' && attributes.includes('xmlns:')) noteMarkupPrefixes(reading, readAttributes(attributes));
    reading.inText.push(raw);
    return;
  }
  if (reading.open.length >= reading.limits.depth) {
    reading.tooDeep = true;
    // Far too deep: what follows is not worth repairing.
    if (reading.open.length < reading.limits.depth * 2) reading.open.push({ raw, element: null, parent: current, scope: reading.scope });
    return;
  }
  const special = attributes !== '' && attributes.includes('xml');
  const parsed = special ? readAttributes(attributes) : null;
  const outer = reading.scope;
  if (parsed) declare(reading, parsed);
  if (!reading.root) startRoot(reading, raw, attributes);
  const name = canonicalName(reading.scope, raw, reading.plain);
  if (!reading.root && !roots.has(name)) {
    reading.notFeed = notFeedRoots.has(name) || reading.notFeed;
    reading.scope = outer;
    return;
  }
  if (itemNames.has(name)) closeBefore(reading, start);
  addElement(reading, { raw, name, attributes, end }, parsed, outer);
}

const notFeedRoots = new Set(['html', 'xhtml:html', 'opml', 'svg', 'svg:svg', 'urlset', 'sitemapindex']);

function startRoot(reading: Reading, raw: string, attributes: string): void {
  const local = raw.slice(raw.indexOf(':') + 1).toLowerCase();
  if (local === 'feed' || local === 'entry') reading.plain = 'atom';
  if (attributes !== '') reading.scope = { ...reading.scope, names: new Map() };
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
    if (name.startsWith('xmlns:') && reading.markupPrefixes.size < 20 && /\/(?:xhtml|svg|mathml)\/?$/i.test(value.trim())) reading.markupPrefixes.add(name.slice(6));
  }
}

function isItem(raw: string): boolean {
  return raw === 'item' || (raw.length <= 12 && /(?:^|:)item$/i.test(raw));
}

interface Tag {
  raw: string;
  name: string;
  attributes: string;
  end: number;
}

function addElement(reading: Reading, tag: Tag, parsed: Map<string, string> | null, outer: NameScope): void {
  const parent = reading.current;
  const element: XmlElement = {
    name: tag.name,
    rawAttributes: tag.attributes,
    children: [],
    text: '',
    start: tag.end,
    end: tag.end,
    markup: false,
    base: parent?.base ?? null,
    lang: parent?.lang ?? null,
  };
  if (parsed) inherit(element, parsed);
  if (!reading.root) reading.root = element;
  else if (tag.name === 'channel' && !reading.channel && reading.item === null) reading.channel = element;
  if (reading.root !== element && itemNames.has(tag.name)) reading.item = element;
  else parent?.children.push(element);
  reading.current = element;
  reading.open.push({ raw: tag.raw, element, parent, scope: outer });
}

function inherit(element: XmlElement, attributes: Map<string, string>): void {
  const base = attributes.get('xml:base');
  const lang = attributes.get('xml:lang');
  if (lang !== undefined) element.lang = decodeEntities(lang).trim() || null;
  if (base === undefined) return;
  const address = decodeEntities(base).trim();
  element.base = element.base !== null && URL.canParse(address, element.base) ? new URL(address, element.base).href : address || element.base;
}

const patience = 5000;

function closeTag(reading: Reading, raw: string, start: number, end: number): void {
  const { open, inText } = reading;
  if (inText.length > 0) {
    if (inText[inText.length - 1] === raw) {
      inText.pop();
      return;
    }
    const inner = reading.strays < patience ? inText.lastIndexOf(raw) : -1;
    if (inner >= 0) {
      reading.strays++;
      inText.length = inner;
      return;
    }
  }
  let at = open.length - 1;
  const lowest = reading.strays < patience ? 0 : Math.max(0, at - 4);
  while (at >= lowest && open[at]?.raw !== raw) at--;
  if (at < lowest) {
    reading.strays++;
    reading.misnested ||= reading.root !== null && open.length > 0;
    return;
  }
  while (open.length > at) closeTop(reading, start, open.length - 1 === at);
  if (open.length === 0 && reading.root && end >= 0) reading.current = reading.root;
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

function addText(reading: Reading, start: number, end: number, encoded: boolean): void {
  const { current } = reading;
  if (!current || reading.open.length === 0 || reading.inText.length > 0) return;
  if (reading.open[reading.open.length - 1]?.element !== current) return;
  const text = reading.source.slice(start, end);
  current.text += encoded ? decodeEntities(text) : text;
}
