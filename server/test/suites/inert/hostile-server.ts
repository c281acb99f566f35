/**
 * Serves cases of hostile markup the way they would come: as every field of items of feeds in three
 * formats, as names of feeds and in a list of subscriptions, and as messages of public previews of channels.
 */
import { serveHttp, type TestServer } from '../../serve-http.ts';
import type { XssCase } from '../xss.ts';

const itemsOfFeed = 4;
const messagesOfChannel = 40;
const messagesOfPage = 10;
/** Of so many cases one is a message of a channel too. */
const shareOfMessages = 2;
/** Posts that carry one of these words are found together; no more than a page of results can show. */
const lotSize = 80;

export interface HostileServer extends TestServer {
  /** A list of all subscriptions, itself full of hostile names. */
  opml: string;
  /** One word for each lot of posts. */
  lots: string[];
  cases: number;
  /** Sources, each with a hostile name. */
  names: number;
  /** How many cases are messages too. */
  messages: number;
}

interface Item {
  number: number;
  markup: string;
}

/** The word by which a case is known again wherever it is shown: `case0012` of a feed, `word0012` of a channel. */
const markOf = (number: number, kind: 'case' | 'word') => `${kind}${String(number).padStart(4, '0')}`;
const lotOf = (number: number, kind: 'case' | 'word') => `${kind === 'case' ? 'lot' : 'pile'}${String(Math.floor(number / lotSize)).padStart(2, '0')}`;
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const dateOf = (number: number) => new Date(Date.now() - 3_600_000 - number * 60_000);

export async function serveHostileMarkup(cases: readonly XssCase[]): Promise<HostileServer> {
  const items = cases.map(({ input }, number) => ({ number, markup: input }));
  const feeds = inGroups(items, itemsOfFeed);
  const messages = items.filter(({ number }) => number % shareOfMessages === 0);
  const channels = inGroups(messages, messagesOfChannel);
  const server = await serveHttp((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, area, second, third] = url.pathname.split('/');
    const name = area === 's' ? second : third;
    const number = Number(/\d+$/.exec(name ?? '')?.[0] ?? -1);
    const group = (area === 'feeds' ? feeds : area === 's' ? channels : [])[number];
    if (group === undefined) return void response.writeHead(404).end();
    const { type, body } = area === 's' ? channelPage(group, name!, url.searchParams.get('before')) : writeFeed(group, number, second!);
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  return {
    ...server,
    opml: writeOpml(server.origin, feeds, channels),
    lots: [...new Set([...items.map(({ number }) => lotOf(number, 'case')), ...messages.map(({ number }) => lotOf(number, 'word'))])],
    cases: items.length,
    names: feeds.length + channels.length,
    messages: messages.length,
  };
}

function inGroups<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}

const formats = ['rss', 'atom', 'json'] as const;

/** Every other feed has no name of its own, so that the one of the list of subscriptions stays. */
function writeOpml(origin: string, feeds: readonly Item[][], channels: readonly Item[][]): string {
  const outlines = feeds.map((group, number) => {
    const title = escape(group.at(-1)!.markup);
    const outline = `<outline type="rss" text="${title}" title="${title}" xmlUrl="${origin}/feeds/${formats[number % 3]}/${number}" htmlUrl="${title}"/>`;
    return number % 5 === 0 ? `<outline text="${escape(group[0]!.markup)}">${outline}</outline>` : outline;
  });
  const more = channels.map((_, number) => `<outline type="rss" text="channel" xmlUrl="https://t.me/s/hostile${number}"/>`);
  return `<?xml version="1.0"?><opml version="2.0"><head><title>${escape(feeds[0]![0]!.markup)}</title></head><body>${[...outlines, ...more].join('\n')}</body></opml>`;
}

function writeFeed(group: readonly Item[], number: number, format: string): { type: string; body: string } {
  const title = number % 2 === 0 ? group[0]!.markup : '';
  if (format === 'json') return { type: 'application/feed+json', body: JSON.stringify(jsonFeed(group, title)) };
  return format === 'atom' ? { type: 'application/atom+xml', body: atomFeed(group, title) } : { type: 'application/rss+xml', body: rssFeed(group, title) };
}

/** Where there is no title, the first words of the text stand in for it. */
const titleOf = ({ number, markup }: Item) => (number % 4 === 3 ? '' : `${markOf(number, 'case')} ${markup}`);
/** Mostly after a sentence of ours; where a title says which case it is, also alone. */
const htmlOf = ({ number, markup }: Item) => (number % 4 === 2 ? markup : `<p>${markOf(number, 'case')} ${lotOf(number, 'case')}</p>${markup}`);
const linkOf = ({ number, markup }: Item) => (number % 3 === 0 ? markup : `http://127.0.0.1:9/posts/${number}`);
const enclosureType = (number: number) => ['image/png', 'audio/mpeg', 'video/mp4', 'application/pdf'][number % 4]!;

function rssFeed(group: readonly Item[], title: string): string {
  const items = group.map((item) => {
    const html = htmlOf(item);
    const content = html.includes(']]>') ? escape(html) : `<![CDATA[${html}]]>`;
    return `<item><guid isPermaLink="false">case-${item.number}</guid><title>${escape(titleOf(item))}</title><link>${escape(linkOf(item))}</link>
<pubDate>${dateOf(item.number).toUTCString()}</pubDate><dc:creator>${escape(item.markup)}</dc:creator><category>${escape(item.markup)}</category><category>${lotOf(item.number, 'case')}</category>
<enclosure url="${escape(item.markup)}" type="${enclosureType(item.number)}" length="1"/><content:encoded>${content}</content:encoded></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>${escape(title)}</title><description>${escape(group[0]!.markup)}</description><link>${escape(group.at(-1)!.markup)}</link>${items.join('\n')}</channel></rss>`;
}

function atomFeed(group: readonly Item[], title: string): string {
  const entries = group.map(
    (item) => `<entry><id>case-${item.number}</id><title type="html">${escape(titleOf(item))}</title><link href="${escape(linkOf(item))}"/>
<link rel="enclosure" href="${escape(item.markup)}" type="${enclosureType(item.number)}"/><updated>${dateOf(item.number).toISOString()}</updated><author><name>${escape(item.markup)}</name></author>
<category term="${escape(item.markup)}"/><category term="${lotOf(item.number, 'case')}"/><content type="html">${escape(htmlOf(item))}</content></entry>`,
  );
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title type="html">${escape(title)}</title><subtitle type="html">${escape(group[0]!.markup)}</subtitle>${entries.join('\n')}</feed>`;
}

function jsonFeed(group: readonly Item[], title: string): unknown {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: group[0]!.markup,
    items: group.map((item) => ({
      id: `case-${item.number}`,
      title: titleOf(item),
      url: linkOf(item),
      image: item.markup,
      date_published: dateOf(item.number).toISOString(),
      authors: [{ name: item.markup, url: item.markup }],
      tags: [item.markup, lotOf(item.number, 'case')],
      content_html: htmlOf(item),
      attachments: [{ url: item.markup, mime_type: enclosureType(item.number) }],
    })),
  };
}

/** The newest messages, or those before the one that is named. Nothing in a message is escaped. */
function channelPage(group: readonly Item[], name: string, before: string | null): { type: string; body: string } {
  const reach = group.filter((_, index) => before === null || index + 1 < Number(before));
  const shown = reach.slice(-messagesOfPage);
  const oldest = reach.length - shown.length + 1;
  const messages = shown.map(
    (
      { number, markup },
      index,
    ) => `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="${name}/${oldest + index}"><div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_text" dir="auto">${markOf(number, 'word')} ${lotOf(number, 'word')}<br/>${markup}</div>
<div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta"><span class="tgme_widget_message_from_author">${escape(markup)}</span>, <a class="tgme_widget_message_date" href="https://t.me/${name}/${oldest + index}"><time datetime="${dateOf(number).toISOString()}">10:00</time></a></span></div></div></div></div>`,
  );
  const older = oldest > 1 ? `<link rel="prev" href="/s/${name}?before=${oldest}">` : '';
  const title = escape(group[0]!.markup);
  return {
    type: 'text/html',
    body: `<!DOCTYPE html><html><head><meta property="og:title" content="${title}">${older}</head><body><main><div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span>${title}</span></div></div>
<section class="tgme_channel_history">${messages.join('\n')}</section></main></body></html>`,
  };
}
