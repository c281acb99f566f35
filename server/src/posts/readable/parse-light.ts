/** Pages as light trees: parse5 does the parsing, so the tree is the one that a browser would build. */
import { html as constants, parse, parseFragment, serializeOuter, type Token, type TreeAdapter, type TreeAdapterTypeMap } from 'parse5';
import { LightDocument, PageTooComplex } from './light-document.ts';
import { LightElement } from './light-element.ts';
import { LightParent, LightText, type LightChild } from './light-node.ts';

const DEEPEST = 256;
const MOST_ELEMENTS = 40_000;

/** Comments and fragments have no place in a light tree; the parser still needs to hold them. */
class LightOther extends LightParent {
  readonly nodeName: string;

  constructor(nodeName: string) {
    super(8, null);
    this.nodeName = nodeName;
  }
}

interface LightMap extends TreeAdapterTypeMap {
  node: LightParent | LightChild;
  parentNode: LightParent;
  childNode: LightChild | LightOther;
  document: LightDocument;
  documentFragment: LightOther;
  element: LightElement;
  commentNode: LightOther;
  textNode: LightText;
  template: LightElement;
  documentType: LightOther;
}

/** @throws PageTooComplex when it nests or repeats beyond what pages of people do */
export function parseLight(html: string, url: string): LightDocument {
  const document: LightDocument = new LightDocument(url, {
    serialize: (element) => element.childNodes.map((node) => outer(node, document)).join(''),
    parseInto(element, markup) {
      const fragment = parseFragment(null, markup, { treeAdapter: adapterFor(document), scriptingEnabled: false });
      for (const node of fragment.childNodes) element.appendChild(node);
    },
  });
  parse(html, { treeAdapter: adapterFor(document), scriptingEnabled: false });
  return document;
}

/** Lists of pictures that are none cost the reader's pattern for them quadratic time. */
function isHarmless({ name, value }: Token.Attribute): boolean {
  if (value.length < 200 || !(name.endsWith('srcset') || /\.(?:jpe?g|png|webp)\s/i.test(value))) return true;
  return value.split(/,\s/).every((candidate) => /^\s*\S*(?:\s+[\d.]+[xw])?\s*,?$/.test(candidate));
}

const outer = (node: LightChild, document: LightDocument) => serializeOuter<LightMap>(node, { treeAdapter: adapterFor(document), scriptingEnabled: false });

/** What the parser asks for and a light tree does not keep. */
const unused = {
  // What a <template> holds is no part of the page.
  setTemplateContent: () => {},
  getTemplateContent: () => new LightOther('#document-fragment'),
  setDocumentType: () => {},
  setDocumentMode: () => {},
  getDocumentMode: () => constants.DOCUMENT_MODE.NO_QUIRKS,
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  setNodeSourceCodeLocation: () => {},
  getNodeSourceCodeLocation: () => null,
  updateNodeSourceCodeLocation: () => {},
};

function adapterFor(document: LightDocument): TreeAdapter<LightMap> {
  let elements = 0;
  let depth = 0;
  const insertText = (parent: LightParent, text: string, before: LightChild | null) => {
    const previous = before === null ? parent.lastChild : before.previousSibling;
    if (previous instanceof LightText) previous.textContent += text;
    else parent.insertBefore(new LightText(text, document), before);
  };
  const isLight = (node: LightMap['childNode']): node is LightChild => node instanceof LightElement || node instanceof LightText;
  return {
    createDocument: () => document,
    createDocumentFragment: () => new LightOther('#document-fragment'),
    createElement(name, namespace, attributes) {
      if ((elements += 1) > MOST_ELEMENTS) throw new PageTooComplex('too many elements');
      return new LightElement(name, attributes.filter(isHarmless), namespace, document);
    },
    createCommentNode: () => new LightOther('#comment'),
    createTextNode: (text) => new LightText(text, document),
    appendChild(parent, node) {
      if (isLight(node)) parent.appendChild(node);
    },
    insertBefore(parent, node, before) {
      if (isLight(node)) parent.insertBefore(node, isLight(before) ? before : null);
    },
    insertText: (parent, text) => insertText(parent, text, null),
    insertTextBefore: (parent, text, before) => insertText(parent, text, isLight(before) ? before : null),
    ...unused,
    detachNode: (node) => node.remove(),
    adoptAttributes(element, attributes) {
      for (const { name, value } of attributes) if (!element.hasAttribute(name)) element.setAttribute(name, value);
    },
    getFirstChild: (node) => node.firstChild,
    getChildNodes: (node) => node.childNodes,
    getParentNode: (node) => node.parentNode as LightParent | null,
    getAttrList: (element): Token.Attribute[] => element.attributes,
    getTagName: (element) => element.localName,
    getNamespaceURI: (element) => element.namespaceURI as constants.NS,
    getTextNodeContent: (node) => node.textContent,
    getCommentNodeContent: () => '',
    isTextNode: (node): node is LightText => node instanceof LightText,
    isCommentNode: (node): node is LightOther => node instanceof LightOther && node.nodeName === '#comment',
    isDocumentTypeNode: (node): node is LightOther => node instanceof LightOther && node.nodeName === '#doctype',
    isElementNode: (node): node is LightElement => node instanceof LightElement,
    onItemPush() {
      if ((depth += 1) > DEEPEST) throw new PageTooComplex('nested too deep');
    },
    onItemPop() {
      depth -= 1;
    },
  };
}
