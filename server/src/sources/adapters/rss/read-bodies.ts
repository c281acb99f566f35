/** The texts of an item: the fullest one, and a shorter one beside it. */
import { attribute, child, type XmlElement } from './xml-element.ts';
import { htmlOf } from './read-text.ts';
import type { FeedDocument } from './read-elements.ts';

const wholeTexts = ['content:encoded', 'fullitem', 'atom:content', 'yandex:full-text', 'xhtml:body', 'body', 'xhtml:div'];
const summaries = ['description', 'atom:summary', 'atom:description', 'dc:description', 'abstract', 'summary'];
const lesserTexts = ['media:description', 'itunes:summary', 'googleplay:description', 'itunes:subtitle'];

export interface Bodies {
  texts: { html: string; summaryHtml?: string };
  /** xml:base and xml:lang where the body stands. */
  base: string | null;
  lang: string | null;
}

interface Body {
  html: string;
  element: XmlElement;
}

export function readBodies(document: FeedDocument, item: XmlElement): Bodies {
  const [body, summary] = inOrder(document, item);
  if (!body) return { texts: { html: '' }, base: null, lang: null };
  const beside = summary && summary.html !== body.html ? { summaryHtml: summary.html } : {};
  return { texts: { html: body.html, ...beside }, base: body.element.base, lang: body.element.lang };
}

function inOrder(document: FeedDocument, item: XmlElement): [Body | null, Body | null] {
  const whole = first(document, item, wholeTexts);
  const summary = first(document, item, summaries);
  if (whole && summary) {
    // Some feeds put the whole text into the description and a teaser into the content.
    return summary.html.length > whole.html.length * 1.5 ? [summary, whole] : [whole, summary];
  }
  if (summary) return [summary, first(document, item, ['summary'])];
  return [whole ?? first(document, item, lesserTexts) ?? inMedia(document, item), null];
}

/** YouTube describes its films inside a group of media. */
function inMedia(document: FeedDocument, item: XmlElement): Body | null {
  const group = child(item, 'media:group', 'media:content');
  return group && first(document, group, lesserTexts);
}

function first(document: FeedDocument, item: XmlElement, names: readonly string[]): Body | null {
  for (const name of names) {
    for (const element of item.children) {
      if (element.name !== name || isForeign(element)) continue;
      const html = htmlOf(document, element);
      if (html !== '') return { html, element };
    }
  }
  return null;
}

/** Atom allows pictures and other files as content; those are no text. */
function isForeign(element: XmlElement): boolean {
  return (
    element.rawAttributes !== '' &&
    /^(?:image|audio|video|font|model|application\/(?!xml|xhtml|octet-stream|.{1,40}\+xml))/i.test(attribute(element, 'type') ?? '')
  );
}
