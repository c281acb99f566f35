/**
 * The links of an HTML page without its tree: start tags in order, outside comments and scripts.
 * Building a tree takes time quadratic in the depth of a hostile page; this does not.
 */
import { decodeHTMLAttribute } from 'entities';
import { readAttributes, tagEnd } from './scan-xml.ts';

/** Decoded and trimmed; null when the tag has none, or it is empty. */
export type ReadAttribute = (name: string) => string | null;

const wanted = /^(?:base|link|a)$/i;
const rawText = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed']);

/** Calls `onTag` for every `base`, `link` and `a`. */
export function scanTags(html: string, onTag: (name: string, attributes: ReadAttribute) => void): void {
  const ends = new Map<string, number>();
  let at = html.indexOf('<');
  while (at >= 0) {
    const name = /^<([a-z][a-z0-9-]{0,20})(?=[\s/>])/i.exec(html.slice(at, at + 24))?.[1]?.toLowerCase();
    let next = at + 1;
    if (name !== undefined) {
      const end = tagEnd(html, at + 1 + name.length);
      if (end < 0) return;
      if (wanted.test(name)) onTag(name, reader(html.slice(at + 1 + name.length, end)));
      next = rawText.has(name) ? afterRawText(html, name, end, ends) : end + 1;
    } else if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 2);
      if (end < 0) return;
      next = end + 3;
    }
    at = html.indexOf('<', next);
  }
}

function reader(source: string): ReadAttribute {
  const attributes = readAttributes(source.endsWith('/') ? source.slice(0, -1) : source);
  return (name) => decodeHTMLAttribute(attributes.get(name) ?? '').trim() || null;
}

/** Where the text of a script or the like ends; one that is never closed ends with its start tag. */
function afterRawText(html: string, name: string, from: number, ends: Map<string, number>): number {
  if (ends.get(name) === -1) return from + 1;
  const form = new RegExp(`</${name}`, 'gi');
  form.lastIndex = from;
  const end = form.exec(html)?.index ?? -1;
  ends.set(name, end);
  return end < 0 ? from + 1 : end + 2;
}
