/** Who wrote an article, out of what its page says. */
import type { JsonLdFacts } from './read-json-ld.ts';
import type { LightDocument, LightElement } from './light-dom.ts';

const metaNames = ['author', 'article:author', 'og:article:author', 'dc.creator', 'dcterms.creator', 'dc.creator.name', 'byl', 'parsely-author', 'sailthru.author', 'citation_author', 'cxenseparse:author', 'article.author', 'rnews:author'];
const LONGEST = 120;

/** Names joined by ", "; null when the page names nobody but itself. */
export function readPageAuthor(page: LightDocument, meta: ReadonlyMap<string, string>, jsonLd: JsonLdFacts, byline: string | null): string | null {
  const site = new Set([jsonLd.siteName, meta.get('og:site_name'), page.title].flatMap((name) => (name == null ? [] : [comparable(name)])));
  const isSite = (name: string) => site.has(comparable(name)) || /^(?:www\.|@)|^\S+\.(?:com|de|ru|org|net|fr|uk|it)$/i.test(name);
  const people = [...new Set(jsonLd.authors.map(cleanName).filter((name) => name !== null))];
  const named = [
    people.filter((name) => !isSite(name)).join(', '),
    ...metaNames.map((name) => cleanName(meta.get(name) ?? '')),
    ...markedNames(page),
    cleanName(byline ?? ''),
  ].filter((name) => name !== null && name !== '');
  return named.find((name) => !isSite(name)) ?? people[0] ?? named[0] ?? null;
}

const comparable = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Elements that are there to say who; within the article before those around it. */
function markedNames(page: LightDocument): (string | null)[] {
  const isComment = (element: LightElement) => /comment|related|sidebar|footer/i.test(`${element.className} ${element.id}`);
  const outside = (element: LightElement) => {
    for (let node = element.parentNode; node !== null && node.nodeType === 1; node = node.parentNode) {
      if (isComment(node as LightElement) || node.nodeName === 'FOOTER' || node.nodeName === 'ASIDE') return true;
    }
    return false;
  };
  const marks = page.collect((element) => /^author$|\bauthor\b/.test(element.getAttribute('itemprop') ?? '') || /\bauthor\b/.test(element.getAttribute('rel') ?? ''));
  const classed = page.collect((element) => /(?:^|[\s_-])(?:author(?:[\s_-]?name)?|byline|autor|auteur|p-author|article-author|writer|reporter)(?:$|[\s_-])/i.test(`${element.className} ${element.id}`));
  const named = (element: LightElement) => {
    const inner = element.collect((child) => /\bname\b/.test(child.getAttribute('itemprop') ?? ''))[0];
    return cleanName((inner ?? element).getAttribute('content') ?? (inner ?? element).textContent.slice(0, 400));
  };
  return [...marks, ...classed].filter((element) => !isComment(element) && !outside(element)).slice(0, 12).map(named);
}

const leading = /^(?:(?:written|posted|published|story|text|report|review)\s+)?(?:by|von|par|por|di|od|af|av|door|autor(?:in)?|author|text|автор|текст|фото|корреспондент|posted by)\b[\s:–-]*|^[:–|\s-]+/iu;
const trailing = /\s*(?:[|•·–—]|\s-\s|,?\s+(?:on|am|le|the|um|at)?\s*\d).*$/u;

/** A name without "By", dates and addresses; null when what stands there is no name. */
export function cleanName(raw: string): string | null {
  let name = raw.slice(0, 400).replace(/\s+/g, ' ').trim();
  for (let round = 0; round < 3; round += 1) name = name.replace(leading, '').trim();
  name = name.replace(/^автор[ыа]?\s*:?\s*/iu, '').replace(trailing, '').replace(/[\s,;:]+$/, '').trim();
  if (name === '' || name.length > LONGEST || /^(?:https?:|\d)/.test(name) || /[{}<>]|@\S+\.\S+$/.test(name)) return null;
  return /^(?:admin|administrator|root|unknown|anonymous|null|undefined|user|none|redaktion online)$/i.test(name) ? null : name;
}
