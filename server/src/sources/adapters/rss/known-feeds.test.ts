import { describe, expect, test } from 'vitest';
import { guessFeedAddresses, knownFeedAddress } from './known-feeds.ts';

describe('knownFeedAddress', () => {
  test.each([
    ['https://www.youtube.com/channel/UCabc123', 'https://www.youtube.com/feeds/videos.xml?channel_id=UCabc123'],
    ['https://youtube.com/playlist?list=PLx', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PLx'],
    ['https://m.youtube.com/user/someone', 'https://www.youtube.com/feeds/videos.xml?user=someone'],
    ['https://github.com/ada/quay', 'https://github.com/ada/quay/releases.atom https://github.com/ada/quay/commits.atom'],
    ['https://github.com/ada/quay/tags', 'https://github.com/ada/quay/tags.atom'],
    ['https://github.com/ada/quay/commits/dev/next', 'https://github.com/ada/quay/commits/dev/next.atom'],
    ['https://github.com/ada', 'https://github.com/ada.atom'],
    ['https://gitlab.com/group/sub/quay', 'https://gitlab.com/group/sub/quay/-/releases.atom https://gitlab.com/group/sub/quay.atom'],
    ['https://gitlab.com/group/quay/-/tags', 'https://gitlab.com/group/quay/-/tags?format=atom'],
    ['https://codeberg.org/ada/quay/releases', 'https://codeberg.org/ada/quay/releases.rss'],
    ['https://old.reddit.com/r/harbours/', 'https://www.reddit.com/r/harbours/.rss'],
    ['https://social.example/@ada', 'https://social.example/@ada.rss'],
    ['https://quay.substack.com/p/some-post', 'https://quay.substack.com/feed'],
    ['https://medium.com/@ada', 'https://medium.com/feed/@ada'],
    ['https://quay.medium.com/', 'https://quay.medium.com/feed'],
    ['https://quay.wordpress.com/2024/', 'https://quay.wordpress.com/feed/'],
    ['https://quay.blogspot.com/', 'https://quay.blogspot.com/feeds/posts/default'],
    ['https://news.ycombinator.com/', 'https://news.ycombinator.com/rss'],
    ['https://habr.com/ru/hubs/ports/', 'https://habr.com/ru/rss/hubs/ports/articles/'],
    ['https://habr.com/', 'https://habr.com/ru/rss/articles/'],
    ['https://vc.ru/', 'https://vc.ru/rss'],
    ['https://lobste.rs/t/rust', 'https://lobste.rs/t/rust.rss'],
    ['https://stackoverflow.com/questions/tagged/sea', 'https://stackoverflow.com/feeds/tag?tagnames=sea&sort=newest'],
    ['https://boats.stackexchange.com/questions/12/how', 'https://boats.stackexchange.com/feeds/question/12'],
    ['https://arxiv.org/list/cs.CL/recent', 'https://rss.arxiv.org/rss/cs.CL'],
    ['https://bsky.app/profile/ada.example', 'https://bsky.app/profile/ada.example/rss'],
    ['https://pypi.org/project/quay/', 'https://pypi.org/rss/project/quay/releases.xml'],
  ])('%s', (address, feeds) => expect(knownFeedAddress(new URL(address)).join(' ')).toBe(feeds));

  test.each([
    'https://www.youtube.com/@ada',
    'https://harbour.example/news',
    'https://github.com/topics/sea',
    'https://www.tiktok.com/@ada',
    'https://harbour.example/@ada/123',
    'https://vc.ru/rss',
    'https://github.com/ada/quay/issues/1',
  ])('asks the page for %s', (address) => expect(knownFeedAddress(new URL(address))).toEqual([]));
});

describe('guessFeedAddresses', () => {
  test('begins with the commonest places of the site, then those of the folder', () => {
    expect(guessFeedAddresses(new URL('https://harbour.example/blog/index.html')).slice(0, 7)).toEqual([
      'https://harbour.example/feed',
      'https://harbour.example/rss',
      'https://harbour.example/feed.xml',
      'https://harbour.example/blog/feed',
      'https://harbour.example/blog/rss',
      'https://harbour.example/blog/feed.xml',
      'https://harbour.example/atom.xml',
    ]);
    expect(guessFeedAddresses(new URL('https://harbour.example/'))).toContain('https://harbour.example/index.xml');
  });
});
