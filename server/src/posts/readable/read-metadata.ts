/** What a page says about itself besides its text. Read before the page is taken apart. */
import { sourceAddress } from '../blocks/addresses.ts';
import { namesOf } from './element-names.ts';
import type { LightDocument } from './light-document.ts';
import { LightElement } from './light-element.ts';
import { readJsonLd, type JsonLdFacts } from './read-json-ld.ts';
import { noteDates, type DateNotes } from './read-page-date.ts';

export interface PageMetadata {
  jsonLd: JsonLdFacts;
  /** Names of <meta> in lower case; the first of each counts. */
  meta: ReadonlyMap<string, string>;
  dates: DateNotes;
  /** BCP 47 in lower case. */
  language: string | null;
  siteName: string | null;
  image: string | null;
  headings: string[];
  pageTitle: string;
}

export function readMetadata(page: LightDocument): PageMetadata {
  const meta = readMeta(page);
  const jsonLd = readJsonLd(page);
  const image = jsonLd.image ?? meta.get('og:image') ?? meta.get('og:image:url') ?? meta.get('twitter:image') ?? meta.get('twitter:image:src') ?? '';
  return {
    jsonLd,
    meta,
    pageTitle: page.title,
    dates: noteDates(page, meta, jsonLd),
    language: readLanguage(page, meta, jsonLd),
    siteName: meta.get('og:site_name') ?? jsonLd.siteName ?? meta.get('application-name') ?? null,
    image: sourceAddress(image, page.baseURI),
    headings: page
      .getElementsByTagName('h1')
      .slice(0, 5)
      .map(headingText)
      .filter((text) => text !== ''),
  };
}

const besideHeading =
  /(?:^|[\s_-])(?:dachzeile|kicker|topline|overline|roofline|eyebrow|spitzmarke|surtitle|aural|sr-only|screen-reader(?:-text)?|visually-?hidden)(?:$|[\s_-])/i;

/** Without the topic over the headline and words for screen readers, unless nothing else is there. */
function headingText(heading: LightElement): string {
  const own = heading.childNodes.filter((node) => !(node instanceof LightElement && besideHeading.test(namesOf(node))));
  return oneLine(own.map((node) => node.textContent).join('')) || oneLine(heading.textContent);
}

function readMeta(page: LightDocument): Map<string, string> {
  const meta = new Map<string, string>();
  for (const element of page.getElementsByTagName('meta').slice(0, 1000)) {
    const content = oneLine(element.getAttribute('content') ?? '');
    const names = [element.getAttribute('property'), element.getAttribute('name'), element.getAttribute('itemprop'), element.getAttribute('http-equiv')];
    for (const name of names.flatMap((list) => (list ?? '').toLowerCase().split(/\s+/))) {
      if (name !== '' && content !== '' && !meta.has(name)) meta.set(name, content);
    }
  }
  return meta;
}

const oneLine = (text: string) => text.slice(0, 4000).replace(/\s+/g, ' ').trim();

function readLanguage(page: LightDocument, meta: ReadonlyMap<string, string>, jsonLd: JsonLdFacts): string | null {
  const declared = [
    page.documentElement?.getAttribute('lang'),
    page.documentElement?.getAttribute('xml:lang'),
    meta.get('content-language'),
    jsonLd.language,
    meta.get('og:locale'),
    meta.get('dc.language'),
  ];
  for (const one of declared) {
    const tag = one?.trim().replaceAll('_', '-').split(',')[0]?.toLowerCase();
    if (tag !== undefined && /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/.test(tag)) return tag;
  }
  return null;
}
