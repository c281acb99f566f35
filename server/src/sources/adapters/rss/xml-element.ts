/** One element of a feed, and the ways to look into it. */
import { decodeHTMLStrict } from 'entities';
import { readAttributes } from './scan-xml.ts';

export interface XmlElement {
  /** Canonical: see xml-names.ts. */
  name: string;
  /** As written in the source. */
  rawAttributes: string;
  children: XmlElement[];
  /** Character data directly inside, entities decoded, CDATA as it stands. */
  text: string;
  /** Source offsets of what is between the tags. */
  start: number;
  end: number;
  /** True when there is markup inside that was not made into `children` (see read-elements.ts). */
  markup: boolean;
  /** xml:base in force, absolute or relative to the feed's address; null without any. */
  base: string | null;
  /** xml:lang in force, as written; '' where it was taken back, null without any. */
  lang: string | null;
  attributes?: Map<string, string>;
}

/** XML and HTML entities decoded; those that nobody knows stay as they are. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text.includes('&#') ? joinBytes(text) : text) : text;
}

const numberedBytes = /&#(?:19[4-9]|2[0-3]\d|24[0-4]);(?:&#(?:12[89]|1[3-8]\d|19[01]);){1,3}/g;

/** Some programs write every byte of UTF-8 as a character of its own (`&#226;&#128;&#166;`); those bytes are one character again. */
function joinBytes(text: string): string {
  return text.replace(numberedBytes, (run) => {
    const character = Buffer.from(run.match(/\d+/g)?.map(Number) ?? []).toString('utf8');
    return character.includes('\uFFFD') ? run : character;
  });
}

/** A decoded, trimmed attribute by its name without prefix; null when it is missing or blank. */
export function attribute(element: XmlElement, name: string): string | null {
  if (element.rawAttributes === '') return null;
  element.attributes ??= byLocalName(readAttributes(element.rawAttributes));
  const value = element.attributes.get(name);
  return value === undefined ? null : decodeEntities(value).trim() || null;
}

function byLocalName(attributes: Map<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (!name.includes(':')) found.set(name, value);
  }
  for (const [name, value] of attributes) {
    const local = name.slice(name.indexOf(':') + 1);
    if (name.startsWith('rdf:') && !found.has(local)) found.set(local, value);
  }
  return found;
}

/** The first child of the first name that has one. */
export function child(element: XmlElement, ...names: string[]): XmlElement | null {
  for (const name of names) {
    for (const each of element.children) if (each.name === name) return each;
  }
  return null;
}

export function children(element: XmlElement, ...names: string[]): XmlElement[] {
  return element.children.filter((each) => names.includes(each.name));
}

/** The trimmed text of the first child, in order of the names, that has any. */
export function childText(element: XmlElement, ...names: string[]): string | null {
  for (const name of names) {
    for (const each of element.children) {
      if (each.name !== name) continue;
      const text = each.text.trim();
      if (text !== '') return text;
    }
  }
  return null;
}
