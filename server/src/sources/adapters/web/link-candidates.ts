/** Every link of a front page that could be an article, with what speaks for and against it. */
import { isTag, type ChildNode, type Document, type Element } from 'domhandler';
import { textContent } from 'domutils';

export interface LinkCandidate {
  url: string;
  title: string;
  score: number;
  /** Tags and classes around the link: the items of one list share it. */
  place: string;
  /** Milliseconds; from the address or a <time> beside the link. */
  date: number | null;
}

interface Area {
  node: ChildNode;
  /** Inside navigation, footer, share buttons and the like. */
  aside: boolean;
  inArticle: boolean;
  inHeading: boolean;
  place: string;
  /** The innermost list item or card around. */
  card: Element | null;
}

const asideElements = new Set('nav footer aside form dialog menu noscript'.split(' '));
const skippedElements = new Set('script style template svg iframe select textarea'.split(' '));
const asideName =
  /(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|tags?|cookies?|share|social|pagination|pager|comments?|login|subscribe|newsletter|promo|banner|advert|ads?|sponsor|partners?|languages?|lang|skip)(?:$|[\s_-])/i;
const cardElements = new Set('article li tr section'.split(' '));
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5']);

export function linkCandidates(page: Document, pageUrl: string): LinkCandidate[] {
  const home = URL.parse(pageUrl);
  if (home === null) return [];
  const candidates: LinkCandidate[] = [];
  const waiting: Area[] = [];
  const push = (nodes: readonly ChildNode[], area: Omit<Area, 'node'>) => {
    for (const node of nodes.toReversed()) waiting.push({ ...area, node });
  };
  push(page.children, { aside: false, inArticle: false, inHeading: false, place: '', card: null });
  for (let area = waiting.pop(); area !== undefined && candidates.length < 3000; area = waiting.pop()) {
    const { node } = area;
    if (!isTag(node) || skippedElements.has(node.name)) continue;
    if (node.name === 'a') {
      const candidate = judge(node, area, home);
      if (candidate !== null) candidates.push(candidate);
    } else push(node.children, enter(node, area));
  }
  return candidates;
}

function enter(element: Element, area: Area): Omit<Area, 'node'> {
  const { class: classes = '', id = '', role = '' } = element.attribs;
  const label = `${classes} ${id} ${role}`.slice(0, 300);
  const isCard = cardElements.has(element.name) || /(?:^|[\s_-])(?:card|item|post|entry|teaser|story|news)(?:$|[\s_-])/i.test(label);
  const [firstClass = ''] = classes.trim().split(/\s+/);
  return {
    aside: area.aside || isAside(element, label, area.inArticle),
    inArticle: area.inArticle || element.name === 'article',
    inHeading: headings.has(element.name) || (area.inHeading && element.name !== 'div'),
    place: `${area.place}>${element.name}.${firstClass}`.slice(-120),
    card: isCard ? element : area.card,
  };
}

function isAside(element: Element, label: string, inArticle: boolean): boolean {
  if (asideElements.has(element.name) || (element.name === 'header' && !inArticle)) return true;
  return element.name !== 'body' && asideName.test(label);
}

function judge(link: Element, area: Area, home: URL): LinkCandidate | null {
  const url = articleAddress(link.attribs['href'], home);
  if (url === null) return null;
  const title = titleOf(link);
  const path = pathScore(url);
  if (path === null) return null;
  const date = dateInPath(url.pathname) ?? dateNear(area.card);
  const inHeading = area.inHeading || find(link, (element) => headings.has(element.name)) !== null;
  const score =
    path +
    headlineScore(title) +
    (inHeading ? 2 : 0) +
    (area.inArticle ? 1.5 : 0) +
    (date === null ? 0 : 1) +
    (area.aside ? -6 : 0) +
    (isInSentence(link, title) ? -4 : 0) +
    (/\b(?:tag|author|category|nofollow)\b/.test(link.attribs['rel'] ?? '') ? -4 : 0);
  return { url: url.href, title, score, place: area.place, date };
}

/** A reference inside running text is no headline. */
function isInSentence(link: Element, title: string): boolean {
  const { parent } = link;
  return parent !== null && isTag(parent) && parent.name === 'p' && line(textContent(parent)).length > title.length * 2 + 40;
}

/** A page of the same site, without fragment; null for files, other sites and the front page itself. */
function articleAddress(href: string | undefined, home: URL): URL | null {
  const raw = href?.trim() ?? '';
  const url = raw === '' || raw.startsWith('#') || raw.length > 2000 ? null : URL.parse(raw, home.href);
  if (url === null || !/^https?:$/.test(url.protocol) || !isSameSite(url.hostname, home.hostname)) return null;
  url.hash = '';
  return isFront(url, home) || fileName.test(url.pathname) ? null : url;
}

const isFront = (url: URL, home: URL) => (url.pathname === '/' || url.pathname === home.pathname) && (url.search === '' || url.search === home.search);

const fileName = /\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|xml|rss|css|js|exe|docx?|xlsx?)$/i;

function isSameSite(host: string, home: string): boolean {
  const bare = home.replace(/^www\./, '');
  return host.replace(/^www\./, '') === bare || (host.endsWith(`.${bare}`) && !/^(?:shop|store|abo|account|login|jobs|forum|mail|support|help)\./.test(host));
}

const sectionPath =
  /\/(?:tags?|topics?|categor(?:y|ies)|authors?|users?|profile|people|search|log-?in|sign-?(?:in|up)|register|account|about(?:-us)?|contacts?|help|faq|privacy|terms|policy|legal|advertis\w*|rss|feeds?|subscribe|newsletters?|archives?|page|cart|shop|jobs|careers|donate|wp-(?:admin|login|content)|rubric|themes?|label)(?:\/|\.\w+$|$)/i;

/** Null for what is surely a section, a person or a function of the site. */
function pathScore(url: URL): number | null {
  const path = decode(url.pathname);
  const parts = path.split('/').filter((part) => part !== '');
  const last = (parts.at(-1) ?? '').replace(/\.\w{2,5}$/, '');
  const isSection = sectionPath.test(path);
  const words = last.split(/[-_]/).filter((word) => word.length > 1).length;
  const hasId = /(?:^|\D)\d{4,}(?:\D|$)/.test(last) || /(?:^|[?&])(?:id|p|article|story|news)=\d{2,}/i.test(url.search);
  if (isSection && words < 4 && !hasId) return null;
  const signs: [boolean, number][] = [
    [dateInPath(path) !== null, 2],
    [words >= 3, 1],
    [words >= 4, 1],
    [hasId, 1.5],
    [parts.length >= 2, 0.5],
    [last.length >= 24, 0.5],
    [isSection, -1],
  ];
  return signs.reduce((sum, [is, weight]) => sum + (is ? weight : 0), 0);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function headlineScore(title: string): number {
  const words = title.split(' ').length;
  const isDense = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u.test(title);
  const length = title.length * (isDense ? 2.5 : 1);
  if (length > 300) return 0.5;
  if (length >= 25 && (words >= 4 || isDense)) return 2.5;
  if (length >= 15 && (words >= 3 || isDense)) return 1;
  return length === 0 ? 0 : -1.5;
}

function titleOf(link: Element): string {
  const heading = find(link, (element) => headings.has(element.name));
  const image = find(link, (element) => element.name === 'img');
  const shown = line(textContent(heading ?? link));
  return shown !== '' ? shown : line(link.attribs['title'] ?? link.attribs['aria-label'] ?? image?.attribs['alt'] ?? '');
}

const line = (text: string) => text.slice(0, 2000).replace(/\s+/g, ' ').trim();

function find(root: Element, passes: (element: Element) => boolean): Element | null {
  const waiting: ChildNode[] = [...root.children];
  for (let visited = 0; waiting.length > 0 && visited < 300; visited += 1) {
    const node = waiting.shift();
    if (node === undefined || !isTag(node)) continue;
    if (passes(node)) return node;
    waiting.push(...node.children);
  }
  return null;
}

function dateInPath(path: string): number | null {
  const [, year, month, day] = /(?:^|[/_-])((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))?(?:[/_-]|$)/.exec(path) ?? [];
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
}

function dateNear(card: Element | null): number | null {
  const time = card === null ? null : find(card, (element) => element.name === 'time' && element.attribs['datetime'] !== undefined);
  const date = Date.parse(time?.attribs['datetime'] ?? '');
  return Number.isNaN(date) ? null : date;
}
