import { describe, expect, it } from 'vitest';
import { AppError } from '#platform/errors';
import { blocksToHtml } from '../blocks/blocks-to-html.ts';
import { extractArticle } from './extract-article.ts';

const url = 'https://www.gazette.example/2031/04/09/harbour-reopens';
const sentence = (n: number) =>
  `The harbour of Port Elm reopened on day ${n}, after repairs that took two winters, and the ferries to the northern islands run again.`;
const paragraphs = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `<p>${sentence(from + index)}</p>`).join('\n');

function page({ head = '', before = '', body = paragraphs(8), after = '' }: { head?: string; before?: string; body?: string; after?: string } = {}): string {
  return `<!doctype html><html lang="en-GB"><head><title>Harbour of Port Elm reopens - The Elm Gazette</title>${head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    ${before}<article class="post"><h1>Harbour of Port Elm reopens</h1><div class="entry-content">${body}</div></article>${after}
    <footer><a href="/imprint">Imprint</a> All rights reserved by The Elm Gazette.</footer></body></html>`;
}

const notAnArticle = (html: string) => {
  try {
    extractArticle(html, { url });
  } catch (error) {
    return error instanceof AppError && error.code === 'not_an_article';
  }
  return false;
};

describe('the text of an article', () => {
  it('is found among what stands around it', () => {
    const article = extractArticle(page(), { url });
    expect(article.text.split('\n\n')).toHaveLength(8);
    expect(article.text).toContain(sentence(8));
    expect(article.text).not.toMatch(/Imprint|Sport|rights reserved/);
    expect(article.readerable).toBe(true);
  });

  it('keeps headings, lists, pictures and links with absolute addresses', () => {
    const body = `${paragraphs(5)}<h2>What is new</h2><ul><li>A longer pier for the ferries</li><li>A <a href="../map">map</a> of all berths</li></ul><figure><img src="/pier.jpg" alt="Pier"><figcaption>The new pier</figcaption></figure>${paragraphs(3, 6)}`;
    const html = blocksToHtml(extractArticle(page({ body }), { url }).blocks);
    expect(html).toContain('<h2>What is new</h2><ul><li>A longer pier for the ferries</li>');
    expect(html).toContain('<a href="https://www.gazette.example/2031/04/map">map</a>');
    expect(html).toContain('<figcaption>The new pier</figcaption>');
  });

  it('leaves out boxes that their names call something else', () => {
    const body = `<p class="post-categories">Ports, Islands</p>${paragraphs(4)}<div class="newsletter-box">Get our letter every morning.</div>${paragraphs(4, 5)}<div class="author-bio">Ida Moor writes about the sea.</div><ul class="tags"><li>ferry</li><li>pier</li></ul>`;
    expect(extractArticle(page({ body }), { url }).text).not.toMatch(/Ports, Islands|every morning|writes about|ferry\n/);
  });

  it('keeps a part whose name would mean a box when it holds the text itself', () => {
    const body = `<div class="teaser"><p>${sentence(90)}</p></div>${paragraphs(8)}`;
    expect(extractArticle(page({ body }), { url }).text).toContain('day 90');
  });

  it('shows all slides of a story that shows one at a time', () => {
    const slides = [1, 2, 3, 4, 5].map(
      (n) => `<div class="slide"${n > 1 ? ' style="display:none"' : ''}><p>${sentence(n)}</p><p>${sentence(n + 20)}</p></div>`,
    );
    const article = extractArticle(page({ body: slides.join('') }), { url });
    expect(article.text).toContain(sentence(4));
  });

  it('gathers paragraphs that each stand in boxes of their own', () => {
    const box = (n: number) => `<div class="field-item"><div class="row"><div class="col"><p>${sentence(n)}</p></div></div></div>`;
    const long = `<div class="field-item"><p>${Array.from({ length: 8 }, (_, n) => sentence(n)).join(' ')}</p></div>`;
    const article = extractArticle(page({ body: `${long}<div class="ad-slot"></div><h3>And then</h3>${[41, 42, 43, 44].map(box).join('<hr>')}` }), { url });
    for (const n of [0, 41, 44]) expect(article.text).toContain(sentence(n));
  });

  it('comes from JSON-LD where the page is drawn by scripts', () => {
    const json = {
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'NewsArticle', headline: 'Harbour of Port Elm reopens', articleBody: `${sentence(1)}\n\n${sentence(2)}`, author: { '@id': '#ida' } },
        { '@id': '#ida', '@type': 'Person', name: 'Ida Moor' },
      ],
    };
    const article = extractArticle(
      `<html><head><script type="application/ld+json">${JSON.stringify(json)}</script></head><body><div id="root">Loading</div></body></html>`,
      { url },
    );
    expect(article.text).toBe(`${sentence(1)}\n\n${sentence(2)}`);
    expect(article.author).toBe('Ida Moor');
  });

  it('comes from the state of a framework where nothing else holds it', () => {
    const state = {
      user: null,
      menu: [{ title: 'Home', hint: 'Go to the first page of all pages.' }],
      story: { parts: [{ html: `<p>${sentence(1)}</p><p>${sentence(2)}</p>` }, { html: `<p>${sentence(3)}</p><p>${sentence(4)}</p>` }] },
    };
    const article = extractArticle(`<html><body><div id="app">Please wait</div><script>window.__STATE__ = ${JSON.stringify(state)};</script></body></html>`, {
      url,
    });
    expect(article.text.split('\n\n')).toEqual([1, 2, 3, 4].map(sentence));
  });

  it('is missing on a page that has none', () => {
    expect(notAnArticle('')).toBe(true);
    expect(notAnArticle('<html><body><script>x()</script></body></html>')).toBe(true);
  });
});

describe('what a page says about its article', () => {
  it('is read from JSON-LD before anything else', () => {
    const json = {
      '@type': 'NewsArticle',
      headline: 'Harbour of Port Elm reopens',
      datePublished: '2031-04-09T06:30:00+02:00',
      author: [{ '@type': 'Person', name: 'Ida Moor' }, { name: 'Jon Vale' }],
      inLanguage: 'en-GB',
      publisher: { name: 'The Elm Gazette' },
      image: { url: '/lead.jpg' },
    };
    const article = extractArticle(
      page({ head: `<meta name="author" content="Web Desk"><script type="application/ld+json">${JSON.stringify(json)}</script>` }),
      { url },
    );
    expect(article).toMatchObject({
      title: 'Harbour of Port Elm reopens',
      author: 'Ida Moor, Jon Vale',
      language: 'en-gb',
      siteName: 'The Elm Gazette',
      image: 'https://www.gazette.example/lead.jpg',
    });
    expect(article.publishedAt?.toISOString()).toBe('2031-04-09T04:30:00.000Z');
  });

  it('is read from meta elements', () => {
    const head =
      '<meta property="og:title" content="Harbour of Port Elm reopens"><meta property="og:site_name" content="The Elm Gazette"><meta property="article:published_time" content="2031-04-08T10:00:00Z"><meta name="author" content="By Ida Moor"><meta property="og:image" content="https://img.example/a.jpg">';
    const article = extractArticle(page({ head }), { url });
    expect(article).toMatchObject({
      title: 'Harbour of Port Elm reopens',
      author: 'Ida Moor',
      siteName: 'The Elm Gazette',
      image: 'https://img.example/a.jpg',
    });
    expect(article.publishedAt?.toISOString()).toBe('2031-04-08T10:00:00.000Z');
  });

  it.each([
    ['<time datetime="2031-04-07T08:00:00Z">yesterday</time>', '2031-04-07'],
    ['<span class="date">7. April 2031</span>', '2031-04-07'],
    ['<div class="post-meta">Опубликовано 7 апреля 2031, 10:20</div>', '2031-04-07'],
    ['<div class="meta">Apr 7, 2031</div>', '2031-04-07'],
    ['<p class="datum">07.04.2031</p>', '2031-04-07'],
    ['<p class="info">2031年4月7日</p>', '2031-04-07'],
  ])('reads the date in %s', (markup, day) => {
    const article = extractArticle(page({ before: markup }), { url: 'https://www.gazette.example/harbour' });
    expect(article.publishedAt?.toISOString().slice(0, 10)).toBe(day);
  });

  it('takes the day from the address when the page tells none', () => {
    expect(extractArticle(page(), { url }).publishedAt?.toISOString()).toBe('2031-04-09T00:00:00.000Z');
    expect(extractArticle(page(), { url: 'https://www.gazette.example/harbour' }).publishedAt).toBeNull();
  });

  it.each([
    ['<p class="byline">Von Ida Moor | 9. April 2031</p>', 'Ida Moor'],
    ['<a rel="author" href="/ida">Ida Moor</a>', 'Ida Moor'],
    ['<span itemprop="author"><span itemprop="name">Ida Moor</span></span>', 'Ida Moor'],
    ['<div>By Ida Moor and Jon Vale</div>', 'Ida Moor and Jon Vale'],
    ['<div class="post-info">Posted on April 9, 2031 by Ida Moor</div>', 'Ida Moor'],
    ['<p>Автор: Ида Мор</p>', 'Ида Мор'],
    ['<div>By Ida Moor April 9, 2031</div>', 'Ida Moor'],
    ['<p class="byline">Autor/in: Ida Moor</p>', 'Ida Moor'],
    ['<span><a href="/authors/ida-moor-17">Ida Moor</a></span>', 'Ida Moor'],
    ['<p style="text-align: right"><em>Ida Moor</em></p>', 'Ida Moor'],
  ])('reads the author in %s', (markup, author) => {
    expect(extractArticle(page({ before: markup }), { url }).author).toBe(author);
  });

  it('does not take the site for the author when the page names a person', () => {
    const head = '<meta name="author" content="The Elm Gazette"><meta property="og:site_name" content="The Elm Gazette">';
    expect(extractArticle(page({ head, before: '<p>By Ida Moor</p>' }), { url }).author).toBe('Ida Moor');
  });

  it('takes the author in microdata before the desk in meta, also below the text', () => {
    const head = '<meta name="author" content="Ministry of Ports">';
    expect(extractArticle(page({ head, after: '<div class="article-footer"><span itemprop="author">Ida Moor</span></div>' }), { url }).author).toBe('Ida Moor');
    expect(extractArticle(page({ head, after: '<div class="comments"><span itemprop="author">Jon</span></div>' }), { url }).author).toBe('Ministry of Ports');
  });

  it('names the agency that the text begins with when nobody else is named', () => {
    const body = `<p>Port Elm (dpa/el) - ${sentence(1)}</p>${paragraphs(6, 2)}`;
    expect(extractArticle(page({ body }), { url }).author).toBe('dpa/el');
    expect(extractArticle(page({ body, before: '<p>By Ida Moor</p>' }), { url }).author).toBe('Ida Moor');
  });

  it('takes a day that is said to be that of publication before one of the page', () => {
    const head = '<meta name="date" content="2031-04-01T10:00:00Z">';
    const published = extractArticle(page({ head, before: '<time itemprop="datePublished" datetime="2031-04-07">7.4.</time>' }), { url });
    expect(published.publishedAt?.toISOString()).toBe('2031-04-07T00:00:00.000Z');
    const plain = extractArticle(page({ head, before: '<time datetime="2031-04-08">8.4.</time>' }), { url });
    expect(plain.publishedAt?.toISOString()).toBe('2031-04-01T10:00:00.000Z');
  });

  it.each([
    ['Ferries at sea: The long winter of Port Elm ends', '<h1><span class="kicker">Ferries at sea</span> The long winter of Port Elm ends</h1>'],
    ['Ferries The long winter of Port Elm ends', '<h1>The long winter of Port Elm ends</h1>'],
    ['The long winter in Port Elm ends | Gazette', '<h1>The long winter of Port Elm ends</h1>'],
    ['Become a member and read on', '<h1>The long winter of Port Elm ends</h1>', 'Long winter of Port Elm ends - News (en)'],
    ['09.04.2031 - The long winter of Port Elm ends', ''],
  ])('has the headline for title where the page is called %s', (called, heading, title = called) => {
    const html = `<html><head><title>${title}</title><meta property="og:title" content="${called}"></head><body>${heading}<article>${paragraphs(8)}</article></body></html>`;
    expect(extractArticle(html, { url }).title).toBe('The long winter of Port Elm ends');
  });

  it('keeps the name of the page where its heading says something else', () => {
    const html = `<html><head><title>Harbour of Port Elm reopens</title></head><body><h1>Winter sale at the Elm store</h1><article>${paragraphs(8)}</article></body></html>`;
    expect(extractArticle(html, { url }).title).toBe('Harbour of Port Elm reopens');
  });

  it('uses the language that the reader knows when the page declares none', () => {
    const html = page().replace(' lang="en-GB"', '');
    expect(extractArticle(html, { url, language: 'en' }).language).toBe('en');
    expect(extractArticle(html, { url }).language).toBeNull();
  });
});

describe('pages built to keep a reader busy', () => {
  const bombs: [name: string, html: string][] = [
    ['nested boxes', `${'<div>'.repeat(60_000)}${sentence(1)}`],
    ['boxes nested as deep as is read, many times', `${'<div>'.repeat(240)}${paragraphs(3)}${'</div>'.repeat(240)}`.repeat(100)],
    ['tables in tables', `${'<table><tr><td>'.repeat(60)}${sentence(1)}${'</td></tr></table>'.repeat(60)}`.repeat(150)],
    ['elements without end', '<p>x</p>'.repeat(500_000)],
    ['a list of pictures that is none', `<img srcset="${'a'.repeat(2_000_000)} z z">${paragraphs(3)}`],
    ['many lists of pictures that are none', `<img srcset="${'a'.repeat(4000)} z z">`.repeat(1000)],
    ['a title of a million separators', `<title>${' - a'.repeat(250_000)}</title>${paragraphs(3)}`],
    ['JSON that nests', `<script type="application/ld+json">${'{"a":'.repeat(200_000)}</script>${paragraphs(3)}`],
    ['formats that reopen in every paragraph', `${Array.from({ length: 3000 }, (_, n) => `<b a=${n}>`).join('')}${'<p>x</p>'.repeat(3000)}`],
  ];

  it.each(bombs)(
    '%s: read or refused',
    (_name, html) => {
      try {
        extractArticle(html, { url });
      } catch (error) {
        expect(error).toMatchObject({ code: 'not_an_article' });
      }
    },
    60_000,
  );
});
