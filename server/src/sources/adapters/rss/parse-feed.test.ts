import { describe, expect, test } from 'vitest';
import type { RawPost } from '#posts';
import { parseFeed } from './parse-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

const now = new Date('2024-06-01T00:00:00Z');
const read = (body: string, address = 'https://harbour.example/feeds/main.xml'): ParsedFeed => parseFeed(body, { address, now });
const rss = (items: string, header = ''): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"><channel>${header}${items}</channel></rss>`;
const atom = (entries: string, header = '', root = ''): string => `<feed xmlns="http://www.w3.org/2005/Atom"${root}>${header}${entries}</feed>`;
const item = (inner: string): RawPost => first(read(rss(`<item>${inner}</item>`)));
const entry = (inner: string, root = ''): RawPost => first(read(atom(`<entry>${inner}</entry>`, '', root)));

function first(feed: ParsedFeed): RawPost {
  const [post] = feed.posts;
  if (!post) throw new Error('no post');
  return post;
}

describe('RSS 2.0', () => {
  test('reads the channel', () => {
    const header = `<title>Harbour &amp; Quay</title><link>https://harbour.example/</link><description>News of the &lt;b&gt;port&lt;/b&gt;</description><language>EN-gb</language>
      <ttl>45</ttl><image><title>x</title><url>/logo.png</url><link>https://elsewhere.example/</link></image>
      <atom:link rel="self" href="main.xml"/><atom:link rel="hub" href="https://hub.example/"/>`;
    expect(read(rss('', header))).toMatchObject({
      format: 'rss',
      title: 'Harbour & Quay',
      siteUrl: 'https://harbour.example/',
      description: 'News of the port',
      language: 'en-gb',
      ttlSeconds: 2700,
      iconUrl: 'https://harbour.example/logo.png',
      feedUrl: 'https://harbour.example/feeds/main.xml',
      hub: 'https://hub.example/',
      posts: [],
      problems: [],
    });
  });

  test('reads an item', () => {
    const post = item(`<title>Crane &lt;i&gt;moved&lt;/i&gt;</title><link>/news/1</link><guid isPermaLink="false">n-1</guid><dc:creator>Ada Quill</dc:creator>
      <pubDate>Tue, 14 May 2024 09:30:00 GMT</pubDate><category>Port</category><category>Port</category><category><![CDATA[Cranes & co]]></category>
      <description>Teaser</description><content:encoded><![CDATA[<p>The whole <a href="more">text</a></p>]]></content:encoded>
      <enclosure url="/a.mp3" length="1234" type="audio/mpeg"/>`);
    expect(post).toEqual({
      guid: 'n-1',
      guidIsOpaque: true,
      url: 'https://harbour.example/news/1',
      title: 'Crane moved',
      author: 'Ada Quill',
      html: '<p>The whole <a href="more">text</a></p>',
      summaryHtml: 'Teaser',
      baseUrl: 'https://harbour.example/news/1',
      postedAt: new Date('2024-05-14T09:30:00Z'),
      updatedAt: null,
      language: null,
      media: [{ type: 'audio', url: 'https://harbour.example/a.mp3', mimeType: 'audio/mpeg', size: 1234 }],
      categories: ['Port', 'Cranes & co'],
    });
  });

  test('decodes titles as readers do', () => {
    const title = (source: string): string | null => item(`<title>${source}</title>`).title;
    expect(title('Q&amp;amp;A: &amp;#8220;why&amp;#8221;')).toBe('Q&A: “why”');
    expect(title('1 &lt; 2 and Vec&lt;T&gt;')).toBe('1 < 2 and Vec<T>');
    expect(title('caf&eacute; &bogus; R&D')).toBe('café &bogus; R&D');
    expect(title('<![CDATA[ two\n  lines<br>more ]]>')).toBe('two lines more');
    expect(title('<b>Bare</b> markup')).toBe('Bare markup');
    expect(title('&lt;img src="x" alt="a > b"&gt; Boat')).toBe('Boat');
    expect(title('  ')).toBeNull();
  });

  test('joins the bytes of a character that were written one by one', () => {
    expect(item('<description>caf&#195;&#169; &#226;&#128;&#166; &#240;&#159;&#154;&#162;</description>').html).toBe('café … 🚢');
    // No UTF-8, so it means what it says.
    expect(item('<title>&#195;&#233; &#226;&#128; &#1090;</title>').title).toBe('Ãé â€ т');
  });

  test('of several links and dates takes the last, and none that leads elsewhere than to the page', () => {
    expect(item('<link>/a</link><link href="/b"/><link/>').url).toBe('https://harbour.example/b');
    expect(read(rss('', '<link>/</link><link rel="self" href="/feed"/><link rel="hub" href="/hub"/>')).siteUrl).toBe('https://harbour.example/');
    const dates = '<pubDate>2024-05-13T00:00:00Z</pubDate><pubDate>2024-05-14T00:00:00Z</pubDate><pubDate>soon</pubDate>';
    expect(item(dates).postedAt).toEqual(new Date('2024-05-14'));
  });

  test('finds the address in link, permalink, Atom link or enclosure, in that order', () => {
    const guid = '<guid>https://harbour.example/g</guid>';
    const linked = '<atom:link href="https://harbour.example/s" rel="self"/><atom:link href="https://harbour.example/a"/>';
    expect(item(`${guid}<link>https://harbour.example/l</link>${linked}`).url).toBe('https://harbour.example/l');
    expect(item(`${guid}${linked}`).url).toBe('https://harbour.example/a');
    expect(item(guid).url).toBe('https://harbour.example/g');
    expect(item('<guid isPermaLink="false">https://harbour.example/g</guid><title>t</title>').url).toBeNull();
    expect(item('<enclosure url="https://harbour.example/e.mp4" type="video/mp4"/>').url).toBe('https://harbour.example/e.mp4');
    expect(item('<link>javascript:alert(1)</link><title>t</title>').url).toBeNull();
  });

  test('takes the longer body when the description is the whole text', () => {
    const post = item(`<description>${'long '.repeat(30)}</description><content:encoded>short</content:encoded>`);
    expect(post.html).toBe('long '.repeat(30).trim());
    expect(post.summaryHtml).toBe('short');
  });

  test('names authors without their mail, and falls back on the channel', () => {
    expect(item('<author>ada@harbour.example (Ada Quill)</author>').author).toBe('Ada Quill');
    expect(item('<author>Ada Quill &lt;ada@harbour.example&gt;</author>').author).toBe('Ada Quill');
    expect(item('<author>ada@harbour.example</author>').author).toBe('ada@harbour.example');
    expect(item('<author>by <a href="/ada">Ada Quill</a></author>').author).toBe('by Ada Quill');
    expect(item('<dc:creator>Ada Quill</dc:creator><dc:creator>Bo Reed</dc:creator>').author).toBe('Ada Quill, Bo Reed');
    expect(item('<atom:author><atom:name>Ada Quill</atom:name></atom:author>').author).toBe('Ada Quill');
    expect(first(read(rss('<item><title>t</title></item>', '<managingEditor>ed@harbour.example (Ed)</managingEditor>'))).author).toBe('Ed');
  });

  test('reads pictures, videos and podcasts', () => {
    const video =
      item(`<media:group><media:content url="/v.mp4" medium="video" fileSize="99" width="640" height="360" duration="61"/><media:thumbnail url="/v.jpg"/>
      <media:title>Film</media:title><media:description>About it</media:description></media:group>`);
    expect(video).toMatchObject({ title: 'Film', html: 'About it' });
    expect(video.media).toEqual([
      {
        type: 'video',
        url: 'https://harbour.example/v.mp4',
        mimeType: null,
        size: 99,
        width: 640,
        height: 360,
        duration: 61,
        thumbnailUrl: 'https://harbour.example/v.jpg',
      },
    ]);
    const episode = item(
      '<enclosure url="/e.m4a"/><itunes:duration>1:02:03</itunes:duration><itunes:image href="/c.png"/><itunes:summary>What it is</itunes:summary>',
    );
    expect(episode.media).toEqual([
      { type: 'audio', url: 'https://harbour.example/e.m4a', mimeType: null, size: null, duration: 3723, thumbnailUrl: 'https://harbour.example/c.png' },
    ]);
    expect(episode.html).toBe('What it is');
    expect(item('<media:thumbnail url="/p.jpg"/><media:thumbnail url=" "/>').media).toEqual([
      { type: 'photo', url: 'https://harbour.example/p.jpg', mimeType: null, size: null },
    ]);
  });

  test('keeps inline markup, also where it should have been escaped', () => {
    expect(item('<description>A <b>bold</b> crane<br/>x</description>').html).toBe('A <b>bold</b> crane<br/>x');
    expect(item('<description xmlns:h="http://www.w3.org/1999/xhtml"><h:p>x</h:p><h:i/></description>').html).toBe('<p>x</p><i></i>');
  });

  test('leaves out empty items and reports dates that cannot be', () => {
    const feed = read(
      rss('<item></item><item><title>a</title><pubDate>soon</pubDate></item><item><title>b</title><pubDate>Tue, 04 Jun 2024 00:00:00 GMT</pubDate></item>'),
    );
    expect(feed.posts.map((post) => [post.title, post.postedAt?.toISOString() ?? null])).toEqual([
      ['a', null],
      ['b', '2024-06-04T00:00:00.000Z'],
    ]);
    expect(feed.problems.map((problem) => problem.code)).toEqual(['items_skipped', 'date_invalid', 'date_in_future']);
  });

  test('knows names by their namespace, whatever the prefix, and by the usual prefix without one', () => {
    const renamed =
      '<x:rss xmlns:x="http://backend.userland.com/rss2" xmlns:q="http://purl.org/dc/elements/1.1/" xmlns:o="urn:other"><x:channel><x:item><o:title>wrong</o:title><x:title>right</x:title><q:creator>Ada</q:creator></x:item></x:channel></x:rss>';
    expect(first(read(renamed))).toMatchObject({ title: 'right', author: 'Ada' });
    expect(first(read('<rss><channel><item><dc:creator>Ada</dc:creator><content:encoded>t</content:encoded></item></channel></rss>'))).toMatchObject({
      author: 'Ada',
      html: 't',
    });
  });
});

describe('other formats', () => {
  test('reads Atom 1.0', () => {
    const header =
      '<title type="html">Harbour &amp;amp; Quay</title><subtitle>s</subtitle><link href="https://harbour.example/"/><link rel="self" href="https://harbour.example/f"/><icon>/i.png</icon><author><name>Staff</name></author>';
    const feed = read(
      atom(
        '<entry><id>tag:harbour.example,2024:1</id><title>One</title><link rel="replies" href="/r"/><link rel="alternate" href="/1" type="text/html"/><published>2024-05-14T09:00:00Z</published><updated>2024-05-15T09:00:00+02:00</updated><summary>s</summary><content type="html">&lt;p&gt;x&lt;/p&gt;</content><category term="port" label="Port"/><link rel="enclosure" href="/a.mp3" length="5" type="audio/mpeg"/></entry>',
        header,
        ' xml:lang="en"',
      ),
    );
    expect(feed).toMatchObject({
      format: 'atom',
      title: 'Harbour & Quay',
      description: 's',
      iconUrl: 'https://harbour.example/i.png',
      feedUrl: 'https://harbour.example/f',
      language: 'en',
    });
    expect(first(feed)).toMatchObject({
      guid: 'tag:harbour.example,2024:1',
      url: 'https://harbour.example/1',
      author: 'Staff',
      html: '<p>x</p>',
      summaryHtml: 's',
      postedAt: new Date('2024-05-14T09:00:00Z'),
      updatedAt: new Date('2024-05-15T07:00:00Z'),
      language: 'en',
      categories: ['Port'],
      media: [{ type: 'audio', url: 'https://harbour.example/a.mp3', mimeType: 'audio/mpeg', size: 5 }],
    });
  });

  test('reads every kind of Atom content', () => {
    expect(entry('<content type="text">a &lt; b\nc</content>').html).toBe('a &lt; b<br>c');
    expect(entry('<content>&lt;p&gt;x&lt;/p&gt;</content>').html).toBe('<p>x</p>');
    expect(entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/><em/></p></div></content>').html).toBe('<p>a<br/><em></em></p>');
    expect(entry('<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>a &amp; b</x:p></x:div></content>').html).toBe('<p>a &amp; b</p>');
    expect(entry('<content type="xhtml"><div>a</div><div>b</div></content>').html).toBe('<div>a</div><div>b</div>');
    expect(entry(`<content type="application/octet-stream">${Buffer.from('<p>x</p>').toString('base64')}</content>`).html).toBe('<p>x</p>');
    expect(entry('<content type="image/png">iVBORw0KGgo=</content><title>t</title>').html).toBe('');
    expect(entry('<title type="text">the &lt;b&gt; tag</title>').title).toBe('the <b> tag');
  });

  test('resolves addresses against xml:base', () => {
    const post = entry('<link href="1"/><content type="html" xml:base="deep/">&lt;a href="x"&gt;</content>', ' xml:base="https://cdn.example/a/"');
    expect(post).toMatchObject({ url: 'https://cdn.example/a/1', baseUrl: 'https://cdn.example/a/deep/' });
  });

  test('makes an id absolute that is only a path, and leaves all others as they are', () => {
    const id = (text: string) => entry(`<id>${text}</id>`, ' xml:base="https://cdn.example/a/"').guid;
    expect([id('/x'), id('../x')]).toEqual(['https://cdn.example/x', 'https://cdn.example/x']);
    expect([id('x'), id('/ x'), id('tag:a.example,2024:/x')]).toEqual(['x', '/ x', 'tag:a.example,2024:/x']);
  });

  test('knows no language where the text takes it back', () => {
    expect(entry('<content xml:lang="">x</content>', ' xml:lang="en"').language).toBeNull();
    expect(entry('<content>x</content>', ' xml:lang="en"').language).toBe('en');
  });

  test('reads Atom 0.3 and feeds without a namespace', () => {
    expect(
      first(
        read(
          '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title><issued>2024-05-14</issued><modified>2024-05-15</modified></entry></feed>',
        ),
      ),
    ).toMatchObject({ title: 'x', postedAt: new Date('2024-05-14'), updatedAt: new Date('2024-05-15') });
    expect(read('<feed><title>f</title><entry><title>x</title></entry></feed>')).toMatchObject({ format: 'atom', title: 'f', posts: [{ title: 'x' }] });
    expect(read('<entry xmlns="http://www.w3.org/2005/Atom"><title>alone</title></entry>').posts).toMatchObject([{ title: 'alone' }]);
  });

  test('reads RSS 1.0 with its items beside the channel', () => {
    const feed = read(
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>f</title><link>https://harbour.example/</link><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel><image><url>/i.png</url></image><item rdf:about="https://harbour.example/1"><title>x</title><dc:date>2024-05-14T00:00:00Z</dc:date></item></rdf:RDF>',
    );
    expect(feed).toMatchObject({
      format: 'rdf',
      ttlSeconds: 1800,
      iconUrl: 'https://harbour.example/i.png',
      posts: [{ guid: 'https://harbour.example/1', url: 'https://harbour.example/1', postedAt: new Date('2024-05-14') }],
    });
  });

  test('reads CDF', () => {
    const feed = read(
      '<CHANNEL HREF="https://harbour.example/"><TITLE>f</TITLE><ABSTRACT>about</ABSTRACT><ITEM HREF="/1" LASTMOD="2024-05-14T00:00"><TITLE>x</TITLE><ABSTRACT>text</ABSTRACT></ITEM></CHANNEL>',
    );
    expect(feed).toMatchObject({
      format: 'cdf',
      title: 'f',
      siteUrl: 'https://harbour.example/',
      description: 'about',
      posts: [{ title: 'x', url: 'https://harbour.example/1', html: 'text', postedAt: new Date('2024-05-14') }],
    });
  });

  test('reads JSON Feed, also with fields of the wrong type', () => {
    const feed = read(JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1', title: 'f', home_page_url: 'https://harbour.example/', favicon: '/i.ico', language: 'de', authors: [{ name: 'Staff' }], hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
      items: [
        { id: 7, url: '/1', title: 'x', content_text: 'a < b\nc', summary: 's', date_published: '2024-05-14T00:00:00Z', tags: ['port', null], attachments: [{ url: '/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: '5', duration_in_seconds: 60 }], image: '/p.jpg' },
        { id: null, authors: 'nobody', items: {} }, null, 'text',
      ],
    })); // prettier-ignore
    expect(feed).toMatchObject({ format: 'json', title: 'f', language: 'de', hub: 'https://hub.example/', iconUrl: 'https://harbour.example/i.ico' });
    expect(feed.posts).toMatchObject([
      {
        guid: '7',
        guidIsOpaque: true,
        url: 'https://harbour.example/1',
        author: 'Staff',
        html: 'a &lt; b<br>c',
        summaryHtml: 's',
        language: 'de',
        categories: ['port'],
        media: [{ type: 'audio', size: 5, duration: 60, thumbnailUrl: 'https://harbour.example/p.jpg' }],
      },
    ]);
    expect(feed.problems).toMatchObject([{ code: 'items_skipped' }]);
  });
});
