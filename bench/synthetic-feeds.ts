/** Feeds of 100 items as news sites publish them, in the four usual shapes. */
const items = 100;

export function syntheticFeeds(): [name: string, body: Buffer][] {
  return [
    ['RSS, CDATA', Buffer.from(rss((html) => `<![CDATA[${html}]]>`))],
    ['RSS, escaped', Buffer.from(rss(escaped))],
    ['Atom, XHTML', Buffer.from(atom())],
    ['RSS, headlines', Buffer.from(rss(() => ''))],
  ];
}

function html(number: number): string {
  const paragraph = `<p>The harbour master of quay ${number} said that <a href="https://harbour.example/news?id=${number}&amp;from=feed">three cranes</a> would be <b>moved</b> before winter; Причал закрыт до утра.</p>\n`;
  return paragraph.repeat(1 + (number % 20));
}

function rss(wrap: (html: string) => string): string {
  const list = numbers().map((number) => {
    const body = wrap(html(number));
    const content = body === '' ? '' : `<content:encoded>${body}</content:encoded>`;
    return `<item><title>Cranes &amp; quays, part ${number}</title><link>https://harbour.example/news/${number}</link><guid isPermaLink="false">news-${number}</guid><pubDate>Tue, 14 May 2024 09:${two(number % 60)}:00 GMT</pubDate><dc:creator>Ada Quill</dc:creator><category>Port</category><description>Short text ${number}</description>${content}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour</title><link>https://harbour.example/</link><description>News</description>\n${list.join('\n')}\n</channel></rss>`;
}

function atom(): string {
  const list = numbers().map(
    (number) =>
      `<entry><title>Part ${number}</title><link href="https://harbour.example/news/${number}"/><id>tag:harbour.example,2024:${number}</id><updated>2024-05-14T09:${two(number % 60)}:00Z</updated><author><name>Ada Quill</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html(number)}</div></content></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><link href="https://harbour.example/"/>\n${list.join('\n')}\n</feed>`;
}

const numbers = (): number[] => Array.from({ length: items }, (_, index) => index);
const two = (number: number): string => String(number).padStart(2, '0');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
