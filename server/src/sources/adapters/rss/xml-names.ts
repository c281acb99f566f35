/**
 * Names of elements independent of the prefixes that a feed chose: `title` for RSS, `atom:title`,
 * `dc:creator`, `content:encoded` … always in lower case. Namespaces are known by address; a prefix
 * that is undeclared, or declared with an address nobody knows, counts as what it is usually used for.
 */
const usualPrefix = new Map<string, string>();

const namespaces: Record<string, string[]> = {
  '': [
    'http://purl.org/rss/1.0',
    'http://my.netscape.com/rdf/simple/0.9',
    'http://my.netscape.com/publish/formats/rss-0.91.dtd',
    'http://channel.netscape.com/rdf/simple/0.9',
    'http://purl.org/net/rss1.1#',
    'http://backend.userland.com/rss2',
    'http://backend.userland.com/rss',
    'http://backend.userland.com/rss20',
    'http://blogs.law.harvard.edu/tech/rss',
    'http://cyber.law.harvard.edu/rss',
    'http://www.w3.org/tr/rec-rss',
    'http://www.rssboard.org/rss-specification',
  ],
  atom: [
    'http://www.w3.org/2005/atom',
    'http://purl.org/atom/ns#',
    'http://example.com/newformat#',
    'http://example.com/necho',
    'http://purl.org/echo',
    'uri/of/echo/namespace#',
    'http://purl.org/pie',
  ],
  rdf: ['http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
  content: ['http://purl.org/rss/1.0/modules/content'],
  dc: ['http://purl.org/dc/elements/1.1', 'http://purl.org/dc/elements/1.0'],
  dcterms: ['http://purl.org/dc/terms'],
  sy: ['http://purl.org/rss/1.0/modules/syndication'],
  media: ['http://search.yahoo.com/mrss', 'http://www.rssboard.org/media-rss', 'http://video.search.yahoo.com/mrss', 'http://tools.search.yahoo.com/mrss'],
  itunes: ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'http://example.com/dtds/podcast-1.0.dtd'],
  googleplay: ['http://www.google.com/schemas/play-podcasts/1.0', 'http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd'],
  podcast: ['https://podcastindex.org/namespace/1.0', 'https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md'],
  feedburner: ['http://rssnamespace.org/feedburner/ext/1.0'],
  slash: ['http://purl.org/rss/1.0/modules/slash'],
  wfw: ['http://wellformedweb.org/commentapi'],
  thr: ['http://purl.org/syndication/thread/1.0'],
  georss: ['http://www.georss.org/georss'],
  geo: ['http://www.w3.org/2003/01/geo/wgs84_pos#'],
  webfeeds: ['http://webfeeds.org/rss/1.0'],
  yandex: ['http://news.yandex.ru', 'http://turbo.yandex.ru'],
  xhtml: ['http://www.w3.org/1999/xhtml'],
  svg: ['http://www.w3.org/2000/svg'],
  math: ['http://www.w3.org/1998/math/mathml'],
  xml: ['http://www.w3.org/xml/1998/namespace'],
};

const known = new Map<string, string>();
for (const [prefix, addresses] of Object.entries(namespaces)) {
  usualPrefix.set(prefix, prefix);
  for (const address of addresses) known.set(address, prefix);
}
for (const [other, prefix] of [
  ['atom10', 'atom'],
  ['atom03', 'atom'],
  ['a10', 'atom'],
  ['dublincore', 'dc'],
  ['dct', 'dcterms'],
  ['rss', ''],
  ['xh', 'xhtml'],
  ['html', 'xhtml'],
] as const) {
  usualPrefix.set(other, prefix);
}

/** The declarations in force at one place of a document, and the names resolved under them. */
export interface NameScope {
  prefixes: ReadonlyMap<string, string>;
  names: Map<string, string>;
  inner: Map<string, NameScope>;
  /** How many more scopes the document may open: a hostile one would open one for every tag. */
  budget: { left: number };
}

export function rootScope(): NameScope {
  return { prefixes: new Map(), names: new Map(), inner: new Map(), budget: { left: 1000 } };
}

// Feeds repeat few names and declarations; a hostile one that does not is read without memory of them.
const remembered = 500;

/** The scope inside a tag with `declarations`: pairs of prefix ('' for the default) and address. */
export function innerScope(scope: NameScope, declarations: [string, string][]): NameScope {
  const key = declarations.flat().join('\n');
  const before = scope.inner.get(key);
  if (before) return before;
  if (--scope.budget.left < 0) return scope;
  const prefixes = new Map(scope.prefixes);
  for (const [prefix, address] of declarations) {
    if (prefixes.size < remembered) prefixes.set(prefix, meaning(prefix, address));
  }
  const inner: NameScope = { prefixes, names: new Map(), inner: new Map(), budget: scope.budget };
  scope.inner.set(key, inner);
  return inner;
}

function meaning(prefix: string, address: string): string {
  const key = address
    .trim()
    .toLowerCase()
    .replace(/^https:\/\/(?!podcastindex|github)/, 'http://');
  return known.get(key) ?? known.get(key.endsWith('/') ? key.slice(0, -1) : `${key}/`) ?? usualPrefix.get(prefix) ?? prefix;
}

/** The canonical name of a tag; `plain` is what a name without namespace stands for ('' or 'atom'). */
export function canonicalName(scope: NameScope, raw: string, plain: string): string {
  const before = scope.names.get(raw);
  if (before !== undefined) return before;
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : raw.slice(0, colon).toLowerCase();
  const local = raw.slice(colon + 1).toLowerCase();
  let space = scope.prefixes.get(prefix) ?? usualPrefix.get(prefix) ?? prefix;
  // A feed whose default namespace belongs to the other format, or to none, still means its own.
  if (colon < 0 && (space === '' || space === 'atom')) space = plain;
  const name = space === '' ? local : `${space}:${local}`;
  if (scope.names.size < remembered) scope.names.set(raw, name);
  return name;
}
