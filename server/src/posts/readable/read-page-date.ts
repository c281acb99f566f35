/** The day an article was published, out of what its page says, in machine or human form. */
import type { JsonLdFacts } from './read-json-ld.ts';
import type { LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';

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
  'dcterms.date',
  'dc.date',
  'article.published',
  'datecreated',
  'date',
  'rnews:datepublished',
  'last-modified',
];

/** Null when the page tells no date, or none between 1990 and a day after `latest`. */
export function readPageDate(page: LightDocument, meta: ReadonlyMap<string, string>, jsonLd: JsonLdFacts): Date | null {
  const machine = parsePageDate(jsonLd.publishedAt ?? '');
  if (machine !== null) return machine;
  for (const name of metaNames) {
    const date = parsePageDate(meta.get(name) ?? '');
    if (date !== null) return date;
  }
  return marked(page) ?? inAddress(page.documentURI) ?? shown(page);
}

/** Elements that are there to say when: microdata, then <time>. */
function marked(page: LightDocument): Date | null {
  const dated = page.collect((element) => /\bdatePublished\b|\bdateCreated\b/.test(element.getAttribute('itemprop') ?? ''));
  const times = page.getElementsByTagName('time').filter((time) => !isAside(time));
  const published = times.filter((time) => time.hasAttribute('pubdate') || /publi|created|entry-date/i.test(time.className));
  for (const element of [...dated, ...published, ...times.slice(0, 3)]) {
    const date = parsePageDate(element.getAttribute('content') ?? '') ?? parsePageDate(element.getAttribute('datetime') ?? '') ?? parsePageDate(element.textContent.slice(0, 200));
    if (date !== null) return date;
  }
  return null;
}

function isAside(element: LightElement): boolean {
  for (let node = element.parentNode; node !== null; node = node.parentNode) {
    if (node.nodeType === 1 && /^(?:ASIDE|NAV|FOOTER)$/.test(node.nodeName)) return true;
    if (node.nodeType === 1 && /comment|related|sidebar/i.test((node as LightElement).className)) return true;
  }
  return false;
}

function inAddress(url: string): Date | null {
  const [, year, month, day] = /[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)/.exec(url) ?? [];
  return year === undefined ? null : valid(Number(year), Number(month), Number(day));
}

const dateClass = /(?:^|[\s_-])(?:date|datum|data|time|published?|posted|pubdate|meta|byline|dateline|created|info|stand)(?:$|[\s_-])/i;

/** Dates for people, in elements whose class says so, else in the first lines of the page's main part. */
function shown(page: LightDocument): Date | null {
  const labelled = page.collect((element) => dateClass.test(`${element.className} ${element.id}`)).filter((element) => !isAside(element));
  for (const element of labelled.slice(0, 40)) {
    const date = findDate(element.textContent.slice(0, 400));
    if (date !== null) return date;
  }
  const main = page.querySelectorAll('main,article')[0] ?? page.body;
  return main === null ? null : findDate(main.textContent.replace(/\s+/g, ' ').slice(0, 3000));
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
export function parsePageDate(raw: string): Date | null {
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
  push(/\b((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])\b/.exec(text), ([year, month, day]) => valid(Number(year), Number(month), Number(day)));
  push(/\b(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?((?:19|20)\d\d)\b/.exec(text), ([day, month, year]) => valid(Number(year), Number(month), Number(day)));
  push(/\b(\d{1,2})\/(\d{1,2})\/((?:19|20)\d\d)\b/.exec(text), ([one, two, year]) => valid(Number(year), Number(two), Number(one)) ?? valid(Number(year), Number(one), Number(two)));
  push(/(?<!\d)([0-3]?\d)(?:st|nd|rd|th|\.|er|º|-го)?\s+(?:de\s+)?(\p{L}{3,12})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)/u.exec(text), ([day, month, year]) => named(year, month, day));
  push(/(?<!\p{L})(\p{L}{3,12})\.?\s+([0-3]?\d)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)/u.exec(text), ([month, day, year]) => named(year, month, day));
  push(/((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/.exec(text), ([year, month, day]) => valid(Number(year), Number(month), Number(day)));
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
