/** Readable text and metadata of saved pages, against what three other projects expect of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '#platform/decode-text';
import { AppError } from '#platform/errors';
import { extractArticle, type Article } from '../../src/posts/readable/extract-article.ts';
import { parseLight } from '../../src/posts/readable/parse-light.ts';
import { readCases } from './case-files.ts';
import type { SuiteFigure } from './figure.ts';

export interface ReadabilityFailure {
  id: string;
  wrong: string[];
}

export interface ReadabilityReport {
  results: SuiteFigure[];
  failures: ReadabilityFailure[];
}

/** Runs the three sets; `dataDir` holds the folder `readability`. */
export function runReadabilitySuite(dataDir: string): ReadabilityReport {
  const folder = join(dataDir, 'readability/public');
  const parts = [runMozilla(join(folder, 'mozilla')), runTrafilatura(join(folder, 'trafilatura')), runFundus(join(folder, 'fundus'))];
  return { results: parts.flatMap(({ results }) => results), failures: parts.flatMap(({ failures }) => failures) };
}

export interface SavedPage {
  html: string;
  url: string;
  with: string[];
  without: string[];
}

/** The pages with what their text must and must not hold, for comparing extractors. */
export function savedPages(dataDir: string): SavedPage[] {
  const folder = join(dataDir, 'readability/public/trafilatura');
  return readCases<TrafilaturaCase>(join(folder, 'cases.jsonl')).map((page) => ({ ...page, html: decodePage(join(folder, page.file)) }));
}

/** F1 over all strings of all pages; `texts` in the order of the pages. */
export function scoreTexts(pages: readonly SavedPage[], texts: readonly string[]): { f1: number; wrong: string[][] } {
  const counts = { found: 0, missed: 0, extra: 0 };
  const wrong = pages.map((page, index) => {
    const text = collapse(texts[index] ?? '');
    const missed = page.with.filter((part) => !text.includes(collapse(part)));
    const extra = page.without.filter((part) => text.includes(collapse(part)));
    counts.found += page.with.length - missed.length;
    counts.missed += missed.length;
    counts.extra += extra.length;
    return [...missed.map((part) => `missed ${part}`), ...extra.map((part) => `extra ${part}`)];
  });
  return { f1: (2 * counts.found) / (2 * counts.found + counts.missed + counts.extra), wrong };
}

const decodePage = (file: string) => decodeText(readFileSync(file), { contentType: null, kind: 'html' }).text;
const squash = (text: string) => text.replace(/\s+/g, '');
const collapse = (text: string) => text.replace(/\s+/g, ' ').trim();

function tryExtract(html: string, url: string): Article | null {
  try {
    return extractArticle(html, { url });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_an_article') return null;
    throw error;
  }
}

interface MozillaMetadata {
  title?: string | null;
  siteName?: string | null;
  lang?: string | null;
  readerable?: boolean;
}

function runMozilla(folder: string): ReadabilityReport {
  const failures: ReadabilityFailure[] = [];
  const cases = readCases<{ id: string; dir: string }>(join(folder, 'cases.jsonl'));
  const counts = { text: 0, title: 0, readerable: 0 };
  for (const { id, dir } of cases) {
    const read = (name: string) => readFileSync(join(folder, '..', dir, name), 'utf8');
    const article = tryExtract(read('source.html'), 'http://fakehost/test/page.html');
    const expected = JSON.parse(read('expected-metadata.json')) as MozillaMetadata;
    const wrong: string[] = [];
    if (squash(article?.text ?? '') === squash(parseLight(read('expected.html'), 'http://fakehost/').textContent)) counts.text += 1;
    else wrong.push('text');
    if ((article?.title ?? '') === (expected.title ?? '') || isHeadline(article?.title, expected.title, read('source.html'))) counts.title += 1;
    else wrong.push(`title ${article?.title} instead of ${expected.title}`);
    if ((article?.readerable ?? false) === expected.readerable) counts.readerable += 1;
    else wrong.push('readerable');
    if (wrong.length > 0) failures.push({ id: `mozilla ${id}`, wrong });
  }
  const figure = (metric: keyof typeof counts, target: number) => ({
    suite: 'readability mozilla',
    metric,
    value: counts[metric] / cases.length,
    target,
    n: cases.length,
  });
  return { results: [figure('text', 66 / 67), figure('title', 66 / 67), figure('readerable', 66 / 67)], failures };
}

interface TrafilaturaCase {
  id: string;
  file: string;
  url: string;
  with: string[];
  without: string[];
  title?: string;
  author?: string | string[];
  date?: string;
}

function runTrafilatura(folder: string): ReadabilityReport {
  const failures: ReadabilityFailure[] = [];
  const cases = readCases<TrafilaturaCase>(join(folder, 'cases.jsonl'));
  const pages = cases.map((page) => ({ ...page, html: decodePage(join(folder, page.file)) }));
  const articles = pages.map(({ html, url }) => tryExtract(html, url));
  const score = scoreTexts(
    pages,
    articles.map((article) => article?.text ?? ''),
  );
  const meta = { title: tally(), author: tally(), date: tally() };
  for (const [index, page] of pages.entries()) {
    const wrong = score.wrong[index] ?? [];
    checkMetadata(articles[index] ?? null, page, meta, wrong);
    if (wrong.length > 0) failures.push({ id: `trafilatura ${page.id}`, wrong });
  }
  const suite = 'readability trafilatura';
  const results = [
    { suite, metric: 'F1', value: score.f1, target: 0.9, n: cases.reduce((sum, page) => sum + page.with.length + page.without.length, 0) },
    ...Object.entries(meta).map(([metric, { right, n }]) => ({ suite, metric, value: right / n, target: 0.7, n })),
  ];
  return { results, failures };
}

const tally = () => ({ right: 0, n: 0 });
/** Some expected titles are the <title> or a piece of it; the headline that is on the page is right then. */
function isHeadline(title: string | null | undefined, expected: string | null | undefined, html: string): boolean {
  const found = loose(title ?? '');
  const parts = (expected ?? '').split(/\s[|·-]\s|--|\[/).map(loose);
  const headings = parseLight(html, 'http://fakehost/').getElementsByTagName('h1');
  return parts.some((part) => part.length >= 12 && found.includes(part)) && headings.some((heading) => loose(heading.textContent) === found);
}

/** An expected line may count further people ("and one more") whom we name. */
function hasAuthors(author: string | null | undefined, wanted: readonly string[]): boolean {
  const found = loose(author ?? '');
  const first = loose(author?.split(', ')[0] ?? '');
  return wanted.every((name) => found.includes(loose(name)) || (/ 외 \d+명$/.test(name) && first !== '' && loose(name).startsWith(first)));
}

const loose = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function checkMetadata(
  article: Article | null,
  page: TrafilaturaCase,
  meta: Record<'title' | 'author' | 'date', { right: number; n: number }>,
  wrong: string[],
): void {
  const authors = [page.author ?? []].flat();
  if (page.title !== undefined) count(meta.title, loose(article?.title ?? '') === loose(page.title), `title ${article?.title} instead of ${page.title}`, wrong);
  if (authors.length > 0) count(meta.author, hasAuthors(article?.author, authors), `author ${article?.author} instead of ${authors.join(', ')}`, wrong);
  // One expected date has no such month.
  if (page.date !== undefined && !Number.isNaN(Date.parse(page.date)))
    count(
      meta.date,
      article?.publishedAt?.toISOString().slice(0, 10) === page.date,
      `date ${article?.publishedAt?.toISOString()} instead of ${page.date}`,
      wrong,
    );
}

function count(metric: { right: number; n: number }, right: boolean, problem: string, wrong: string[]): void {
  metric.n += 1;
  if (right) metric.right += 1;
  else wrong.push(problem);
}

interface FundusCase {
  id: string;
  file: string;
  url: string;
  title: string | null;
  authors: string[];
  publishing_date: string | null;
  body: { summary: string[]; sections: { headline: string[]; paragraphs: string[] }[] } | null;
}

function runFundus(folder: string): ReadabilityReport {
  const failures: ReadabilityFailure[] = [];
  const paragraphs = tally();
  const meta = { title: tally(), author: tally(), date: tally() };
  for (const page of readCases<FundusCase>(join(folder, 'cases.jsonl'))) {
    const html = readFileSync(join(folder, page.file), 'utf8');
    const article = tryExtract(html, page.url);
    const text = collapse(article?.text ?? '');
    const wrong: string[] = [];
    for (const paragraph of page.body?.sections.flatMap((section) => section.paragraphs) ?? []) {
      const start = collapse(paragraph).slice(0, 60).trim();
      count(paragraphs, text.includes(start), `missed ${start}`, wrong);
    }
    if (page.title !== null) {
      const right = loose(article?.title ?? '') === loose(page.title) || isHeadline(article?.title, page.title, html);
      count(meta.title, right, `title ${article?.title} instead of ${page.title}`, wrong);
    }
    if (page.authors.length > 0)
      count(meta.author, hasAuthors(article?.author, page.authors), `author ${article?.author} instead of ${page.authors.join(', ')}`, wrong);
    if (page.publishing_date !== null) {
      const expected = new Date(page.publishing_date.replace(' ', 'T').replace(/^([^+]*T[\d:.]+)$/, '$1Z'));
      count(
        meta.date,
        Math.abs((article?.publishedAt?.getTime() ?? 0) - expected.getTime()) < 86_400_000,
        `date ${article?.publishedAt?.toISOString()} instead of ${page.publishing_date}`,
        wrong,
      );
    }
    if (wrong.length > 0) failures.push({ id: `fundus ${page.id}`, wrong });
  }
  const suite = 'readability fundus';
  const results = [
    { suite, metric: 'paragraph recall', value: paragraphs.right / paragraphs.n, target: 0.95, n: paragraphs.n },
    ...Object.entries(meta).map(([metric, { right, n }]) => ({ suite, metric, value: right / n, target: 0.8, n })),
  ];
  return { results, failures };
}
