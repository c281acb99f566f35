/** Other parsers of feeds, their results brought into the form that the suites compare. Every field that could hold a fact is looked at. */
import { createRequire } from 'node:module';
import { parseFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import type { FeedReader, ReadFeed, ReadItem } from '../server/test/suites/feeds/reader.ts';

type Fields = Record<string, unknown>;

interface FeedparserStream {
  on(event: string, listener: (error: Error) => void): void;
  read(): Fields | null;
  end(body: Buffer): void;
  meta: Fields | null;
}

const FeedParser = createRequire(import.meta.url)('feedparser') as new (options: { feedurl: string }) => FeedparserStream;
const rssParser = new RssParser();

export function runFeedsmith(body: Buffer): unknown {
  return parseFeed(body.toString('utf8'));
}

export function runRssParser(body: Buffer): Promise<unknown> {
  return rssParser.parseString(body.toString('utf8'));
}

/** Meta and items. The stream tells of a broken feed by an error, and then goes on. */
export function runFeedparser(body: Buffer, address = 'http://feed.example/'): Promise<{ meta: Fields; items: Fields[] }> {
  return new Promise((resolve, reject) => {
    const parser = new FeedParser({ feedurl: address });
    const items: Fields[] = [];
    parser.on('error', reject);
    parser.on('readable', () => {
      for (let item = parser.read(); item !== null; item = parser.read()) items.push(item);
    });
    parser.on('end', () => resolve({ meta: parser.meta ?? {}, items }));
    parser.end(body);
  });
}

export const feedsmithReader: FeedReader = (body) => {
  const { format, feed } = runFeedsmith(Buffer.from(body)) as { format: string; feed: Fields };
  return readFeed(format, feed, list(feed['items'] ?? feed['entries']).map(feedsmithItem));
};

export const rssParserReader: FeedReader = async (body) => {
  const feed = fields(await runRssParser(Buffer.from(body)));
  return readFeed('', feed, list(feed['items']).map(rssParserItem));
};

export const feedparserReader: FeedReader = async (body, context) => {
  const { meta, items } = await runFeedparser(Buffer.from(body), context.address);
  return readFeed(text(meta['#type']) ?? '', meta, items.map(feedparserItem));
};

function readFeed(format: string, feed: Fields, items: ReadItem[]): ReadFeed {
  const ttl = Number(feed['ttl'] ?? Number.NaN);
  const own = [feed['feedUrl'], feed['xmlUrl'], feed['feed_url'], linkOf(feed, 'self'), linkOf(fields(feed['atom']), 'self')];
  return {
    format,
    title: text(feed['title']),
    siteUrl: firstText([feed['link'], feed['home_page_url'], linkOf(feed, 'alternate')]),
    feedUrl: firstText(own),
    description: firstText([feed['description'], feed['subtitle']]),
    iconUrl: firstText([feed['icon'], fields(feed['image'])['url']]),
    language: text(feed['language'])?.toLowerCase() ?? null,
    ttlSeconds: Number.isFinite(ttl) ? ttl * 60 : null,
    items,
  };
}

function feedsmithItem(value: unknown): ReadItem {
  const item = fields(value);
  const dc = fields(item['dc']);
  const dcterms = fields(item['dcterms']);
  const guid = fields(item['guid']);
  const link =
    text(item['link']) ??
    text(item['url']) ??
    linkOf(item, 'alternate') ??
    linkOf(fields(item['atom']), 'alternate') ??
    (guid['isPermaLink'] === false ? null : text(guid['value']));
  const people = [...list(item['authors']), ...list(dc['creators']), ...list(fields(item['atom'])['authors']), fields(item['itunes'])['author']];
  return {
    title: text(item['title']) ?? text(list(dc['titles'])[0]),
    url: link,
    guid: text(item['guid']) ?? text(item['id']) ?? text(fields(item['rdf'])['about']),
    author:
      people
        .map(personName)
        .filter((name) => name !== null)
        .join(', ') || null,
    texts: [
      fields(item['content'])['encoded'],
      item['content'],
      item['content_html'],
      item['content_text'],
      item['description'],
      item['summary'],
      fields(item['itunes'])['summary'],
    ]
      .map(text)
      .filter((body) => body !== null),
    baseUrl: null,
    dates: dates([
      item['pubDate'],
      item['published'],
      item['updated'],
      item['issued'],
      item['modified'],
      item['created'],
      item['date_published'],
      item['date_modified'],
      ...list(dc['dates']),
      ...list(dcterms['created']),
      ...list(dcterms['issued']),
      ...list(dcterms['modified']),
    ]),
    language: text(item['language'])?.toLowerCase() ?? text(list(dc['languages'])[0]),
    enclosures: files([
      ...list(item['enclosures']),
      ...list(item['attachments']),
      ...list(item['links']).filter((each) => fields(each)['rel'] === 'enclosure'),
      ...mediaFiles(fields(item['media'])),
    ]),
  };
}

function rssParserItem(value: unknown): ReadItem {
  const item = fields(value);
  return {
    title: text(item['title']),
    url: text(item['link']),
    guid: text(item['guid']) ?? text(item['id']),
    author:
      [item['creator'], item['author']]
        .map(personName)
        .filter((name) => name !== null)
        .join(', ') || null,
    texts: [item['content:encoded'], item['content'], item['summary']].map(text).filter((body) => body !== null),
    baseUrl: null,
    dates: dates([item['isoDate'], item['pubDate']]),
    language: null,
    enclosures: files([item['enclosure']]),
  };
}

function feedparserItem(item: Fields): ReadItem {
  return {
    title: text(item['title']),
    url: text(item['link']),
    guid: text(item['guid']),
    author: personName(item['author']),
    texts: [item['description'], item['summary']].map(text).filter((body) => body !== null),
    baseUrl: null,
    dates: dates([item['pubdate'], item['date']]),
    language: null,
    enclosures: files([...list(item['enclosures']), item['image']]),
  };
}

function mediaFiles(media: Fields): unknown[] {
  const groups = [...list(media['groups']), media['group']].map(fields);
  return [media, ...groups].flatMap((each) => [...list(each['contents']), ...list(each['thumbnails']), ...list(each['peerLinks'])]);
}

function files(values: unknown[]): ReadItem['enclosures'] {
  return values.map(fields).flatMap((file) => {
    const url = text(file['url']) ?? text(file['href']);
    const size = Number(file['length'] ?? file['size_in_bytes'] ?? file['fileSize'] ?? Number.NaN);
    return url === null ? [] : [{ url, mimeType: text(file['type']) ?? text(file['mime_type']), size: Number.isFinite(size) ? size : null }];
  });
}

function linkOf(feed: Fields, relation: string): string | null {
  const found = list(feed['links'])
    .map(fields)
    .find((link) => (link['rel'] ?? 'alternate') === relation);
  return found ? text(found['href']) : null;
}

function personName(value: unknown): string | null {
  const person = fields(value);
  return text(value) ?? text(person['name']) ?? text(person['email']);
}

function dates(values: unknown[]): Date[] {
  return values.flatMap((value) => {
    const date = value instanceof Date ? value : new Date(text(value) ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? [] : [date];
  });
}

/** Strings, and the `{value}` that some give for one. */
function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number') return String(value);
  const inner = fields(value)['value'];
  return typeof inner === 'string' && inner !== '' ? inner : null;
}

function firstText(values: unknown[]): string | null {
  return values.map(text).find((value) => value !== null) ?? null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
