/** HTML of posts into blocks, and pages into articles: speed, and for articles what the speed is worth. */
import { createRequire } from 'node:module';
import { JSDOM, VirtualConsole } from 'jsdom';
import { parseFragment, serialize } from 'parse5';
import { htmlToBlocks } from '../server/src/posts/blocks/html-to-blocks.ts';
import { extractArticle } from '../server/src/posts/readable/extract-article.ts';
import { savedPages, scoreTexts } from '../server/test/suites/readability.ts';
import { median, type Report } from './report.ts';

interface Page {
  html: string;
  url: string;
}

type ReadText = (page: Page) => string;

const rounds = 5;
const postsARound = 2000;
const reference = '@mozilla/readability with jsdom';

export function run(report: Report): void {
  measurePosts(report);
  const data = process.env['TIDINGS_TEST_DATA'];
  const saved = data === undefined ? [] : savedPages(data);
  const pages = saved.length > 0 ? saved : madePages();
  const what = saved.length > 0 ? `${saved.length} saved pages of news sites, companies and blogs` : `${pages.length} pages made for this bench`;
  const kilobytes = pages.reduce((sum, { html }) => sum + html.length, 0) / pages.length / 1000;
  const conditions = `${what}, ${kilobytes.toFixed(0)} kB on average`;
  const own = readAll(pages, readOwn);
  const other = readAll(pages, readWithJsdom);
  report({
    bench: 'html',
    metric: 'page to article, median',
    value: median(own.times),
    unit: 'ms',
    reference: { name: reference, value: median(other.times) },
    conditions,
  });
  report({
    bench: 'html',
    metric: 'page to article, all',
    value: sum(own.times) / pages.length,
    unit: 'ms',
    reference: { name: reference, value: sum(other.times) / pages.length },
    conditions,
  });
  if (saved.length === 0) return;
  report({
    bench: 'html',
    metric: 'text of the article, F1',
    value: scoreTexts(saved, own.texts).f1,
    unit: '',
    reference: { name: reference, value: scoreTexts(saved, other.texts).f1 },
    conditions,
  });
}

/** Posts of the usual size; the reference parses and writes them out without judging anything. */
function measurePosts(report: Report): void {
  const posts = Array.from({ length: 50 }, (_, index) => makePost(index));
  const kilobytes = posts.reduce((all, post) => all + post.length, 0) / posts.length / 1000;
  const own: number[] = [];
  const plain: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const ownTime = time(() => repeat(posts, (post) => htmlToBlocks(post, { baseUrl: 'https://gazette.example/' })));
    const plainTime = time(() => repeat(posts, (post) => serialize(parseFragment(post))));
    // The first round only warms up.
    if (round < 0) continue;
    own.push(ownTime);
    plain.push(plainTime);
  }
  report({
    bench: 'html',
    metric: 'posts to blocks',
    value: (postsARound / median(own)) * 1000,
    unit: 'posts/s',
    reference: { name: 'parse5, parsed and written out', value: (postsARound / median(plain)) * 1000 },
    conditions: `posts of ${kilobytes.toFixed(1)} kB, one core, median of ${rounds}`,
  });
}

function repeat(posts: readonly string[], read: (post: string) => unknown): void {
  for (let done = 0; done < postsARound; done++) read(posts[done % posts.length]!);
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** Each page is read twice; the second time counts. */
function readAll(pages: readonly Page[], read: ReadText): { times: number[]; texts: string[] } {
  const texts = pages.map((page) => read(page));
  return { texts, times: pages.map((page) => time(() => read(page))) };
}

function readOwn({ html, url }: Page): string {
  try {
    return extractArticle(html, { url }).text;
  } catch {
    return '';
  }
}

// Its own module is CommonJS with a class for an export, which types of another DOM do not fit.
const { Readability } = createRequire(import.meta.url)('@mozilla/readability') as {
  Readability: new (document: unknown) => { parse(): { textContent: string } | null };
};

function readWithJsdom({ html, url }: Page): string {
  const { window } = new JSDOM(html, { url, virtualConsole: new VirtualConsole() });
  const text = new Readability(window.document).parse()?.textContent ?? '';
  window.close();
  return text;
}

const words = 'harbour ferry island council winter pier repair captain tide morning northern report ships people bridge market'.split(' ');

function sentence(seed: number): string {
  const picked = Array.from({ length: 14 }, (_, index) => words[(seed * 7 + index * 5 + ((seed * index) % 3)) % words.length]);
  return `The ${picked.join(' ')}.`;
}

function makePost(seed: number): string {
  const paragraph = (index: number) =>
    `<p>${sentence(seed + index)} <a href="https://gazette.example/${seed}/${index}?from=feed&amp;n=1">${words[index % words.length]}</a>, <b>${words[(seed + index) % words.length]}</b> &mdash; ${sentence(seed + index + 1)}</p>\n`;
  const list = `<ul>${[1, 2, 3, 4].map((index) => `<li>${sentence(seed + index)}</li>`).join('')}</ul>`;
  return `<figure><img src="/img/${seed}.jpg" width="800" height="450" alt="pier"><figcaption>${sentence(seed)}</figcaption></figure>${Array.from({ length: 7 }, (_, index) => paragraph(index)).join('')}${list}`;
}

function madePages(): Page[] {
  const menu = `<nav><ul>${words.map((word) => `<li><a href="/${word}">${word}</a></li>`).join('')}</ul></nav>`;
  return Array.from({ length: 40 }, (_, seed) => ({
    url: `https://gazette.example/${seed}`,
    html: `<!doctype html><html><head><title>${words[seed % words.length]}</title></head><body>${menu}<article><h1>${sentence(seed)}</h1>${Array.from({ length: 12 }, (_item, part) => makePost(seed + part)).join('')}</article><footer>${menu.repeat(6)}</footer></body></html>`,
  }));
}
