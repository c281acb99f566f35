/** Who wrote it: a name where there is one, else an e-mail address. */
import { childText, type XmlElement } from './xml-element.ts';
import { innerMarkup, lineOf, plainLine } from './read-text.ts';
import type { FeedDocument } from './read-elements.ts';

const mostAuthors = 10;

/** The names of all elements of the first kind that has any, joined by commas; null without. */
export function readAuthors(document: FeedDocument, element: XmlElement, kinds: readonly string[]): string | null {
  for (const kind of kinds) {
    const names = new Set<string>();
    for (const each of element.children) {
      const name = each.name === kind && names.size < mostAuthors ? authorName(document, each) : null;
      if (name !== null) names.add(name);
    }
    if (names.size > 0) return [...names].join(', ');
  }
  return null;
}

function authorName(document: FeedDocument, element: XmlElement): string | null {
  const name = childText(element, 'atom:name', 'name', 'foaf:name');
  if (name !== null) return personName(plainLine(name));
  const email = childText(element, 'atom:email', 'email');
  if (email !== null) return plainLine(email) || null;
  if (element.children.length === 0) return personName(lineOf(document, element));
  const own = element.text.trim() === '' && childText(element, 'atom:uri', 'atom:url', 'uri', 'url') !== null ? null : innerMarkup(document, element, null);
  return own === null ? null : personName(plainLine(own.replaceAll(/<(?:\w{1,20}:)?(?:uri|url)>[^<]*<\/[^>]*>/gi, '')));
}

const mail = String.raw`[^\s@()<>]{1,80}@[^\s@()<>]{1,120}`;
const mailThenName = new RegExp(`^(?:mailto:)?${mail}\\s*[(<]\\s*([^()<>]+?)\\s*[)>]$`);
const nameThenMail = new RegExp(`^([^()<>]+?)\\s*[(<]\\s*(?:mailto:)?${mail}\\s*[)>]$`);

/** `mail (Name)`, `Name (mail)` and `Name <mail>` are a name; a mail address alone stays. */
export function personName(line: string | null): string | null {
  if (!line) return null;
  if (line.length > 500) return line.slice(0, 500);
  const name = line.includes('@') ? (mailThenName.exec(line)?.[1] ?? nameThenMail.exec(line)?.[1]) : undefined;
  return (name ?? line).replace(/^["']+|["',;]+$/g, '').trim() || null;
}
