import { describe, expect, it } from 'vitest';
import { normalise, type NormaliseSource } from './normalise.ts';
import type { RawPost } from './raw-post.ts';

const now = new Date('2026-03-01T12:00:00Z');
const source: NormaliseSource = { id: 1, kind: 'rss', address: 'https://tidewater.example/feed.xml', language: null };

function raw(over: Partial<RawPost> = {}): RawPost {
  return {
    guid: 'tag:tidewater.example,2026:1',
    url: 'https://tidewater.example/2026/bridge',
    title: 'Harbour bridge opens',
    author: 'Ada Marsh',
    html: '<p>The new bridge over the harbour opened this morning.</p><p>Two thousand people walked across it.</p>',
    baseUrl: null,
    postedAt: new Date('2026-03-01T10:00:00Z'),
    updatedAt: null,
    language: null,
    media: [],
    categories: ['Town'],
    ...over,
  };
}

const make = (over: Partial<RawPost> = {}, of: Partial<NormaliseSource> = {}) => normalise(raw(over), { ...source, ...of }, now);

describe('normalise', () => {
  it('gives text, blocks, language, words and a snippet', () => {
    const post = make();
    expect(post.text).toBe('The new bridge over the harbour opened this morning.\n\nTwo thousand people walked across it.');
    expect(post.blocks).toHaveLength(2);
    expect(post).toMatchObject({
      externalId: 'tag:tidewater.example,2026:1',
      title: 'Harbour bridge opens',
      author: 'Ada Marsh',
      language: 'en',
      words: 15,
      categories: ['Town'],
      dateIsGuess: false,
      truncated: false,
      links: [],
      media: [],
    });
    expect(post.uniqueCode).toMatch(/^rss_/);
  });

  it('leaves a missing title missing, and keeps a repeated one out of the snippet', () => {
    expect(make({ title: null }).title).toBeNull();
    expect(make({ title: '  \n ' }).title).toBeNull();
    const html = '<h2>Harbour bridge opens</h2><p>It took five years.</p>';
    expect(make({ html }).snippet).toBe('It took five years.');
    expect(make({ title: 'Harbour', html: '<p>Harbourmaster resigns.</p>' }).snippet).toBe('Harbourmaster resigns.');
    expect(make({ title: 'Bridge: “open”', html: '<p>Bridge - "OPEN". At last.</p>' }).snippet).toBe('At last.');
  });

  it('lets no mark of direction turn a title or a name around', () => {
    const post = make({ title: 'Annual report \u202etxt.exe\u202c', author: '\u2066Ada\u2069 \u202bMarsh', categories: ['\u202dTown'] });
    expect(post).toMatchObject({ title: 'Annual report txt.exe', author: 'Ada Marsh', categories: ['Town'] });
  });

  it('cuts what stands before "@" from addresses: it looks like another host', () => {
    const html =
      '<p><a href="https://paypal.com@127.0.0.1/pay">Pay</a> or write to https://bank.example:443@evil.example/ <img src="https://a:b@img.example/1.png"></p>';
    const post = make({ url: 'https://paypal.com:secret@tidewater.example/2026/bridge?id=5', html });
    expect(post).toMatchObject({ url: 'https://tidewater.example/2026/bridge?id=5', media: [{ url: 'https://img.example/1.png' }] });
    expect(JSON.stringify(post.blocks)).toContain('"href":"https://127.0.0.1/pay"');
    const media = [{ type: 'photo' as const, url: 'https://a@img.example/2.png', mimeType: null, size: null }];
    expect(make({ url: 'https://paypal.com@tidewater.example/2026/bridge', media })).toMatchObject({
      url: 'https://tidewater.example/2026/bridge',
      media: [{ url: 'https://img.example/2.png' }],
    });
  });

  it('keeps the end of the first line in the snippet of a post without a title', () => {
    expect(make({ title: null, html: '<p>Ferry late<br>Wait at pier 3.</p><p>Or walk.</p>' }).snippet).toBe('Ferry late\nWait at pier 3. Or walk.');
    expect(make({ title: 'News', html: '<p>Ferry late<br>Wait.</p>' }).snippet).toBe('Ferry late Wait.');
  });

  it('keeps the no-break space inside a number together, and no other', () => {
    const text = 'За\u00a0год 5\u202f208 пакетов, 20\u00a0% из них 1\u00a0 000 раз';
    const shown = 'За год 5\u202f208 пакетов, 20 % из них 1 000 раз';
    const post = make({ title: text, html: `<p>Порт. ${text}</p>` });
    expect([post.title, post.snippet]).toEqual([shown, `Порт. ${shown}`]);
  });

  it('cuts snippets between words at 280 characters', () => {
    const { snippet } = make({ html: `<p>${'harbour '.repeat(200)}</p>` });
    expect(snippet.length).toBeLessThanOrEqual(280);
    expect(snippet).toMatch(/harbour…$/);
  });

  it('uses the summary when there is no body', () => {
    expect(make({ html: '', summaryHtml: '<p>Short words.</p>' }).text).toBe('Short words.');
  });

  it('bounds titles, texts, media and categories', () => {
    const post = make({
      title: 'word '.repeat(200_000),
      html: `<p>${'многословие '.repeat(30_000)}</p>`.repeat(3),
      media: Array.from({ length: 300 }, (_, n) => ({ type: 'photo' as const, url: `https://tidewater.example/${String(n)}.jpg`, mimeType: null, size: null })),
      categories: Array.from({ length: 300 }, (_, n) => `category ${String(n)}`),
    });
    expect(post.title!.length).toBeLessThanOrEqual(500);
    expect(post.text.length).toBeLessThanOrEqual(200_000);
    expect(JSON.stringify(post.blocks).length).toBeLessThan(220_000);
    expect(post.media).toHaveLength(50);
    expect(post.categories).toHaveLength(30);
    expect(post.truncated).toBe(true);
  });

  it('removes what PostgreSQL refuses, wherever it stands', () => {
    const bad = 'a\u0000b\ud800c';
    const post = make({
      title: bad,
      author: bad,
      html: `<p>${bad} <a href="https://tidewater.example/${bad}">${bad}</a></p>`,
      guid: bad,
      categories: [bad],
      url: `https://tidewater.example/${bad}`,
      media: [
        { type: 'document', url: `https://tidewater.example/${bad}`, mimeType: bad, size: 1, title: bad, thumbnailUrl: `https://tidewater.example/${bad}` },
      ],
    });
    expect(JSON.stringify(post)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(post.title).toBe('ab\ufffdc');
  });

  it('keeps sensible dates and marks guesses', () => {
    const at = (postedAt: Date | null, updatedAt: Date | null = null) => {
      const post = make({ postedAt, updatedAt });
      return [post.postedAt.toISOString(), post.dateIsGuess];
    };
    expect(at(new Date('2026-03-01T12:09:00Z'))).toEqual(['2026-03-01T12:09:00.000Z', false]);
    expect(at(new Date('2026-03-01T12:11:00Z'))).toEqual(['2026-03-01T12:00:00.000Z', true]);
    expect(at(new Date('1970-01-01T00:00:00Z'))).toEqual(['2026-03-01T12:00:00.000Z', true]);
    expect(at(null, new Date('2026-02-27T00:00:00Z'))).toEqual(['2026-02-27T00:00:00.000Z', true]);
    expect(at(new Date(Number.NaN))).toEqual(['2026-03-01T12:00:00.000Z', true]);
    expect(make({ updatedAt: new Date('2030-01-01T00:00:00Z') }).updatedAt).toBeNull();
  });

  it('takes pictures of the body as media, each once', () => {
    const listed = { type: 'photo' as const, url: 'https://tidewater.example/a.jpg?utm_source=x', mimeType: 'IMAGE/JPEG', size: 12.4 };
    const post = make({ html: '<img src="/a.jpg" alt=""><img src="/b.jpg" alt="" width="640">', baseUrl: 'https://tidewater.example/', media: [listed] });
    expect(post.media.map((media) => media.url)).toEqual(['https://tidewater.example/a.jpg?utm_source=x', 'https://tidewater.example/b.jpg']);
    expect(post.media[0]).toMatchObject({ mimeType: 'image/jpeg', size: 12 });
  });

  it('keeps media without an address, drops media with a hostile one', () => {
    const post = make({
      media: [
        { type: 'poll', url: null, mimeType: null, size: null, title: 'Tea or coffee?' },
        { type: 'photo', url: 'javascript:alert(1)', mimeType: null, size: null },
        { type: 'video', url: 'file:///etc/passwd', mimeType: null, size: -5, duration: Number.POSITIVE_INFINITY },
      ],
    });
    expect(post.media).toEqual([{ type: 'poll', url: null, mimeType: null, size: null, title: 'Tea or coffee?' }]);
  });

  it('keeps the address of an item with its fragment, without tracking', () => {
    expect(make({ url: 'https://tidewater.example/changes?utm_source=rss#v2' }).url).toBe('https://tidewater.example/changes#v2');
    expect(make({ url: 'https://Tidewater.example' }).url).toBe('https://Tidewater.example');
    expect(make({ url: null, guid: 'https://tidewater.example/g' }).url).toBe('https://tidewater.example/g');
    expect(make({ url: null, guid: 'https://tidewater.example/g', guidIsOpaque: true }).url).toBeNull();
    expect(make({ url: 'javascript:alert(1)', guid: '7' }).url).toBeNull();
  });

  it('has a content hash that edits change and noise does not', () => {
    const html = (link: string, text = 'Read the report at') =>
      `<p>${text} <a href="https://tidewater.example/report${link}">https://tidewater.example/report${link}</a></p>`;
    const signed = (token: string) => [{ type: 'photo' as const, url: `https://cdn.example/${token}.jpg`, mimeType: null, size: 1 }];
    const first = make({ html: html(''), media: signed('a') }).contentHash;
    expect(make({ html: html('?utm_campaign=1').replace('<p>', '<p>\n  '), media: signed('b') }).contentHash).toBe(first);
    expect(make({ html: html('', 'Read a report at'), media: signed('a') }).contentHash).not.toBe(first);
    expect(make({ html: html('-2'), media: signed('a') }).contentHash).not.toBe(first);
    expect(make({ html: html(''), media: signed('a'), title: 'New title' }).contentHash).not.toBe(first);
  });

  it('collects links without tracking, each once', () => {
    const html = '<p><a href="/a?utm_source=x">a</a> <a href="/a">again</a> <a href="mailto:a@tidewater.example">mail</a> <a href="/b">b</a></p>';
    expect(make({ html, baseUrl: 'https://tidewater.example/' }).links).toEqual(['https://tidewater.example/a', 'https://tidewater.example/b']);
  });

  it('survives hostile bodies and cuts them', () => {
    const bodies = [
      '<'.repeat(1_000_000),
      '<b>'.repeat(300_000),
      '<blockquote>'.repeat(100_000),
      '&amp'.repeat(300_000),
      '\u0000'.repeat(1_000_000),
      `<p>${'<br>'.repeat(500_000)}`,
    ];
    for (const html of bodies) {
      const post = make({ html, title: html });
      expect(post.text.length).toBeLessThanOrEqual(200_000);
    }
  });
});

it('keeps few of the marks of a body made of marks, in title, text, blocks and categories', () => {
  const marks = `a${'\u0301\u0316'.repeat(1_000_000)}`;
  const post = make({ title: marks, author: marks, html: `<p>${marks}</p>`, categories: [marks] });
  expect([post.title!.length, post.text.length, post.categories[0]!.length]).toEqual([9, 9, 9]);
  expect(JSON.stringify(post.blocks).length).toBeLessThan(100);
});
