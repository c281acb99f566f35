import { describe, expect, test } from 'vitest';
import { discoverFeeds } from './discover-feeds.ts';

const page = 'https://harbour.example/news/today.html';
const addresses = (html: string): string[] => discoverFeeds(html, page).map((feed) => feed.address);
const link = (href: string, type = 'application/rss+xml', rest = ''): string => `<link rel="alternate" type="${type}" href="${href}"${rest}>`;

describe('discoverFeeds', () => {
  test('gives address, title and type of every declared feed, each once, in the order of the page', () => {
    const html = `<html><head>${link('/feed.xml', 'application/rss+xml', ' title="Harbour &amp; Quay"')}${link('atom.xml', 'application/atom+xml; charset=utf-8')}${link('/feed.xml#top')}${link('https://other.example/feed.json', 'application/feed+json')}</head>`;
    expect(discoverFeeds(html, page)).toEqual([
      { address: 'https://harbour.example/feed.xml', title: 'Harbour & Quay', type: 'application/rss+xml' },
      { address: 'https://harbour.example/news/atom.xml', title: null, type: 'application/atom+xml' },
      { address: 'https://other.example/feed.json', title: null, type: 'application/feed+json' },
    ]);
  });

  test('reads markup as people write it', () => {
    expect(addresses(`<LINK REL='Next  ALTERNATE' TYPE=Application/RSS+XML HREF= /a >`)).toEqual(['https://harbour.example/a']);
    expect(addresses(`<link rel="&#97;lternate" type=" text/xml " href="\n/a?x=1&amp;y=2\n"/>`)).toEqual(['https://harbour.example/a?x=1&y=2']);
    expect(addresses('<link rel=feed href=/a><body><p><link rel="alternate" type="application/rss+xml" href="/b">')).toEqual([
      'https://harbour.example/a',
      'https://harbour.example/b',
    ]);
  });

  test('resolves against the base of the page, wherever it stands', () => {
    expect(addresses(`${link('feed')}<base href="https://cdn.example/x/"><base href="https://wrong.example/">`)).toEqual(['https://cdn.example/x/feed']);
    expect(addresses(`<base href="/root/">${link('feed')}`)).toEqual(['https://harbour.example/root/feed']);
  });

  test('leaves out what is commented out, inside scripts, or no feed', () => {
    const html = `<!-- ${link('/1')} --><script>document.write('${link('/2')}')</script><title>${link('/3')}</title>
      <link rel="alternate stylesheet" type="text/xml" href="/4"><link rel="alternate" hreflang="de" href="/5">${link('/wp-json/wp/v2/posts/1', 'application/json')}${link('/oembed?url=x', 'text/xml')}${link('')}${link('ftp://x.example/')}
      <link rel="alternate" type="text/html" href="/6"><link type="application/rss+xml" href="/7">`;
    expect(addresses(html)).toEqual([]);
  });

  test('puts feeds of comments last', () => {
    expect(addresses(link('/comments/feed/') + link('/feed/') + link('/x', 'application/rss+xml', ' title="Kommentare zu Hafen"'))).toEqual([
      'https://harbour.example/feed/',
      'https://harbour.example/comments/feed/',
      'https://harbour.example/x',
    ]);
  });

  test('falls back on links that are called like a feed', () => {
    const html = '<a href="/about">About</a><a href="/rss">RSS</a><a href="https://harbour.example/blog/index.xml">x</a><a href="/feedback">y</a>';
    expect(discoverFeeds(html, page).map(({ address, type }) => [address, type])).toEqual([
      ['https://harbour.example/rss', null],
      ['https://harbour.example/blog/index.xml', null],
    ]);
    expect(addresses(`<a href="/rss">RSS</a>${link('/feed')}`)).toEqual(['https://harbour.example/feed']);
  });

  test.each(['<div>', '<link ', '<a href="/rss">', '<script>', '<!--', '<base href="', `<a b="<a c='`, '<title>'])(
    'comes to its end on a million characters of %j',
    (piece) => void discoverFeeds(piece.repeat(Math.ceil(1e6 / piece.length)), page),
    60_000,
  );
});
