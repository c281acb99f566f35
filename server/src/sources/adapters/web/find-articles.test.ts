import { describe, expect, it } from 'vitest';
import { articleToRawPost } from './article-to-raw-post.ts';
import { findArticles } from './find-articles.ts';

const home = 'https://www.gazette.example/';
const shell = (main: string) => `<html><body>
  <header><nav class="main-menu"><a href="/politics">Politics and the wide world today</a><a href="/sport/all-results-of-the-week">All results of the whole week</a></nav></header>
  <main>${main}</main>
  <aside class="sidebar"><a href="/2031/04/01/most-read-of-all-old-stories">The most read of all our old stories</a></aside>
  <footer><a href="/about-us">About us and our long history</a><a href="/privacy-policy">Our policy on your privacy</a><a href="https://social.example/gazette/the-whole-long-page">Follow us on the other site</a></footer></body></html>`;
const urls = (html: string) => findArticles(html, home).map(({ url }) => url);

describe('articles on a front page', () => {
  it('are the headlines of the main part, not menus, sections or other sites', () => {
    const card = (path: string, title: string) =>
      `<div class="card"><a href="${path}"><img src="/x.jpg" alt=""></a><h3><a href="${path}">${title}</a></h3><p>Some lines about it. <a href="${path}">Read more</a></p><a href="/tag/ferry">Ferries and their long crossings</a><a href="/author/ida-moor-of-the-desk">Ida Moor of the desk</a></div>`;
    const html = shell(
      card('/2031/04/09/harbour-reopens', 'Harbour of Port Elm reopens after two winters') +
        card('/2031/04/08/tide-tables-printed', 'Tide tables are printed once again') +
        card('/2031/04/07/pier-painted-green', 'Council paints the old pier green'),
    );
    expect(findArticles(html, home)).toEqual([
      { url: 'https://www.gazette.example/2031/04/09/harbour-reopens', title: 'Harbour of Port Elm reopens after two winters' },
      { url: 'https://www.gazette.example/2031/04/08/tide-tables-printed', title: 'Tide tables are printed once again' },
      { url: 'https://www.gazette.example/2031/04/07/pier-painted-green', title: 'Council paints the old pier green' },
    ]);
  });

  it('come newest first where the page tells dates', () => {
    const item = (day: string, n: number) =>
      `<li><time datetime="2031-04-0${day}">x</time> <a href="/news/${n}0001-story-of-the-day-number-${n}">The story of the day with number ${n}</a></li>`;
    expect(urls(shell(`<ul class="list">${item('2', 1)}${item('7', 2)}${item('5', 3)}</ul>`)).map((url) => /number-(\d)/.exec(url)?.[1])).toEqual([
      '2',
      '3',
      '1',
    ]);
  });

  it('are known by numbers in addresses without words', () => {
    const item = (id: number) => `<div class="item"><h2><a href="/article.php?id=${id}">Ein neuer Bericht über den Hafen Nummer ${id}</a></h2></div>`;
    expect(urls(shell([811, 812, 813].map(item).join('')))).toHaveLength(3);
  });

  it('are found in languages without spaces', () => {
    const item = (id: number) => `<li class="news"><a href="/a/${id}000${id}.html">港口在修缮两个冬天之后重新开放第${id}号报道</a></li>`;
    expect(findArticles(shell(`<ul>${[1, 2, 3].map(item).join('')}</ul>`), home)).toHaveLength(3);
  });

  it('are not the references inside running text, files, or the page itself', () => {
    const body = `<p>Many words stand around this link to <a href="/2030/01/02/an-older-story-of-ours">an older story of ours</a> and go on for long after it, as text does.</p><a href="/files/the-annual-report-of-2031.pdf">The annual report of the year 2031</a><a href="/#the-top-of-this-very-page">Back to the top of this very page</a>`;
    expect(urls(shell(body))).toEqual([]);
  });

  it('are none on an empty, foreign or endless page', () => {
    expect(findArticles('', home)).toEqual([]);
    expect(findArticles('<a href="/2031/04/09/a-story-of-some-length">A story of some length</a>', 'not an address')).toEqual([]);
    expect(findArticles('<div>'.repeat(100_000), home)).toEqual([]);
  });
});

describe('an article as a post', () => {
  it('keeps its text, facts and lead picture', () => {
    const article = {
      title: 'Harbour reopens',
      author: 'Ida Moor',
      publishedAt: new Date('2031-04-09T04:30:00Z'),
      language: 'en',
      siteName: 'The Elm Gazette',
      image: 'https://img.example/lead.jpg',
      blocks: [{ t: 'p' as const, c: [{ t: 'text' as const, text: 'Ferries & boats' }] }],
      text: 'Ferries & boats',
      readerable: true,
    };
    expect(articleToRawPost(article, 'https://gazette.example/a')).toMatchObject({
      guid: null,
      url: 'https://gazette.example/a',
      title: 'Harbour reopens',
      author: 'Ida Moor',
      html: '<p>Ferries &amp; boats</p>',
      baseUrl: 'https://gazette.example/a',
      postedAt: new Date('2031-04-09T04:30:00Z'),
      language: 'en',
      media: [{ type: 'photo', url: 'https://img.example/lead.jpg' }],
    });
    expect(articleToRawPost({ ...article, image: null }, 'https://gazette.example/a').media).toEqual([]);
  });
});
