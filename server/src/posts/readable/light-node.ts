/**
 * The part of the DOM that reading an article needs, small and quick: links between nodes, attributes,
 * text. Elements keep the upper-case `tagName` of HTML pages.
 */
import type { LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';

export class LightNode {
  readonly nodeType: number;
  readonly ownerDocument: LightDocument | null;
  parentNode: LightElement | LightDocument | null = null;
  nextSibling: LightChild | null = null;
  previousSibling: LightChild | null = null;

  constructor(nodeType: number, ownerDocument: LightDocument | null) {
    this.nodeType = nodeType;
    this.ownerDocument = ownerDocument;
  }

  get nextElementSibling(): LightElement | null {
    let node = this.nextSibling;
    while (node !== null && node.nodeType !== 1) node = node.nextSibling;
    return node as LightElement | null;
  }

  get previousElementSibling(): LightElement | null {
    let node = this.previousSibling;
    while (node !== null && node.nodeType !== 1) node = node.previousSibling;
    return node as LightElement | null;
  }

  remove(): void {
    this.parentNode?.detach(this as unknown as LightChild);
  }

  // The names of the node types, as constants of every node.
  get ELEMENT_NODE(): 1 {
    return 1;
  }
  get TEXT_NODE(): 3 {
    return 3;
  }
}

export class LightText extends LightNode {
  textContent: string;
  readonly nodeName = '#text';
  /** The element around it that is called something else than article text; see prune-content.ts. */
  box: LightElement | null = null;

  constructor(text: string, document: LightDocument | null) {
    super(3, document);
    this.textContent = text;
  }

  get childNodes(): LightChild[] {
    return [];
  }

  clone(): LightText {
    const copy = new LightText(this.textContent, this.ownerDocument);
    copy.box = this.box;
    return copy;
  }
}

export type LightChild = LightElement | LightText;

export class LightParent extends LightNode {
  firstChild: LightChild | null = null;
  lastChild: LightChild | null = null;

  get childNodes(): LightChild[] {
    const nodes: LightChild[] = [];
    for (let node = this.firstChild; node !== null; node = node.nextSibling) nodes.push(node);
    return nodes;
  }

  get children(): LightElement[] {
    const nodes: LightElement[] = [];
    for (let node = this.firstChild; node !== null; node = node.nextSibling) if (node.nodeType === 1) nodes.push(node as LightElement);
    return nodes;
  }

  get firstElementChild(): LightElement | null {
    let node = this.firstChild;
    while (node !== null && node.nodeType !== 1) node = node.nextSibling;
    return node as LightElement | null;
  }

  appendChild<T extends LightChild>(node: T): T {
    return this.insertBefore(node, null);
  }

  insertBefore<T extends LightChild>(node: T, before: LightChild | null): T {
    node.parentNode?.detach(node);
    const previous = before === null ? this.lastChild : before.previousSibling;
    node.parentNode = this as unknown as LightElement | LightDocument;
    node.previousSibling = previous;
    node.nextSibling = before;
    if (previous === null) this.firstChild = node;
    else previous.nextSibling = node;
    if (before === null) this.lastChild = node;
    else before.previousSibling = node;
    return node;
  }

  replaceChild<T extends LightChild>(added: LightChild, removed: T): T {
    if (added === (removed as LightChild)) return removed;
    added.parentNode?.detach(added);
    const before = removed.nextSibling;
    this.detach(removed);
    this.insertBefore(added, before);
    return removed;
  }

  removeChild<T extends LightChild>(node: T): T {
    this.detach(node);
    return node;
  }

  detach(node: LightChild): void {
    const { previousSibling: previous, nextSibling: next } = node;
    if (previous === null) this.firstChild = next;
    else previous.nextSibling = next;
    if (next === null) this.lastChild = previous;
    else next.previousSibling = previous;
    node.parentNode = null;
    node.previousSibling = null;
    node.nextSibling = null;
  }

  get textContent(): string {
    const { firstChild: only } = this;
    if (only === null) return '';
    if (only.nextSibling === null) return only.textContent;
    let text = '';
    let seen = 0;
    for (let node = next(this, this); node !== null; node = next(node, this)) {
      seen += 1;
      if (node.nodeType === 3) text += node.textContent;
    }
    this.spend(seen + text.length / 16);
    return text;
  }

  /** Elements below in page order; `*` for all. */
  getElementsByTagName(name: string): LightElement[] {
    const tag = name.toUpperCase();
    return this.collect((element) => tag === '*' || element.tagName === tag);
  }

  /** Only lists of tag names, such as `h1,h2`, each perhaps below a parent: `div > br`. */
  querySelectorAll(selector: string): LightElement[] {
    const [first = '', ...more] = selector.toUpperCase().split(/\s*,\s*/);
    const pair = /^(\w+)\s*>\s*(\w+)$/.exec(first);
    if (pair !== null) return this.collect((element) => element.tagName === pair[2] && element.parentNode?.nodeName === pair[1]);
    const tags = new Set([first, ...more]);
    return this.collect((element) => tags.has(element.tagName));
  }

  collect(passes: (element: LightElement) => boolean): LightElement[] {
    const found: LightElement[] = [];
    let seen = 0;
    for (let node = next(this, this); node !== null; node = next(node, this)) {
      seen += 1;
      if (node.nodeType === 1 && passes(node as LightElement)) found.push(node as LightElement);
    }
    this.spend(seen);
    return found;
  }

  /** Counts visited nodes, so that no page can keep its reader busy for ever. */
  protected spend(visits: number): void {
    this.ownerDocument?.spend(visits);
  }
}

/** The node after `node` in page order, within `root`. */
export function next(node: LightParent | LightChild, root: LightParent): LightChild | null {
  if ('firstChild' in node && node.firstChild !== null) return node.firstChild;
  return nextAside(node, root);
}

/** The node after `node` and all that is in it. */
function nextAside(node: LightNode, root: LightParent): LightChild | null {
  let current: LightNode | null = node;
  while (current !== null && current !== root) {
    if (current.nextSibling !== null) return current.nextSibling;
    current = current.parentNode;
  }
  return null;
}

/** The text below `root`, or null when it is longer than `most`; costs no more than that. */
export function shortText(root: LightParent, most: number): string | null {
  let text = '';
  for (let node = next(root, root); node !== null; node = next(node, root)) {
    if (node.nodeType === 3) text += node.textContent;
    if (text.length > most) return null;
  }
  return text;
}
