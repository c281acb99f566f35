/** Who wrote an article, out of what its page says. */
import type { JsonLdFacts } from './read-json-ld.ts';
import type { LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';
import { isBeside, namesOf } from './element-names.ts';
import { shortText } from './light-node.ts';

const metaNames = [
  'author',
  'article:author',
  'og:article:author',
  'dc.creator',
  'dcterms.creator',
  'dc.creator.name',
  'byl',
  'parsely-author',
  'sailthru.author',
  'citation_author',
  'cxenseparse:author',
  'article.author',
  'rnews:author',
];
const LONGEST = 120;

/** What the page says before the reader takes it apart: names it marks as authors, the best first. */
export interface AuthorNotes {
  marked: string[];
  bylines: string[];
}

export function noteAuthors(page: LightDocument): AuthorNotes {
  return { marked: markedNames(page), bylines: bylinesOf(page) };
}

/** Names joined by ", "; null when the page names nobody but itself. `byline` is what the reader has found. */
export function chooseAuthor(notes: AuthorNotes, { meta, jsonLd, pageTitle, host }: AuthorHints, byline: string | null): string | null {
  const sites = new Set(
    [jsonLd.siteName ?? '', meta.get('og:site_name') ?? '', host, host.split('.').at(-2) ?? '', ...pageTitle.split(/\s[-–—|:·]\s/)].map(comparable),
  );
  const isSite = (name: string) => sites.has(comparable(name)) || /^(?:www\.|@)|^\S+\.(?:com|de|ru|org|net|fr|uk|it)$/i.test(name);
  const people = [...new Set(jsonLd.authors.flatMap((name) => cleanName(name) ?? []))];
  const persons = people.filter((name) => !isSite(name)).join(', ');
  const declared = metaNames.flatMap((name) => cleanName(meta.get(name) ?? '') ?? []);
  const named = [persons, ...declared, ...notes.marked, ...notes.bylines, cleanName(byline ?? '') ?? ''].filter((name) => name !== '');
  return named.find((name) => !isSite(name)) ?? people[0] ?? named[0] ?? null;
}

export interface AuthorHints {
  meta: ReadonlyMap<string, string>;
  jsonLd: JsonLdFacts;
  pageTitle: string;
  host: string;
}

const comparable = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const asideName = /comment|related|sidebar|footer|teaser|recommend|most-?read/i;
const authorClass =
  /(?:^|[\s_-])(?:author(?:s|[\s_-]?name)?|byline|autor(?:en)?(?:zeile|name)?|auteur|contributors?|writer|wrote[_-]?by|reporter)(?:$|[\s_-])/i;

/** Elements that are there to say who. */
function markedNames(page: LightDocument): string[] {
  const marks = page.collect((element) => /\bauthor\b/.test(element.getAttribute('itemprop') ?? '') || /\bauthor\b/.test(element.getAttribute('rel') ?? ''));
  const classed = page.collect((element) => authorClass.test(namesOf(element)));
  const nameIn = (element: LightElement) => {
    const inner = element.collect((child) => /\bname\b/.test(child.getAttribute('itemprop') ?? ''))[0] ?? element;
    return cleanName(inner.getAttribute('content') ?? inner.textContent.slice(0, 400));
  };
  return [...marks, ...classed]
    .slice(0, 60)
    .filter((element) => !isBeside(element, asideName))
    .slice(0, 12)
    .flatMap((element) => nameIn(element) ?? []);
}

const name = String.raw`\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|di|van|von|der|la|el|bin|and|und|et|y|и)\s+)?\p{Lu}[\p{L}.'’-]*){1,5}`;
const bylineForm = new RegExp(String.raw`^(?:By|BY|Von|Par|Por|Di|Door|Av|Autor(?:in)?:|Author:|Автор:|Text:|Текст:)\s+(${name})(?=$|[\s,|·(])`, 'u');
const middleForm = new RegExp(
  String.raw`^(?:Posted|Published|Written|Veröffentlicht|Publié)\b.{0,60}?\b(?:by|von|par)\s+(${name}|[\w-]{3,30})(?=$|[\s,|·(])`,
  'u',
);
const hanForm = /(?:作者|责任编辑|责编|記者|记者|文)\s*[:：/]\s*([\p{Script=Han}]{2,4}(?:[、，,\s]+[\p{Script=Han}]{2,4}){0,4})(?=$|[\s）)】])/u;

/** Short lines such as "By ..." near the text. */
function bylinesOf(page: LightDocument): string[] {
  const found: string[] = [];
  for (const element of page.body?.collect((one) => lineTags.has(one.tagName)) ?? []) {
    if (found.length >= 3) break;
    const byline = bylineIn(shortText(element, 400) ?? '');
    if (byline !== null && !isBeside(element, asideName)) found.push(byline);
  }
  return found;
}

const lineTags = new Set('P DIV SPAN ADDRESS SMALL EM STRONG LI TD A H4 H5 H6'.split(' '));

function bylineIn(raw: string): string | null {
  const text = raw.replace(/\s+/g, ' ').trim();
  const match = text.length > 160 ? null : (bylineForm.exec(text) ?? middleForm.exec(text) ?? hanForm.exec(text));
  return match?.[1]?.replace(/[、，]/g, ', ').trim() ?? null;
}

const leading =
  /^(?:(?:written|posted|published|story|text|report|review)\s+)?(?:by|von|par|por|di|od|af|av|door|autor(?:in)?|author|text|автор[ы]?|текст|корреспондент)(?![\p{L}\p{N}])[\s:–-]*|^[:–|©\s-]+/iu;
const dayInWords = /,?\s+\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d.*$/u;
const trailing = /\s*(?:[|•·]|\s[–—-]\s|,?\s+(?:on|am|le|the|um|at|vom)?\s*\d).*$/iu;

/** A name without "By", dates and addresses; null when what stands there is no name. */
function cleanName(raw: string): string | null {
  const line = raw.slice(0, 400).replace(/\s+/g, ' ').trim();
  let text = middleForm.exec(line)?.[1] ?? line;
  for (let round = 0; round < 3; round += 1) text = text.replace(leading, '').trim();
  text = text
    .replace(dayInWords, '')
    .replace(trailing, '')
    .replace(/[\s,;:]+$/, '')
    .trim();
  if (text === '' || text.length > LONGEST || /^(?:https?:|\d)/.test(text) || /[{}<>]|@\S+\.\S+$/.test(text)) return null;
  return /^(?:admin|administrator|root|unknown|anonymous|null|undefined|user|none|posted|share|redaktion online|author|autor)$/i.test(text) ? null : text;
}
