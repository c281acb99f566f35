/** Feeds broken at random: whatever comes, reading ends soon, with a feed or with an AppError. */
import { AppError } from '../../../src/platform/errors.ts';
import { parseFeed } from '../../../src/sources/adapters/rss/parse-feed.ts';

export interface MutationResult {
  runs: number;
  /** Other errors than AppError, with the number of the mutation that caused them. */
  crashes: { run: number; error: string }[];
  /** Runs that took longer than 5 s. */
  hangs: number[];
  slowestMs: number;
  /** Share that still gave posts. */
  readable: number;
}

const seeds: readonly string[] = [
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY copy "(c)">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Harbour &amp; Quay</title><link>https://harbour.example/</link><ttl>30</ttl>
<item><title><![CDATA[Crane <b>moved</b>]]></title><link>https://harbour.example/1</link><guid isPermaLink="false">1</guid><pubDate>Tue, 14 May 2024 09:30:00 GMT</pubDate><content:encoded><![CDATA[<p>Text &amp; <img src="/a.png"></p>]]></content:encoded><media:group><media:content url="/v.mp4" medium="video"/><media:thumbnail url="/t.jpg"/></media:group></item>
<item><title>Лодки &#8212; вернулись</title><description>&lt;p&gt;Всё &amp;amp; вся&lt;/p&gt;</description><author>ada@harbour.example (Ada)</author><enclosure url="/e.mp3" length="12" type="audio/mpeg"/></item></channel></rss>`,
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://harbour.example/"><title type="html">A &amp;amp; B</title><link href="/"/><link rel="self" href="/f"/><entry><id>tag:harbour.example,2024:1</id><title>One</title><link href="1"/><updated>2024-05-14T09:30:00+02:00</updated><content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>a<x:br/>b</x:p></x:div></content></entry><entry><title>Two</title><content type="html">&lt;i&gt;x&lt;/i&gt;</content></entry></feed>`,
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>f</title></channel><item rdf:about="https://harbour.example/1"><title>x</title><dc:date>2024-05-14</dc:date><dc:creator>Bo</dc:creator></item></rdf:RDF>`,
  `{"version":"https://jsonfeed.org/version/1.1","title":"f","items":[{"id":"1","url":"/1","content_html":"<p>x</p>","date_published":"2024-05-14T00:00:00Z","attachments":[{"url":"/a.mp3","mime_type":"audio/mpeg"}]}]}`,
  `<CHANNEL HREF="https://harbour.example/"><TITLE>f</TITLE><ITEM HREF="/1" LASTMOD="2024-05-14"><TITLE>x</TITLE><ABSTRACT>y</ABSTRACT></ITEM></CHANNEL>`,
];

const pieces = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml',
  '?>',
  '</item>',
  '<item>',
  '</title>',
  '<title>',
  ' xmlns="',
  '&#',
  '&amp;',
  '\0',
  '\uFFFF',
  '\r',
  '<x:y',
  '/>',
  '=',
  '{',
  '[',
  '}',
  '<!DOCTYPE',
  ' '.repeat(3000),
  'a'.repeat(3000),
];

/** `count` mutations, the same for the same `seed`. */
export function mutateFeeds(count: number, seed: number): MutationResult {
  const random = randomOf(seed);
  const result: MutationResult = { runs: count, crashes: [], hangs: [], slowestMs: 0, readable: 0 };
  const options = { address: 'https://harbour.example/feed', now: new Date('2024-06-01T00:00:00Z') };
  let readable = 0;
  for (let run = 0; run < count; run++) {
    const body = mutate(Buffer.from(seeds[run % seeds.length] ?? ''), random);
    const start = performance.now();
    try {
      if (parseFeed(body, options).posts.length > 0) readable++;
    } catch (error) {
      if (!(error instanceof AppError)) result.crashes.push({ run, error: String(error) });
    }
    const took = performance.now() - start;
    result.slowestMs = Math.max(result.slowestMs, took);
    if (took > 5000) result.hangs.push(run);
  }
  result.readable = readable / count;
  return result;
}

type Random = (below: number) => number;

/** mulberry32 */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const mutations: readonly ((body: Buffer, random: Random) => Buffer)[] = [
  (body, random) => cutOut(body, random(body.length), random(60)),
  (body, random) => body.subarray(0, random(body.length)),
  (body, random) => insert(body, random(body.length), Buffer.from(pieces[random(pieces.length)] ?? '')),
  (body, random) => insert(body, random(body.length), Buffer.from((pieces[random(pieces.length)] ?? '').repeat(random(200)))),
  (body, random) => flip(body, random(body.length), random(256)),
  (body, random) => {
    const from = random(body.length);
    return insert(body, random(body.length), body.subarray(from, from + random(400)));
  },
];

function mutate(body: Buffer, random: Random): Buffer {
  let mutated = body;
  for (let times = 1 + random(8); times > 0 && mutated.length > 1; times--) mutated = (mutations[random(mutations.length)] ?? flipNothing)(mutated, random);
  return mutated;
}

const flipNothing = (body: Buffer): Buffer => body;

function cutOut(body: Buffer, from: number, length: number): Buffer {
  return Buffer.concat([body.subarray(0, from), body.subarray(from + length)]);
}

function insert(body: Buffer, at: number, piece: Uint8Array): Buffer {
  return Buffer.concat([body.subarray(0, at), piece, body.subarray(at)]);
}

function flip(body: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(body);
  copy[at] = value;
  return copy;
}
