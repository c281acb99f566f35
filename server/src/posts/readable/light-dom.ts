/**
 * The part of the DOM that reading an article needs, small and quick: links between nodes, attributes,
 * text. Elements keep the upper-case `tagName` of HTML pages.
 */

/** A page that no person wrote: it nests or repeats without end. */
export class PageTooComplex extends Error {
  override readonly name = 'PageTooComplex';
}

/** About a second of walking; a long real page needs a twentieth. */
const MOST_VISITS = 100_000_000;
const LONGEST_TITLE = 2000;

export const HTML = 'http://www.w3.org/1999/xhtml';

export class LightAttribute {
  readonly name: string;
  value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
  }

  cloneNode(): LightAttribute {
    return new LightAttribute(this.name, this.value);
  }
}

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
export function nextAside(node: LightNode, root: LightParent): LightChild | null {
  let current: LightNode | null = node;
  while (current !== null && current !== root) {
    if (current.nextSibling !== null) return current.nextSibling;
    current = current.parentNode;
  }
  return null;
}

export class LightElement extends LightParent {
  tagName: string;
  localName: string;
  attributes: LightAttribute[];
  readonly namespaceURI: string;
  /** What the reader notes on an element while it scores it. */
  readability: unknown;
  readonly __JSDOMParser__ = true;

  constructor(name: string, attributes: readonly { name: string; value: string }[], namespace: string, document: LightDocument | null) {
    super(1, document);
    this.localName = name;
    this.tagName = namespace === HTML ? name.toUpperCase() : name;
    this.attributes = attributes.map((attribute) => new LightAttribute(attribute.name, attribute.value));
    this.namespaceURI = namespace;
  }

  get nodeName(): string {
    return this.tagName;
  }

  getAttribute(name: string): string | null {
    for (const attribute of this.attributes) if (attribute.name === name) return attribute.value;
    return null;
  }

  hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }

  setAttribute(name: string, value: string): void {
    const known = this.attributes.find((attribute) => attribute.name === name);
    if (known === undefined) this.attributes.push(new LightAttribute(name, String(value)));
    else known.value = String(value);
  }

  setAttributeNode({ name, value }: LightAttribute): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    if (this.hasAttribute(name)) this.attributes = this.attributes.filter((attribute) => attribute.name !== name);
  }

  /** Only a tag name below another, such as `li p`. */
  matches(selector: string): boolean {
    const [outer, own] = selector.toUpperCase().split(' ');
    if (this.tagName !== own) return false;
    for (let node = this.parentNode; node !== null; node = node.parentNode) if (node.nodeName === outer) return true;
    return false;
  }

  get className(): string {
    return this.getAttribute('class') ?? '';
  }

  set className(value: string) {
    this.setAttribute('class', value);
  }

  get id(): string {
    return this.getAttribute('id') ?? '';
  }

  set id(value: string) {
    this.setAttribute('id', value);
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(value: string) {
    this.setAttribute('src', value);
  }

  get srcset(): string {
    return this.getAttribute('srcset') ?? '';
  }

  set srcset(value: string) {
    this.setAttribute('srcset', value);
  }

  get href(): string {
    return this.getAttribute('href') ?? '';
  }

  get style(): { display: string; visibility: string } {
    const style = this.getAttribute('style');
    if (style === null) return noStyle;
    return { display: declaration(style, 'display'), visibility: declaration(style, 'visibility') };
  }

  override get textContent(): string {
    return super.textContent;
  }

  override set textContent(text: string) {
    this.firstChild = null;
    this.lastChild = null;
    if (text !== '') this.appendChild(new LightText(text, this.ownerDocument));
  }

  get innerHTML(): string {
    return this.ownerDocument?.tools.serialize(this) ?? '';
  }

  set innerHTML(html: string) {
    this.firstChild = null;
    this.lastChild = null;
    this.ownerDocument?.tools.parseInto(this, html);
  }
}

const noStyle = { display: '', visibility: '' };

function declaration(style: string, property: 'display' | 'visibility'): string {
  const pattern = property === 'display' ? /(?:^|[;\s])display\s*:\s*([a-z-]+)/i : /(?:^|[;\s])visibility\s*:\s*([a-z-]+)/i;
  return pattern.exec(style.slice(0, 4000))?.[1]?.toLowerCase() ?? '';
}

/** Between markup and nodes; handed in so that the nodes do not know the parser. */
export interface LightTools {
  serialize(element: LightElement): string;
  parseInto(element: LightElement, html: string): void;
}

export class LightDocument extends LightParent {
  readonly nodeName = '#document';
  readonly tools: LightTools;
  readonly documentURI: string;
  private visitsLeft = MOST_VISITS;

  constructor(url: string, tools: LightTools) {
    super(9, null);
    this.documentURI = url;
    this.tools = tools;
  }

  override spend(visits: number): void {
    this.visitsLeft -= visits;
    if (this.visitsLeft < 0) throw new PageTooComplex('takes too long to read');
  }

  get documentElement(): LightElement | null {
    return this.firstElementChild;
  }

  get body(): LightElement | null {
    return this.documentElement?.children.find((element) => element.tagName === 'BODY') ?? null;
  }

  get head(): LightElement | null {
    return this.documentElement?.children.find((element) => element.tagName === 'HEAD') ?? null;
  }

  get title(): string {
    const title = this.collect((element) => element.tagName === 'TITLE')[0];
    return (title?.textContent ?? '').slice(0, LONGEST_TITLE).replace(/[ \t\n\f\r]+/g, ' ').trim();
  }

  /** The address that relative ones start from: that of the page, or of its first <base href>. */
  get baseURI(): string {
    const href = this.getElementsByTagName('base').find((base) => base.hasAttribute('href'))?.getAttribute('href') ?? '';
    return URL.parse(href, this.documentURI)?.href ?? this.documentURI;
  }

  createElement(name: string): LightElement {
    return new LightElement(name.toLowerCase(), [], HTML, this);
  }

  createTextNode(text: string): LightText {
    return new LightText(text, this);
  }
}
