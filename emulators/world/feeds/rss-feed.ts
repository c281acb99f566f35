/** RSS 2.0, RSS 0.91 and RSS 1.0 (RDF). */
import { cdata, escapeXml } from '../escape.ts';
import { entriesOf, type Entry, type FeedView } from './feed-entry.ts';

export function writeRss2(view: FeedView): string {
  const { outlet, base, self } = view;
  const items = entriesOf(view).map((entry) => rss2Item(entry, view));
  const podcast = outlet.feed.quirk === 'podcast';
  return [
    `<?xml version="1.0" encoding="${outlet.feed.charset}"?>`,
    `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">`,
    '<channel>',
    `<title>${escapeXml(outlet.title)}</title>`,
    `<link>${base}/</link>`,
    `<atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
    `<description>${escapeXml(outlet.description)}</description>`,
    `<language>${outlet.language}</language>`,
    outlet.feed.ttl === undefined ? '' : `<ttl>${outlet.feed.ttl}</ttl>`,
    `<image><url>${base}/favicon.png</url><title>${escapeXml(outlet.title)}</title><link>${base}/</link></image>`,
    podcast ? `<itunes:author>${escapeXml(outlet.title)}</itunes:author><itunes:explicit>false</itunes:explicit>` : '',
    ...items,
    '</channel>',
    '</rss>',
    '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function rss2Item(entry: Entry, { outlet }: FeedView): string {
  const full = outlet.feed.body !== 'summary';
  const broken = outlet.feed.quirk === 'broken-xml';
  const description = outlet.feed.body === 'full' ? cdata(entry.html) : escapeXml(entry.summary);
  return [
    '<item>',
    // The broken feed forgets to escape, and leaves tags open: what people write by hand.
    broken ? `<title>${entry.title} & more <b></title>` : `<title>${escapeXml(entry.title)}</title>`,
    `<link>${entry.link}</link>`,
    `<guid isPermaLink="${entry.guidIsLink}">${escapeXml(entry.guid)}</guid>`,
    outlet.feed.quirk === 'no-dates' ? '' : `<pubDate>${entry.at.toUTCString().replace('GMT', '+0000')}</pubDate>`,
    `<dc:creator>${escapeXml(entry.author)}</dc:creator>`,
    `<category>${entry.category}</category>`,
    `<description>${description}</description>`,
    full && outlet.feed.body === 'both' ? `<content:encoded>${cdata(entry.html)}</content:encoded>` : '',
    entry.picture ? `<media:content url="${entry.picture}" medium="image" type="image/png" width="640" height="400"/>` : '',
    entry.sound
      ? `<enclosure url="${entry.sound.url}" length="${entry.sound.bytes}" type="audio/mpeg"/><itunes:duration>${entry.sound.seconds}</itunes:duration>`
      : '',
    '</item>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function writeRss091(view: FeedView): string {
  const { outlet, base } = view;
  const items = entriesOf(view).map(
    (e) => `<item>\n<title>${escapeXml(e.title)}</title>\n<link>${e.link}</link>\n<description>${escapeXml(e.summary)}</description>\n</item>`,
  );
  return [
    `<?xml version="1.0" encoding="${outlet.feed.charset}"?>`,
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
    '<rss version="0.91">',
    '<channel>',
    `<title>${escapeXml(outlet.title)}</title>\n<link>${base}/</link>\n<description>${escapeXml(outlet.description)}</description>\n<language>${outlet.language}</language>`,
    ...items,
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

export function writeRdf(view: FeedView): string {
  const { outlet, base, self } = view;
  const entries = entriesOf(view);
  const items = entries.map(
    (e) => `<item rdf:about="${e.link}">
<title>${escapeXml(e.title)}</title>
<link>${e.link}</link>
<description>${escapeXml(e.summary)}</description>
<dc:date>${e.at.toISOString()}</dc:date>
<dc:creator>${escapeXml(e.author)}</dc:creator>
<dc:subject>${e.category}</dc:subject>
<content:encoded>${cdata(e.html)}</content:encoded>
</item>`,
  );
  return `<?xml version="1.0" encoding="${outlet.feed.charset}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="${self}">
<title>${escapeXml(outlet.title)}</title>
<link>${base}/</link>
<description>${escapeXml(outlet.description)}</description>
<dc:language>${outlet.language}</dc:language>
<items><rdf:Seq>${entries.map((e) => `<rdf:li rdf:resource="${e.link}"/>`).join('')}</rdf:Seq></items>
</channel>
${items.join('\n')}
</rdf:RDF>
`;
}
