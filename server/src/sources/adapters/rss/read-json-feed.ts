/** JSON Feed 1.0 and 1.1. Publishers get types wrong, so every field is looked at before it is used. */
import type { RawMedia, RawPost } from '#posts';
import { AppError } from '../../../platform/errors.ts';
import { escapeText, plainLine } from './read-text.ts';
import { resolveAddress } from './resolve-address.ts';
import { parseDate } from './parse-date.ts';
import { languageTag } from './read-language.ts';
import { mediaType } from './read-media.ts';
import { noteDate, type FeedContext } from './parsed-feed.ts';
import type { FeedHeader } from './read-header.ts';

type Fields = Record<string, unknown>;

/** Throws `not_a_feed` for other JSON, `feed_malformed` for a JSON Feed that is cut or broken. */
export function readJsonFeed(text: string, address: string): { header: FeedHeader; items: unknown[] } {
  const feed = parseJson(text);
  const version = asText(feed['version']) ?? '';
  if (!version.includes('jsonfeed.org') && !(Array.isArray(feed['items']) && (feed['title'] !== undefined || feed['home_page_url'] !== undefined)))
    throw new AppError('not_a_feed');
  const hub = asList(feed['hubs'])
    .map((each) => resolveAddress(asText(fieldsOf(each)['url']), address))
    .find((url) => url !== null);
  const header: FeedHeader = {
    format: 'json',
    title: line(feed['title']),
    siteUrl: resolveAddress(asText(feed['home_page_url']), address),
    feedUrl: resolveAddress(asText(feed['feed_url']), address),
    description: line(feed['description']) ?? line(feed['user_comment']),
    iconUrl: resolveAddress(asText(feed['icon']), address) ?? resolveAddress(asText(feed['favicon']), address),
    language: languageTag(asText(feed['language'])),
    ttlSeconds: null,
    hub: hub ?? null,
    author: authorsOf(feed),
  };
  return { header, items: asList(feed['items']) };
}

function parseJson(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A body that names the format but cannot be parsed is a broken feed, not another kind of page.
    throw text.slice(0, 2000).includes('jsonfeed.org') ? new AppError('feed_malformed', { reason: 'json_damaged' }) : new AppError('not_a_feed');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AppError('not_a_feed');
  return fieldsOf(value);
}

/** Null for an item without anything to read. */
export function readJsonItem(value: unknown, context: FeedContext): RawPost | null {
  const item = fieldsOf(value);
  const base = context.home;
  const url = resolveAddress(asText(item['url']), base) ?? resolveAddress(asText(item['external_url']), base);
  const guid = asText(item['id']);
  const bodies = bodiesOf(item);
  const title = line(item['title']);
  const media = mediaOf(item, base);
  if ([guid, url, title].every((fact) => fact === null) && bodies.html === '' && media.length === 0) return null;
  return {
    guid,
    ...(/^(?!https?:)./is.test(guid ?? '') ? { guidIsOpaque: true } : {}),
    url,
    title,
    author: authorsOf(item) ?? context.author,
    ...bodies,
    baseUrl: url ?? base,
    ...datesOf(item, context),
    language: languageTag(asText(item['language'])) ?? context.language,
    media,
    categories: [
      ...new Set(
        asList(item['tags'])
          .map(line)
          .filter((tag) => tag !== null),
      ),
    ].slice(0, 50),
  };
}

function bodiesOf(item: Fields): { html: string; summaryHtml?: string } {
  const plain = asText(item['content_text']);
  const summary = asText(item['summary']);
  const html = asText(item['content_html']) ?? (plain === null ? null : textToHtml(plain));
  if (html === null) return { html: summary === null ? '' : textToHtml(summary) };
  return summary === null ? { html } : { html, summaryHtml: textToHtml(summary) };
}

function textToHtml(text: string): string {
  return escapeText(text).replaceAll('\n', '<br>');
}

function mediaOf(item: Fields, base: string): RawMedia[] {
  const found = new Map<string, RawMedia>();
  for (const each of asList(item['attachments']).slice(0, 100)) {
    const file = fieldsOf(each);
    const url = resolveAddress(asText(file['url']), base);
    if (url === null || found.has(url)) continue;
    const mimeType = asText(file['mime_type'])?.toLowerCase() ?? null;
    const media: RawMedia = { type: mediaType(url, mimeType, null), url, mimeType, size: positive(file['size_in_bytes']) };
    const duration = positive(file['duration_in_seconds']);
    if (duration !== null) media.duration = duration;
    found.set(url, media);
  }
  const image = resolveAddress(asText(item['image']), base) ?? resolveAddress(asText(item['banner_image']), base);
  const playing = [...found.values()].find((media) => media.type === 'video' || media.type === 'audio');
  if (image !== null && playing) playing.thumbnailUrl = image;
  else if (image !== null && !found.has(image)) found.set(image, { type: 'photo', url: image, mimeType: null, size: null });
  return [...found.values()];
}

function authorsOf(fields: Fields): string | null {
  const names = [...asList(fields['authors']), fields['author']].map((each) => line(fieldsOf(each)['name']) ?? line(each)).filter((name) => name !== null);
  return [...new Set(names)].slice(0, 10).join(', ') || null;
}

function datesOf(item: Fields, context: FeedContext): { postedAt: Date | null; updatedAt: Date | null } {
  const given = asText(item['date_published']) ?? asText(item['date_modified']);
  const updatedAt = dateOf(item['date_modified'], context);
  const postedAt = dateOf(item['date_published'], context) ?? updatedAt;
  noteDate(context, postedAt, given !== null);
  return { postedAt, updatedAt };
}

function dateOf(value: unknown, context: FeedContext): Date | null {
  return parseDate(asText(value) ?? '', context.now);
}

function line(value: unknown): string | null {
  const text = asText(value);
  return text === null ? null : plainLine(text) || null;
}

function asText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function positive(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? Math.round(number) : null;
}
