import { describe, expect, it } from 'vitest';
import type { RawPost } from './raw-post.ts';
import { findAmbiguousKeys, uniqueCode } from './unique-code.ts';

const feed = { address: 'https://tidewater.example/feed.xml' };
const otherFeed = { address: 'https://tidewater.example/sport/feed.xml' };
const strange = { address: 'https://hillside.example/rss' };

function raw(over: Partial<RawPost>): RawPost {
  return {
    guid: null,
    url: null,
    title: 'Harbour bridge opens',
    author: null,
    html: '<p>The bridge is open.</p>',
    baseUrl: null,
    postedAt: new Date('2026-03-01T10:00:00Z'),
    updatedAt: null,
    language: null,
    media: [],
    categories: [],
    ...over,
  };
}

const rss = (over: Partial<RawPost>, source: { address: string } = feed) => uniqueCode('rss', raw(over), source);

/** Codes of a batch, as ingest makes them. */
function codes(items: Partial<RawPost>[], source = feed): string[] {
  const raws = items.map(raw);
  const ambiguousKeys = findAmbiguousKeys('rss', raws, source);
  return raws.map((one) => uniqueCode('rss', one, { ...source, ambiguousKeys }));
}

describe('the unique code', () => {
  it('names a Telegram message by its chat and number, whichever way it was read', () => {
    const telegram = { chatId: '-1001234567890', messageId: 42, views: null, edited: false };
    expect(uniqueCode('telegram', raw({ telegram }), { address: 'https://t.me/tidewater' })).toBe('tg_-1001234567890_42');
    const unnamed = { ...telegram, chatId: null };
    expect(uniqueCode('telegram', raw({ telegram: unnamed }), { address: 'https://t.me/s/Tidewater' })).toBe('tg_tidewater_42');
  });

  it('has the shape rss_ or web_ and 64 hex digits', () => {
    expect(rss({ guid: 'https://tidewater.example/a' })).toMatch(/^rss_[0-9a-f]{64}$/);
    expect(uniqueCode('web', raw({ url: 'https://tidewater.example/a' }), feed)).toMatch(/^web_[0-9a-f]{64}$/);
  });

  it('is the same for one article in two feeds of a site, by guid or by link', () => {
    const guid = 'tag:tidewater.example,2026:post-88';
    expect(rss({ guid })).toBe(rss({ guid, url: 'https://tidewater.example/2026/bridge' }, otherFeed));
    const url = 'https://tidewater.example/2026/bridge';
    expect(rss({ url })).toBe(rss({ url, guid: url }, otherFeed));
    expect(rss({ url, guid: '88' })).toBe(rss({ url: `${url}?utm_source=sport` }, otherFeed));
  });

  it('does not change with tracking, scheme, "www.", a closing slash or a tracking fragment', () => {
    const plain = rss({ url: 'https://tidewater.example/2026/bridge' });
    for (const url of [
      'https://tidewater.example/2026/bridge?utm_source=rss&utm_medium=feed',
      'http://www.tidewater.example/2026/bridge/',
      'https://tidewater.example/2026/bridge#xtor=RSS-3',
      'https://tidewater.example/2026/bridge#comments',
    ]) {
      expect(rss({ url })).toBe(plain);
    }
  });

  it('tells items apart that differ only in their fragment or query', () => {
    const page = 'https://tidewater.example/changes';
    expect(new Set(codes([{ url: `${page}#v1` }, { url: `${page}#v2` }, { url: `${page}?id=1` }, { url: `${page}?id=2` }])).size).toBe(4);
  });

  it('does not take guids such as "1" of different sites for one post', () => {
    expect(rss({ guid: '1' })).not.toBe(rss({ guid: '1' }, strange));
    expect(rss({ guid: '1', url: 'https://tidewater.example/news' })).not.toBe(rss({ guid: '2', url: 'https://tidewater.example/news' }));
  });

  it('follows the article when guids only count positions', () => {
    const monday = codes([
      { guid: '1', url: 'https://tidewater.example/2026/a', title: 'A' },
      { guid: '2', url: 'https://tidewater.example/2026/b', title: 'B' },
    ]);
    const tuesday = codes([
      { guid: '1', url: 'https://tidewater.example/2026/c', title: 'C' },
      { guid: '2', url: 'https://tidewater.example/2026/a', title: 'A' },
    ]);
    expect(tuesday[1]).toBe(monday[0]);
    expect(monday).not.toContain(tuesday[0]);
  });

  it('tells items apart when all of a feed share one link, one guid, or both', () => {
    const url = 'https://tidewater.example/2026/all-news';
    const items = [1, 2, 3].map((n) => ({ title: `Item ${String(n)}`, html: `<p>Text ${String(n)}</p>` }));
    expect(new Set(codes(items.map((item, n) => ({ ...item, url, guid: String(n) })))).size).toBe(3);
    expect(new Set(codes(items.map((item) => ({ ...item, url })))).size).toBe(3);
    expect(new Set(codes(items.map((item) => ({ ...item, url, guid: url })))).size).toBe(3);
    expect(new Set(codes(items.map((item) => ({ ...item, guid: 'https://tidewater.example/' })))).size).toBe(3);
  });

  it('tells items apart that share a guid by mistake, with links and without', () => {
    const guid = 'dup';
    expect(
      new Set(
        codes([
          { guid, title: 'A' },
          { guid, title: 'B' },
        ]),
      ).size,
    ).toBe(2);
    const links = ['a', 'b', 'a'].map((name, n) => ({ guid, url: `https://tidewater.example/2026/${name}`, title: `Item ${String(n)}` }));
    expect(new Set(codes(links)).size).toBe(3);
  });

  it('keeps two versions of one entry together', () => {
    const entry = { guid: 'tag:tidewater.example,2026:7', url: 'https://tidewater.example/2026/bridge' };
    expect(
      new Set(
        codes([
          { ...entry, title: 'Bridge opens' },
          { ...entry, title: 'Bridge opens (updated)' },
        ]),
      ).size,
    ).toBe(1);
  });

  it('holds worldwide guids to their form', () => {
    const worldwide = [
      'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
      '1225C695-CFB8-4EBB-AAAA-80DA344EFA6A',
      'tag:tidewater.example,2026-01:x',
      'yt:video:abcdefghijk',
      '1234 at https://tidewater.example',
    ];
    for (const guid of worldwide) expect(rss({ guid })).toBe(rss({ guid }, strange));
    for (const guid of ['7', 'post-7', 'tag:,2026:x', '1234 at http://default', 'urn:x', 'd41d8cd98f00b204e9800998ecf8427e']) {
      expect(rss({ guid })).not.toBe(rss({ guid }, strange));
    }
    expect(rss({ guid: worldwide[0]! })).toBe(rss({ guid: worldwide[1]! }));
  });

  it('falls back to title, text and date, bound to the source', () => {
    const same = rss({});
    expect(rss({ html: '<p>The  bridge is\nopen.</p>' })).toBe(same);
    expect(rss({ title: 'Another' })).not.toBe(same);
    expect(rss({}, strange)).not.toBe(same);
    expect(rss({ url: 'https://tidewater.example/' })).toBe(rss({ url: 'https://tidewater.example' }));
    expect(rss({ postedAt: new Date(Number.NaN) })).toMatch(/^rss_/);
  });

  it('does not trip over addresses that are none', () => {
    for (const url of ['', 'javascript:alert(1)', 'http://', 'https://[bad', 'mailto:a@tidewater.example', 'x'.repeat(100_000)]) {
      expect(rss({ url, guid: url })).toMatch(/^rss_[0-9a-f]{64}$/);
    }
  });
});
