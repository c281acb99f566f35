/** What an address or a file would give, without saving anything. The shape is that of `tidings inspect --json`. */
import { findAmbiguousKeys, normalise, readable, type NormalPost } from '#posts';
import { decodeText } from '#platform/decode-text';
import { AppError } from '#platform/errors';
import { parsePreview } from './adapters/preview/parse-preview.ts';
import { discoverFeeds } from './adapters/rss/discover-feeds.ts';
import { parseOpml } from './opml/parse-opml.ts';
import { feedReading, type ReadDeps, type Reading } from './read-source.ts';
import { resolveAddress } from './resolve-address.ts';

export type InspectMode = 'feed' | 'article' | 'autodiscover' | 'opml' | 'preview';

/** Reads what an address leads to. @throws AppError with the reason. */
export async function inspectAddress(deps: ReadDeps & { rsshubUrl?: string | undefined }, address: string) {
  const { kind, address: found, reading } = await resolveAddress(deps, address);
  return shapeReading(kind, found, reading, deps.clock.now());
}

export interface InspectInput {
  mode: InspectMode;
  bytes: Uint8Array;
  baseUrl: string | null;
  contentType: string | null;
  now: Date;
}

/** What one of both gives. */
export type Inspection = ReturnType<typeof inspectInput>;

/** The same for bytes at hand. @throws AppError with the reason. */
export function inspectInput(input: InspectInput) {
  const { bytes, contentType } = input;
  const html = () => decodeText(bytes, { contentType, kind: 'html' }).text;
  const baseUrl = input.baseUrl ?? 'http://localhost/';
  switch (input.mode) {
    case 'opml':
      return inspectOpml(bytes);
    case 'autodiscover':
      return inspectLinks(html(), baseUrl);
    case 'article':
      return inspectArticle(html(), baseUrl);
    case 'preview':
      return inspectPreview(html(), input);
    case 'feed': {
      const answer = {
        body: bytes,
        headers: contentType === null ? {} : { 'content-type': contentType },
        finalUrl: baseUrl,
        etag: null,
        lastModified: null,
        maxAge: null,
        permanentUrl: null,
      };
      return shapeReading('rss', input.baseUrl ?? '', feedReading(answer, baseUrl, input.now), input.now);
    }
  }
}

function inspectLinks(html: string, baseUrl: string) {
  return { feeds: discoverFeeds(html, baseUrl).map((feed) => feed.address) };
}

function inspectArticle(html: string, url: string) {
  const { title, author, publishedAt, language, text, blocks } = readable.extractArticle(html, { url });
  return { title, author, publishedAt: publishedAt?.toISOString() ?? null, language, text, blocks };
}

function inspectOpml(bytes: Uint8Array) {
  const { sources, problems } = parseOpml(bytes);
  return {
    sources: sources.map(({ title, address, siteUrl, folder }) => ({ title, address, siteUrl, folder })),
    problems: problems.map(({ code, message }) => ({ code, message })),
  };
}

function inspectPreview(html: string, input: InspectInput) {
  const name = /\/s\/(\w+)/.exec(input.baseUrl ?? '')?.[1] ?? /data-post="(\w+)\//.exec(html)?.[1] ?? 'channel';
  const page = parsePreview(html, { name });
  if (['private', 'not_found', 'not_channel', 'no_preview'].includes(page.kind)) throw new AppError('channel_no_preview', { name });
  const reading: Reading = {
    ...page,
    siteUrl: `https://t.me/${name}`,
    language: null,
    askedInterval: null,
    problems: [],
    etag: null,
    lastModified: null,
    bodyHash: null,
    movedTo: null,
  };
  const shaped = shapeReading('telegram', name, reading, input.now);
  // What only a channel's page tells, beside the common shape.
  const facts = page.posts.map((post) => ({ ...post.telegram }));
  return { ...shaped, posts: shaped.posts.map((post, n) => ({ ...post, telegram: facts[n] })) };
}

function shapeReading(kind: 'rss' | 'telegram' | 'web', address: string, reading: Reading, now: Date) {
  const source = { id: 0, kind, address, language: null, ambiguousKeys: findAmbiguousKeys(kind, reading.posts, { address }) };
  return {
    kind,
    address,
    title: reading.title,
    siteUrl: reading.siteUrl,
    language: reading.language,
    posts: reading.posts.map((raw) => shapePost(normalise(raw, source, now), raw.guid)),
    problems: reading.problems,
  };
}

/** What a file is shown by is a picture of the post as well. */
function shapeMedia({ type, url, mimeType, size, thumbnailUrl }: NormalPost['media'][number]) {
  const file = { type, url, mimeType, size };
  return thumbnailUrl === undefined || thumbnailUrl === url ? [file] : [file, { type: 'photo' as const, url: thumbnailUrl, mimeType: null, size: null }];
}

function shapePost(post: NormalPost, guid: string | null) {
  return {
    uniqueCode: post.uniqueCode,
    guid,
    url: post.url,
    title: post.title,
    author: post.author,
    text: post.text,
    blocks: post.blocks,
    postedAt: post.dateIsGuess ? null : post.postedAt.toISOString(),
    updatedAt: post.updatedAt?.toISOString() ?? null,
    language: post.language,
    media: post.media.flatMap(shapeMedia),
    categories: post.categories,
  };
}
