/** Text constructs: what is markup, what is plain text, and the plain text of titles. */
import { decodeHTML } from 'entities';
import { attribute, type XmlElement } from './xml-element.ts';
import { scanXml } from './scan-xml.ts';
import type { FeedDocument } from './read-elements.ts';

const htmlNames =
  'a abbr acronym address article aside audio b bdi bdo big blink blockquote body br button caption center cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark marquee menu meta nav nobr noscript object ol option p param picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead time title tr track tt u ul var video wbr';
const known = new Set(htmlNames.split(' '));
const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Only tags of HTML count as markup: `Vec<T>` and `<BIGCO>` in a text are meant to be read. */
const tagStart = /<\/?([a-z][a-z0-9]*)(?=[\s/>])[^<>]*>/gi;
/** With angle brackets in quoted values; the bound keeps it linear. */
const tagForm = /<\/?([a-z][a-z0-9]*)(?=[\s/>])(?:(?:[^<>"']|"[^"]{0,500}"|'[^']{0,500}')*|[^<>]*)>/gi;

/** True when the text contains a tag of HTML. */
export function looksLikeHtml(text: string): boolean {
  if (!text.includes('<')) return false;
  if (text.includes('<!--')) return true;
  for (const match of text.matchAll(tagStart)) if (known.has(match[1]?.toLowerCase() ?? '')) return true;
  return false;
}

/** One line of plain text out of HTML: tags removed, entities decoded, white space collapsed. */
export function plainLine(html: string): string {
  let text = html.length > longestLine ? html.slice(0, longestLine) : html;
  if (text.includes('<')) {
    text = withoutComments(text).replace(tagForm, (tag, name: string) => {
      const lower = name.toLowerCase();
      return known.has(lower) ? (spaced.has(lower) ? ' ' : '') : tag;
    });
  }
  if (text.includes('&')) text = decodeHTML(text);
  return oneLine(text);
}

/** A title longer than this is cut; the post's own limit is far below. */
const longestLine = 50_000;

function withoutComments(text: string): string {
  let rest = text;
  for (let start = rest.indexOf('<!--'); start >= 0; start = rest.indexOf('<!--', start)) {
    const end = rest.indexOf('-->', start);
    if (end < 0) break;
    rest = rest.slice(0, start) + rest.slice(end + 3);
  }
  return rest;
}

const spaced = new Set('br p div li tr td th h1 h2 h3 h4 h5 h6 hr blockquote ul ol dl dd dt table'.split(' '));

export function oneLine(text: string): string {
  return /[\s\p{Cc}]/u.test(text) ? text.replace(/[\s\p{Cc}]+/gu, ' ').trim() : text;
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The body of an RSS element or of an Atom text construct, as HTML. '' when there is none. */
export function htmlOf(document: FeedDocument, element: XmlElement): string {
  const type = typeOf(element);
  if (element.markup) return innerMarkup(document, element, type);
  const text = escapeStrayDeclarations(element.text.trim());
  if (text === '') return '';
  if (isBase64(element, type)) return decodeBase64(text, type);
  const plain = type === null ? element.name.startsWith('atom:') : plainTypes.has(type);
  return plain && !looksLikeHtml(text) ? textToHtml(text) : text;
}

const plainTypes = new Set(['text', 'plain', 'text/plain']);

function typeOf(element: XmlElement): string | null {
  return element.rawAttributes === '' ? null : (attribute(element, 'type')?.toLowerCase() ?? null);
}

/** Lines are kept. Entities in plain text were escaped twice by mistake: they are left for the reader to decode. */
function textToHtml(text: string): string {
  const twice = /&(?:[a-z]{2,8}|#\d{1,6}|#x[\da-f]{1,6});/i.test(text);
  const escaped = twice ? text.replaceAll('<', '&lt;').replaceAll('>', '&gt;') : escapeText(text);
  return escaped.replaceAll('\n', '<br>');
}

/** `<!` that opens neither a comment nor a DOCTYPE would hide the text after it from an HTML parser. */
function escapeStrayDeclarations(text: string): string {
  return text.includes('<!') ? text.replace(/<!(?!--|doctype\s|\[)/gi, '&lt;!') : text;
}

/** The title, name or label in an element, as one line of plain text; null when there is none. */
export function lineOf(document: FeedDocument, element: XmlElement | null): string | null {
  return element && (lineIn(document, element) || null);
}

function lineIn(document: FeedDocument, element: XmlElement): string {
  const type = typeOf(element);
  if (element.markup) return plainLine(innerMarkup(document, element, type));
  if (isBase64(element, type)) return plainLine(decodeBase64(element.text.trim(), type));
  return type !== null && plainTypes.has(type) ? oneLine(element.text) : plainLine(element.text);
}

function isBase64(element: XmlElement, type: string | null): boolean {
  if (element.rawAttributes === '' || attribute(element, 'src') !== null) return false;
  return attribute(element, 'mode')?.toLowerCase() === 'base64' || type === 'application/octet-stream';
}

function decodeBase64(text: string, type: string | null): string {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return type === 'text/plain' ? escapeText(decoded) : decoded;
}

/**
 * Inline XHTML, or HTML that somebody forgot to escape, as HTML source: prefixes dropped, CDATA
 * escaped, empty-element tags closed, the wrapping div of XHTML removed.
 */
export function innerMarkup(document: FeedDocument, element: XmlElement, type: string | null): string {
  const source = document.source.slice(element.start, element.end);
  const wrapped = type === 'xhtml' || element.name.startsWith('atom:');
  const html = isPlainMarkup(source, document.markupPrefixes) ? source.trim() : rewriteMarkup(source, document.markupPrefixes, type === 'xhtml');
  return wrapped ? withoutDiv(html) : html;
}

/** True for most XHTML: it reads the same as HTML. */
function isPlainMarkup(source: string, prefixes: ReadonlySet<string>): boolean {
  if (prefixes.size > 0 || source.includes('<![CDATA[')) return false;
  let from = 0;
  for (let end = source.indexOf('/>'); end >= 0; end = source.indexOf('/>', from)) {
    const tag = source.slice(from, end);
    const name = /^<([a-z]+)(?=$|\s)/i.exec(tag.slice(tag.lastIndexOf('<')))?.[1];
    if (name === undefined || !voids.has(name.toLowerCase())) return false;
    from = end + 2;
  }
  return true;
}

function rewriteMarkup(source: string, prefixes: ReadonlySet<string>, escapeCdata: boolean): string {
  const parts: string[] = [];
  const local = (name: string): string => {
    const colon = name.indexOf(':');
    return colon > 0 && prefixes.has(name.slice(0, colon).toLowerCase()) ? name.slice(colon + 1) : name;
  };
  let empty = false;
  scanXml(source, {
    open: (name, attributes, start, end) => {
      const tag = local(name);
      empty = source.charCodeAt(end - 2) === 0x2f && !voids.has(tag.toLowerCase());
      parts.push(tag === name && !empty ? source.slice(start, end) : `<${tag}${attributes}>`);
    },
    close: (name, start, end) => {
      if (end > start || empty) parts.push(`</${local(name)}>`);
      empty = false;
    },
    text: (start, end) => parts.push(source.slice(start, end)),
    cdata: (start, end) => parts.push(escapeCdata ? escapeText(source.slice(start, end)) : source.slice(start, end)),
    done: () => false,
  });
  return parts.join('').trim();
}

/** Atom 1.0 wraps XHTML in one div that is not part of the content. */
function withoutDiv(html: string): string {
  const open = /^<div(?:\s[^<>]*)?>/i.exec(html);
  if (!open || !/<\/div\s*>$/i.test(html)) return html;
  const inner = html.slice(open[0].length, html.lastIndexOf('</'));
  // Two divs side by side are content, not a wrapper.
  let depth = 0;
  for (const match of inner.matchAll(/<(\/?)div(?=[\s>/])/gi)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth < 0) return html;
  }
  return inner.trim();
}
