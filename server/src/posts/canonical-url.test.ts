import { describe, expect, it } from 'vitest';
import { canonicalUrl, resolveUrl, stripTracking } from './canonical-url.ts';

describe('the canonical address of a page', () => {
  it.each([
    ['HTTP://News.Example:80/A?b=1#top', 'http://news.example/A?b=1'],
    ['https://news.example:443', 'https://news.example/'],
    ['https://новости.example/а', 'https://xn--b1amnebsh.example/%D0%B0'],
    ['https://news.example./x', 'https://news.example/x'],
    ['https://app.example/#!/posts/1', 'https://app.example/#!/posts/1'],
    ['https://user:secret@news.example/x', 'https://news.example/x'],
    ['https://news.example/a?utm_source=x&id=5&UTM_Medium=y&fbclid=z&page=2', 'https://news.example/a?id=5&page=2'],
    ['https://news.example/a?z=1&a=2&gclid=3', 'https://news.example/a?z=1&a=2'],
    ['https://news.example/a?yclid=1&mtm_campaign=2', 'https://news.example/a'],
    ['https://news.example/a?ref=news.example', 'https://news.example/a'],
    ['https://news.example/a?ref=other.example', 'https://news.example/a?ref=other.example'],
    ['https://news.example/a?q=%E2%9C%93&x=a+b', 'https://news.example/a?q=%E2%9C%93&x=a+b'],
    ['  https://news.example/a  ', 'https://news.example/a'],
  ])('%s is %s', (address, canonical) => {
    expect(canonicalUrl(address)).toBe(canonical);
    expect(canonicalUrl(canonical)).toBe(canonical);
  });

  it.each(['', 'mailto:a@b.example', 'javascript:x', 'https://', 'https://a|b/', 'ftp://f.example/', '/relative'])('%j has none', (address) => {
    expect(canonicalUrl(address)).toBeNull();
  });
});

describe('tracking parameters', () => {
  it('go with a reference to any of the senders, and leave the fragment', () => {
    expect(stripTracking('https://a.example/x?ref=feed.example&id=1#part', ['https://feed.example/rss'])).toBe('https://a.example/x?id=1#part');
  });

  it('are left alone in addresses that are not of the web', () => {
    expect(stripTracking('mailto:a@b.example?utm_source=x', [])).toBe('mailto:a@b.example?utm_source=x');
    expect(stripTracking('https://a|b/', [])).toBeNull();
  });
});

describe('resolving', () => {
  it('makes a relative address absolute, or says that it cannot', () => {
    expect(resolveUrl('../x', 'https://a.example/b/c/')).toBe('https://a.example/b/x');
    expect(resolveUrl('https://b.example/y', '://bad')).toBe('https://b.example/y');
    expect(resolveUrl('y', '://bad')).toBeNull();
    expect(resolveUrl('y', null)).toBeNull();
  });
});
