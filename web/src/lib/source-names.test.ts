import { describe, expect, it } from 'vitest';
import { addressesOf, hintsOf } from './source-names.ts';

const source = (id: number, title: string, address: string, kind: 'rss' | 'telegram' = 'rss') => ({ id, title, address, kind });
const list = [
  source(1, 'Programming', 'https://www.reddit.com/r/programming/.rss'),
  source(2, 'Sailing', 'https://www.reddit.com/r/sailing/.rss'),
  source(3, 'News', 'https://harbour.example/feed'),
  source(4, 'news', 'https://coast.example/en/rss.xml'),
  source(5, 'Blog', 'https://a.example/?feed=rss'),
  source(6, 'Blog', 'https://a.example/comments/of/everybody/who/ever/wrote/here/feed.xml'),
  source(7, 'Alone', 'https://alone.example/feed/atom.xml'),
  source(8, 'Канал', 'prichal', 'telegram'),
];

describe('the words that tell sources apart', () => {
  it('are the host, with the path where a host or a name occurs twice', () => {
    expect([...addressesOf(list).values()]).toEqual([
      'reddit.com/r/programming/.rss',
      'reddit.com/r/sailing/.rss',
      'harbour.example/feed',
      'coast.example/en/rss.xml',
      'a.example/?feed=rss',
      'a.example/comments/of/ev…wrote/here/feed.xml',
      'alone.example',
      '@prichal',
    ]);
    expect(Math.max(...[...addressesOf(list).values()].map((text) => text.length))).toBeLessThanOrEqual(44);
  });

  it('are what differs between addresses of one host', () => {
    const twins = [source(1, 'New', 'https://reddit.com/r/programming/.rss'), source(2, 'New', 'https://reddit.com/r/sailing/.rss')];
    expect([...hintsOf(twins).values()]).toEqual(['programming', 'sailing']);
    expect([...hintsOf([source(1, 'New', 'https://a.example/'), source(2, 'New', 'https://a.example/feed')]).values()]).toEqual(['a.example', '/feed']);
  });

  it('stand beside a name only where it occurs twice: the host, or the path on one host', () => {
    expect([...hintsOf(list)]).toEqual([
      [3, 'harbour.example'],
      [4, 'coast.example'],
      [5, '?feed=rss'],
      [6, 'comments/of/…/feed.xml'],
    ]);
  });
});
