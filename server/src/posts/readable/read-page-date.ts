/** The day an article was published, out of what its page says, in machine or human form. */
import type { JsonLdFacts } from './read-json-ld.ts';
import { isBeside, namesOf } from './element-names.ts';
import type { LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';
import { next, shortText } from './light-node.ts';

const metaNames = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'datepublished',
  'date_published',
  'pubdate',
  'publishdate',
  'publish-date',
  'publication_date',
  'published_at',
  'parsely-pub-date',
  'sailthru.date',
  'cxenseparse:recs:publishtime',
  'citation_publication_date',
  'citation_date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.created',
  'dc.date.created',
  'article.published',
  'datecreated',
  'rnews:datepublished',
];
/** Dates of the page, which may be older than its article or the day of the last change. */
const pageMetaNames = ['dcterms.date', 'dc.date', 'date', 'last-modified'];

/** What the page says of its day, before the reader takes it apart. */
export interface DateNotes {
  /** In machine form, or in an element that is there to say it. */
  declared: Date | null;
  /** For people, in an element whose class says so. */
  labelled: Date | null;
  /** The words of the page; empty when they are not needed. */
  words: string;
}

export function noteDates(page: LightDocument, meta: ReadonlyMap<string, string>, jsonLd: JsonLdFacts): DateNotes {
  const named = (names: readonly string[]) => firstDate(names.map((name) => meta.get(name)));
  const times = page.getElementsByTagName('time').filter((time) => !isBeside(time, besideName));
  const declared =
    parsePageDate(jsonLd.publishedAt ?? '') ??
    named(metaNames) ??
    marked(page, times) ??
    named(pageMetaNames) ??
    firstDate(times.slice(0, 3).flatMap(textsOfTime)) ??
    inAddress(page.documentURI);
  return declared === null ? { declared, labelled: labelled(page), words: wordsOf(page) } : { declared, labelled: null, words: '' };
}

const BEFORE_TEXT = 300;

/** The day of an article that begins with `text`; null when the page tells none between 1990 and 2100. */
export function chooseDate({ declared, labelled: named, words }: DateNotes, title: string, text: string): Date | null {
  if (declared !== null) return declared;
  const start = text.slice(0, 60).split('\n')[0] ?? '';
  const at = start.length < 20 ? -1 : words.indexOf(start.replace(/\s+/g, ' ').trim());
  const before = at < 0 ? null : findDate(words.slice(Math.max(0, at - BEFORE_TEXT), at));
  return findDate(title) ?? before ?? named ?? findDate(words.slice(0, 3000));
}

function firstDate(texts: readonly (string | undefined)[]): Date | null {
  for (const text of texts) {
    const date = parsePageDate(text ?? '');
    if (date !== null) return date;
  }
  return null;
}

/** The words of the main part of the page, or of all of it. */
function wordsOf(page: LightDocument): string {
  const root = page.querySelectorAll('main,article')[0] ?? page.body;
  let text = '';
  for (let node = root === null ? null : next(root, root); node !== null && root !== null && text.length < 200_000; node = next(node, root)) {
    if (node.nodeType === 3 && !/^(?:SCRIPT|STYLE|NOSCRIPT)$/.test(node.parentNode?.nodeName ?? '')) text += ` ${node.textContent}`;
  }
  return text.replace(/\s+/g, ' ');
}

/** Elements that are there to say when: microdata, then <time> that says what it is. */
function marked(page: LightDocument, times: readonly LightElement[]): Date | null {
  const dated = page.collect((element) => /\bdatePublished\b|\bdateCreated\b/.test(element.getAttribute('itemprop') ?? ''));
  const published = times.filter((time) => time.hasAttribute('pubdate') || /publi|created|entry-date/i.test(time.className));
  return firstDate([...dated, ...published].flatMap(textsOfTime));
}

function textsOfTime(element: LightElement): string[] {
  return [element.getAttribute('content') ?? '', element.getAttribute('datetime') ?? '', shortText(element, 200) ?? ''];
}

const besideName = /comment|related|sidebar/i;

function inAddress(url: string): Date | null {
  const [, year, month, day] = /[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)/.exec(url) ?? [];
  return year === undefined ? null : valid(Number(year), Number(month), Number(day));
}

const dateClass = /(?:^|[\s_-])(?:date|datum|data|time|published?|posted|pubdate|meta|byline|dateline|created|info|stand)(?:$|[\s_-])/i;

function labelled(page: LightDocument): Date | null {
  const elements = page.collect((element) => dateClass.test(namesOf(element))).slice(0, 100);
  for (const element of elements.filter((one) => !isBeside(one, besideName)).slice(0, 40)) {
    const date = findDate(shortText(element, 400) ?? '');
    if (date !== null) return date;
  }
  return null;
}

const months: [number, RegExp][] = (
  [
    'jan|янв|januar|enero|gennaio|ene|styczeń|stycznia|leden|ledna|ocak|tháng 1',
    'feb|fév|fev|фев|luty|lutego|únor|února|şubat',
    'mar|mär|мар|březen|března|mars|mart',
    'apr|avr|abr|апр|kwie|duben|dubna|nisan',
    'may|mai|mag|мая|май|maj|květ|mayıs',
    'jun|juin|giu|июн|czerw|červen|června|haziran',
    'jul|juil|lug|июл|lip|července|červenec|temmuz',
    'aug|aoû|aou|ago|авг|sierp|srp|ağustos',
    'sep|set|сен|wrze|září|eylül',
    'oct|okt|out|ott|окт|paźd|říj|ekim',
    'nov|ноя|lis|kasım',
    'dec|dez|déc|dic|дек|gru|pros|aralık',
  ] as const
).map((names, index) => [index + 1, new RegExp(`^(?:${names})`, 'i')]);

function monthNumber(word: string): number | null {
  return months.find(([, names]) => names.test(word))?.[0] ?? null;
}

/** One date in machine form, or in words. */
function parsePageDate(raw: string): Date | null {
  const text = raw.trim().slice(0, 100);
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?/i.exec(text);
  if (iso === null) return text === '' ? null : findDate(text);
  const [, year, month, day, hour, minute, second, zone] = iso;
  const date = valid(Number(year), Number(month), Number(day));
  if (date === null || hour === undefined) return date;
  const time = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second ?? 0) * 1000;
  return new Date(date.getTime() + time - zoneMinutes(zone) * 60_000);
}

function zoneMinutes(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
}

/** The first date that stands in a text. */
function findDate(text: string): Date | null {
  const found: [number, Date | null][] = [];
  const push = (match: RegExpExecArray | null, read: (groups: string[]) => Date | null) => {
    if (match !== null) found.push([match.index, read(match.slice(1))]);
  };
  push(/\b((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])\b/.exec(text), ([year, month, day]) =>
    valid(Number(year), Number(month), Number(day)),
  );
  push(/\b(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?((?:19|20)\d\d)\b/.exec(text), ([day, month, year]) =>
    valid(Number(year), Number(month), Number(day)),
  );
  push(
    /\b(\d{1,2})\/(\d{1,2})\/((?:19|20)\d\d)\b/.exec(text),
    ([one, two, year]) => valid(Number(year), Number(two), Number(one)) ?? valid(Number(year), Number(one), Number(two)),
  );
  push(/(?<!\d)([0-3]?\d)(?:st|nd|rd|th|\.|er|º|-го)?\s+(?:de\s+)?(\p{L}{3,12})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)/u.exec(text), ([day, month, year]) =>
    named(year, month, day),
  );
  push(/(?<!\p{L})(\p{L}{3,12})\.?\s+([0-3]?\d)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)/u.exec(text), ([month, day, year]) => named(year, month, day));
  push(/((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/.exec(text), ([year, month, day]) =>
    valid(Number(year), Number(month), Number(day)),
  );
  return found.filter(([, date]) => date !== null).toSorted(([one], [other]) => one - other)[0]?.[1] ?? null;
}

function named(year: string | undefined, month: string | undefined, day: string | undefined): Date | null {
  const number = monthNumber(month ?? '');
  return number === null ? null : valid(Number(year), number, Number(day));
}

function valid(year: number, month: number, day: number): Date | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1990 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}
