/** Atom 1.0 (RFC 4287). */
import { escapeXml } from '../escape.ts';
import { entriesOf, type Entry, type FeedView } from './feed-entry.ts';

export function writeAtom(view: FeedView): string {
  const { outlet, base, self } = view;
  const entries = entriesOf(view);
  const updated = new Date(Math.max(0, ...entries.map((e) => e.updated.getTime())));
  return `<?xml version="1.0" encoding="${outlet.feed.charset}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${outlet.language}">
<id>tag:${outlet.host},2026:feed</id>
<title>${escapeXml(outlet.title)}</title>
<subtitle>${escapeXml(outlet.description)}</subtitle>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${base}/"/>
<icon>${base}/favicon.png</icon>
<updated>${updated.toISOString()}</updated>
${entries.map((entry) => atomEntry(entry, outlet.feed.body)).join('\n')}
</feed>
`;
}

function atomEntry(entry: Entry, body: string): string {
  const summary = body === 'full' ? '' : `\n<summary>${escapeXml(entry.summary)}</summary>`;
  const content = body === 'summary' ? '' : `\n<content type="html">${escapeXml(entry.html)}</content>`;
  return `<entry>
<id>${entry.guid}</id>
<title type="text">${escapeXml(entry.title)}</title>
<link rel="alternate" type="text/html" href="${entry.link}"/>
<published>${entry.at.toISOString()}</published>
<updated>${entry.updated.toISOString()}</updated>
<author><name>${escapeXml(entry.author)}</name></author>
<category term="${entry.category}"/>${summary}${content}
</entry>`;
}
