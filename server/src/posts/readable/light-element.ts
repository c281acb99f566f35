import type { LightDocument } from './light-document.ts';
import { LightParent, LightText, type LightChild } from './light-node.ts';

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

  /** Markup; of <body> a copy of what is in it, which costs a tenth of writing it out and parsing it again. */
  get innerHTML(): string | LightSnapshot {
    if (this.tagName === 'BODY') return new LightSnapshot(this);
    return this.ownerDocument?.tools.serialize(this) ?? '';
  }

  set innerHTML(content: string | LightSnapshot) {
    this.firstChild = null;
    this.lastChild = null;
    if (content instanceof LightSnapshot) content.restore(this);
    else this.ownerDocument?.tools.parseInto(this, content);
  }
}

/** What stood in an element once; the reader starts again from it when its first try finds too little. */
export class LightSnapshot {
  private readonly copy: LightElement;

  constructor(element: LightElement) {
    this.copy = new LightElement('body', [], HTML, element.ownerDocument);
    copyInto(this.copy, element);
  }

  restore(element: LightElement): void {
    copyInto(element, this.copy);
  }
}

function copyInto(target: LightElement, source: LightElement): void {
  let parent: LightElement = target;
  let node = source.firstChild;
  while (node !== null) {
    const copy: LightChild =
      node instanceof LightElement ? new LightElement(node.localName, node.attributes, node.namespaceURI, node.ownerDocument) : node.clone();
    parent.appendChild(copy);
    if (node instanceof LightElement && node.firstChild !== null) {
      parent = copy as LightElement;
      node = node.firstChild;
      continue;
    }
    while (node.nextSibling === null && node.parentNode !== source) {
      node = node.parentNode as LightElement;
      parent = parent.parentNode as LightElement;
    }
    node = node.nextSibling;
  }
}

const noStyle = { display: '', visibility: '' };

function declaration(style: string, property: 'display' | 'visibility'): string {
  const pattern = property === 'display' ? /(?:^|[;\s])display\s*:\s*([a-z-]+)/i : /(?:^|[;\s])visibility\s*:\s*([a-z-]+)/i;
  return pattern.exec(style.slice(0, 4000))?.[1]?.toLowerCase() ?? '';
}
