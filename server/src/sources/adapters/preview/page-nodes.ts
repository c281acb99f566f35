/** Short ways to nodes of a preview page. */
import type { ChildNode, Element, ParentNode } from 'domhandler';
import { isTag } from 'domhandler';
import { textContent } from 'domutils';

export function hasClass(element: Element, name: string): boolean {
  const value = element.attribs['class'];
  return value !== undefined && ` ${value.replace(/\s+/g, ' ')} `.includes(` ${name} `);
}

/** Elements below `root` that pass, in page order, not looking into those that `closed` names. */
export function findAll(root: ParentNode, passes: (element: Element) => boolean, closed?: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  const waiting: ChildNode[] = root.children.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isTag(node)) continue;
    if (closed?.(node) === true) continue;
    if (passes(node)) found.push(node);
    for (let index = node.children.length - 1; index >= 0; index -= 1) waiting.push(node.children[index] as ChildNode);
  }
  return found;
}

export function byClass(root: ParentNode, name: string): Element[] {
  return findAll(root, (element) => hasClass(element, name));
}

export function firstByClass(root: ParentNode, name: string): Element | null {
  return byClass(root, name)[0] ?? null;
}

/** Text in one line; null when there is none. */
export function textOf(element: Element | null | undefined): string | null {
  const text = element == null ? '' : textContent(element).replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

/** The markup between an element's tags, as it stands in the page. */
export function innerHtml(element: Element, html: string): string {
  const [first, last] = [element.children[0], element.children.at(-1)];
  if (first?.startIndex == null || last?.endIndex == null) return '';
  return html.slice(first.startIndex, last.endIndex + 1);
}

/** An absolute web address out of an attribute or of `background-image:url(...)`. */
export function webUrl(value: string | undefined): string | null {
  const url = value === undefined || value === '' ? null : URL.parse(value.startsWith('//') ? `https:${value}` : value, 'https://t.me/');
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

export function backgroundUrl(element: Element | null | undefined): string | null {
  const found = /background-image:\s*url\(\s*(?:'([^']*)'|"([^"]*)"|([^)'"]*))\s*\)/.exec(element?.attribs['style'] ?? '');
  return webUrl(found?.[1] ?? found?.[2] ?? found?.[3]);
}
