/** Identity and address of an item. */
import { attribute, child, childText, type XmlElement } from './xml-element.ts';
import { baseOf, resolveAddress } from './resolve-address.ts';

export interface Identity {
  guid: string | null;
  /** True when the source says that the guid is not an address. */
  opaque: boolean;
  /** RSS: the guid is the address unless it is said not to be. */
  isLink: boolean;
}

export function readIdentity(item: XmlElement, base: string): Identity {
  const guid = child(item, 'guid');
  const text = guid?.text.trim() ?? '';
  if (guid && text !== '') {
    const opaque = attribute(guid, 'ispermalink')?.toLowerCase() === 'false';
    return { guid: text, opaque, isLink: !opaque };
  }
  const other = childText(item, 'atom:id', 'atom:guid', 'id') ?? attribute(item, 'about') ?? childText(item, 'dc:identifier');
  return { guid: absoluteId(other, base), opaque: false, isLink: item.name === 'item' };
}

/** Ids of Atom are addresses; a path alone means the same as a relative link. */
function absoluteId(id: string | null, base: string): string | null {
  return id !== null && /^\.{0,2}\/[^\s]+$/.test(id) ? (resolveAddress(id, base) ?? id) : id;
}

/** The page of an item: what FeedBurner replaced, `link`, Atom's alternate, CDF's HREF, the permalink. */
export function readLink(item: XmlElement, identity: Identity, base: string): string | null {
  return (
    resolveAddress(childText(item, 'feedburner:origlink'), base) ??
    plainLink(item, base) ??
    alternate(item, base) ??
    resolveAddress(attribute(item, 'href') ?? anchor(item), base) ??
    permalink(identity, base)
  );
}

/** The `link` of RSS that is an address: the last, as most readers have it. Links of Atom that lack their prefix count by their relation. */
export function plainLink(element: XmlElement, base: string): string | null {
  let found: string | null = null;
  for (const each of element.children) {
    if (each.name !== 'link' || !isAlternate(each)) continue;
    found = resolveAddress(each.text.trim() || attribute(each, 'href'), baseOf(each.base, base)) ?? found;
  }
  return found;
}

/** The page among Atom links: HTML before other formats, an unnamed relation counts as alternate. */
export function alternate(element: XmlElement, base: string): string | null {
  const links = element.children.filter((each) => each.name === 'atom:link' && isAlternate(each));
  const pages = links.filter((each) => attribute(each, 'type')?.toLowerCase().includes('html') !== false);
  for (const each of [...pages, ...links]) {
    const url = resolveAddress(attribute(each, 'href') ?? each.text, baseOf(each.base, base));
    if (url !== null) return url;
  }
  return null;
}

function isAlternate(link: XmlElement): boolean {
  const relation = attribute(link, 'rel')?.toLowerCase() ?? 'alternate';
  return relation === 'alternate' || relation.endsWith('/alternate');
}

function permalink(identity: Identity, base: string): string | null {
  if (!identity.isLink || identity.guid === null || !/^(?:https?:)?\/\//i.test(identity.guid)) return null;
  return resolveAddress(identity.guid, base);
}

/** CDF: <A HREF>. */
function anchor(item: XmlElement): string | null {
  const element = child(item, 'a');
  return element && attribute(element, 'href');
}
