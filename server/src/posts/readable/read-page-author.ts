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
  /** By microdata. */
  stated: string[];
  /** By what their elements are called, or lead to. */
  marked: string[];
  bylines: string[];
  /** Under the text, on the right. */
  signed: string[];
}

export function noteAuthors(page: LightDocument): AuthorNotes {
  return { stated: statedNames(page), marked: markedNames(page), bylines: bylinesOf(page), signed: signaturesOf(page) };
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
  const shown = [...notes.marked, ...notes.bylines, cleanName(byline ?? '') ?? '', ...notes.signed];
  const named = [persons, ...notes.stated, ...declared, ...shown].filter((name) => name !== '');
  return named.find((name) => !isSite(name)) ?? people[0] ?? named[0] ?? null;
}

export interface AuthorHints {
  meta: ReadonlyMap<string, string>;
  jsonLd: JsonLdFacts;
  pageTitle: string;
  host: string;
}

const comparable = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Boxes whose authors wrote something else. */
const otherPosts = /comment|related|sidebar|recommend|most-?read/i;
const asideName = /comment|related|sidebar|footer|teaser|recommend|most-?read/i;
const authorClass =
  /(?:^|[\s_-])(?:author(?:s|[\s_-]?name)?|byline|autor(?:en)?(?:zeile|name)?|auteur|contributors?|writer|wrote[_-]?by|reporter)(?:$|[\s_-])/i;

const authorPage = /\/(?:authors?|autor(?:en|es|i|e)?|auteurs?|journalists?|redakteure?|contributors?)\/[^/?#]{3,}/i;

function statedNames(page: LightDocument): string[] {
  const stated = page.collect((element) => /\bauthor\b/.test(element.getAttribute('itemprop') ?? ''));
  return namesIn(stated, otherPosts);
}

/** Elements that are there to say who. */
function markedNames(page: LightDocument): string[] {
  const related = page.collect((element) => /\bauthor\b/.test(element.getAttribute('rel') ?? ''));
  const classed = page.collect((element) => authorClass.test(namesOf(element)));
  const linked = page.collect((element) => element.tagName === 'A' && authorPage.test(element.href));
  return namesIn([...related, ...classed, ...linked], asideName);
}

function namesIn(elements: readonly LightElement[], beside: RegExp): string[] {
  return elements
    .slice(0, 60)
    .filter((element) => !isBeside(element, beside))
    .slice(0, 12)
    .flatMap((element) => nameIn(element) ?? []);
}

function nameIn(element: LightElement): string | null {
  const inner = element.collect((child) => /\bname\b/.test(child.getAttribute('itemprop') ?? ''))[0] ?? element;
  return cleanName(inner.getAttribute('content') ?? inner.textContent.slice(0, 400));
}

/** Names alone in a paragraph on the right: so magazines sign, and newspapers of Vietnam. */
function signaturesOf(page: LightDocument): string[] {
  const onTheRight = (element: LightElement) =>
    element.tagName === 'P' && (element.getAttribute('align') === 'right' || /text-align:\s*right/i.test(element.getAttribute('style') ?? ''));
  return page
    .collect(onTheRight)
    .slice(0, 20)
    .flatMap((element) => wholeName.exec((shortText(element, 100) ?? '').trim())?.[0] ?? []);
}

const name = String.raw`\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|di|van|von|der|la|el|bin|and|und|et|y|и)\s+)?\p{Lu}[\p{L}.'’-]*){1,5}`;
const wholeName = new RegExp(`^${name}$`, 'u');
const bylineForm = new RegExp(String.raw`^(?:By|BY|Von|Par|Por|Di|Door|Av|Autor(?:in)?:|Author:|Автор:|Text:|Текст:)\s+(${name})(?=$|[\s,|·(])`, 'u');
const middleForm = new RegExp(
  String.raw`^(?:Posted|Published|Written|Veröffentlicht|Publié)\b.{0,60}?\b(?:by|von|par)\s+(${name}|[\w-]{3,30})(?=$|[\s,|·(])`,
  'u',
);
const hanForm = /(?:作者|责任编辑|责编|記者|记者|文)\s*[:：/]\s*([\p{Script=Han}]{2,4}(?:[、，,\s]+[\p{Script=Han}]{2,4}){0,4})(?=$|[\s）)】])/u;

const agencies = 'dpa|afp|ap|reuters|apa|sid|epd|kna|ansa|efe|lusa|anp|tt|ntb|ritzau|stt|pap|čtk|mti|тасс|укринформ';
const dateline = new RegExp(String.raw`^\p{Lu}[\p{L} ./-]{1,40}\(((?:${agencies})(?:/[\p{L}]{2,12})?)\)`, 'imu');

/** The agency that a text names where it begins: `Hamburg (dpa) - ...`. */
export function agencyOf(text: string): string | null {
  return dateline.exec(text.slice(0, 600))?.[1] ?? null;
}

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
  const match = text.length > 160 ? null : (bylineForm.exec(text.replace(monthAndDay, '')) ?? middleForm.exec(text) ?? hanForm.exec(text));
  return match?.[1]?.replace(/[、，]/g, ', ').trim() ?? null;
}

const leading =
  /^(?:(?:written|posted|published|story|text|report|review)\s+)?(?:by|von|par|por|di|od|af|av|door|autor(?:[/*:_]?in)?|author|text|автор[ы]?|текст|корреспондент)(?![\p{L}\p{N}])[\s:–-]*|^[:–|©\s-]+/iu;
const dayInWords = /,?\s+\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d.*$/u;
const monthAndDay = /,?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.?\s+\d.*$/iu;
const trailing = /\s*(?:[|•·]|\s[–—-]\s|,?\s+(?:on|am|le|the|um|at|vom)?\s*\d).*$/iu;

/** A name without "By", dates and addresses; null when what stands there is no name. */
function cleanName(raw: string): string | null {
  const line = raw.slice(0, 400).replace(/\s+/g, ' ').trim();
  let text = middleForm.exec(line)?.[1] ?? line;
  for (let round = 0; round < 3; round += 1) text = text.replace(leading, '').trim();
  text = text
    .replace(dayInWords, '')
    .replace(monthAndDay, '')
    .replace(trailing, '')
    .replace(/[\s,;:]+$/, '')
    .trim();
  if (text === '' || text.length > LONGEST || /^(?:https?:|\d)/.test(text) || /[{}<>]|@\S+\.\S+$/.test(text)) return null;
  return /^(?:admin|administrator|root|unknown|anonymous|null|undefined|user|none|posted|share|redaktion online|author|autor)$/i.test(text) ? null : text;
}
