/** The headline of an article, without the name of the site around it. */

export interface TitleHints {
  /** What the reader took for the title. */
  named: string | null;
  /** The text of <title>. */
  pageTitle: string;
  /** The page's <h1>. */
  headings: readonly string[];
  /** The headline by JSON-LD. */
  headline: string | null;
  openGraph: string | null;
  siteName: string | null;
  host: string;
}

const LONGEST = 500;
const separator = /(\s[-–—|·•»«:/\\]{1,2}\s|\s?[|｜]\s?|\s::\s|(?<=[\p{Script=Han}！？。”」》])[-_—]+(?=\p{Script=Han}))/u;

export function chooseTitle(hints: TitleHints): string | null {
  const title = titleWithSite(hints);
  if (title === null) return null;
  const bare = title.replace(/^(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)\s?[-–—|:]\s/, '');
  return letters(bare).length >= 6 ? bare : title;
}

function titleWithSite(hints: TitleHints): string | null {
  const { named, headings, headline, openGraph } = hints;
  const title = [named, headline, openGraph, headings[0]]
    .map((one) => one?.trim() ?? '')
    .find((one) => one !== '')
    ?.slice(0, LONGEST);
  if (title === undefined) return null;
  const sites = siteNames(hints);
  const isSite = (text: string) => sites.has(letters(text));
  if (letters(headline ?? '') === letters(title)) return headings.find((one) => isEndOf(title, one)) ?? title;
  const heading = confirmedHeading(hints, title, isSite) ?? similarHeading(hints, title, isSite);
  if (heading === null) return withoutSite(title, isSite);
  return letters(heading) === letters(title) ? title : heading;
}

/** A heading on the page, or else the title for social networks, that is also a part of what the page is called. */
function confirmedHeading({ pageTitle, headings, headline, openGraph }: TitleHints, title: string, isSite: (text: string) => boolean): string | null {
  const partsOfTitle = partsOf(pageTitle).map(letters);
  const said = new Set([...partsOfTitle, ...partsOf(openGraph ?? '').map(letters), ...partsOf(title).map(letters), letters(headline ?? '')]);
  const fits = (one: string) => one.length <= LONGEST && !isSite(one) && letters(one).length >= 4 && said.has(letters(one));
  const [longest] = headings.filter(fits).toSorted((one, other) => letters(other).length - letters(one).length);
  if (longest !== undefined) return longest;
  const isPart = openGraph !== null && letters(openGraph) !== letters(pageTitle) && partsOfTitle.includes(letters(openGraph));
  if (isPart && fits(openGraph)) return openGraph;
  return headings.find((one) => !isSite(one) && [title, ...partsOf(title)].some((part) => isEndOf(part, one))) ?? null;
}

const ENOUGH_WORDS = 4;
const ALIKE = 0.6;

/** Search engines are told a title that is worded a little differently; people read the heading. */
function similarHeading({ pageTitle, headings }: TitleHints, title: string, isSite: (text: string) => boolean): string | null {
  const said = [title, ...partsOf(title), ...partsOf(pageTitle)].map(wordsOf);
  const isAlike = (heading: string) => {
    const words = wordsOf(heading);
    return words.size >= ENOUGH_WORDS && said.some((other) => words.intersection(other).size >= ALIKE * Math.max(words.size, other.size));
  };
  return headings.find((one) => one.length <= LONGEST && !isSite(one) && isAlike(one)) ?? null;
}

/** A title that begins with the topic and ends with the heading: `Harbour: The ferries run again`. */
function isEndOf(title: string, heading: string): boolean {
  const [whole, end] = [letters(title), letters(heading)];
  return end.length >= 12 && end.length < whole.length && whole.endsWith(end) && wordsOf(heading).size >= ENOUGH_WORDS - 1;
}

/** A title and every run of its parts between separators. */
function partsOf(title: string): string[] {
  const parts = title.slice(0, LONGEST).split(separator).slice(0, 15);
  const runs: string[] = [];
  for (let start = 0; start < parts.length; start += 2) {
    for (let end = start + 1; end <= parts.length; end += 2) runs.push(parts.slice(start, end).join(''));
  }
  return runs;
}

function siteNames({ siteName, host }: TitleHints): Set<string> {
  const bare = host.replace(/^www\./, '');
  return new Set([siteName ?? '', host, bare, bare.split('.').at(-2) ?? ''].map(letters).filter((name) => name !== ''));
}

function withoutSite(title: string, isSite: (text: string) => boolean): string {
  const parts = title.split(separator);
  if (parts.length < 3) return title;
  const last = parts.at(-1) ?? '';
  // In Chinese and Japanese titles the short last part is the name of the site.
  const isShortName = /^\p{Script=Han}{2,6}$/u.test(last) && title.length > last.length * 3;
  const kept = isSite(last) || isShortName ? parts.slice(0, -2) : isSite(parts[0] ?? '') ? parts.slice(2) : parts;
  const rest = kept.join('').trim();
  return letters(rest).length >= 6 ? rest : title;
}

const letters = (text: string) =>
  text
    .slice(0, 2 * LONGEST)
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '');

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
