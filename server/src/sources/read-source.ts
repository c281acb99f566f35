/** Reads a source from its address: the one place that knows how each kind is fetched. */
import { createHash } from 'node:crypto';
import { readable, type RawPost } from '#posts';
import { decodeText } from '#platform/decode-text';
import type { Clock } from '#platform/clock';
import type { Egress, EgressAnswer } from '#platform/egress';
import { AppError } from '#platform/errors';
import type { HostPacing } from '#platform/host-pacing';
import type { LimitedThread } from '#platform/limited-thread';
import type { Robots } from '#platform/robots';
import { parsePreview } from './adapters/preview/parse-preview.ts';
import { parseFeed, type ParseFeedOptions } from './adapters/rss/parse-feed.ts';
import type { ParsedFeed } from './adapters/rss/parsed-feed.ts';
import { articleToRawPost } from './adapters/web/article-to-raw-post.ts';
import type { extractFrontPage, FrontPage } from './adapters/web/extract-front-page.ts';
import { comesAgain, type AskedLink, type KnownLinks } from './site-links.ts';

export interface ReadDeps {
  egress: Egress;
  pacing: HostPacing;
  clock: Clock;
  previewUrl: string;
  /** Asked before a site is read that offers no feed. */
  robots: Robots;
  apart: LimitedThread;
  /** Ends the reading. */
  signal?: AbortSignal;
}

export interface ReadTarget {
  kind: 'rss' | 'telegram' | 'web';
  address: string;
  etag?: string | null;
  lastModified?: string | null;
  bodyHash?: string | null;
  /** What is known of the links of a site without a feed; without it, only a few of them are read. */
  known?: (urls: string[]) => Promise<KnownLinks>;
}

export interface Reading {
  title: string | null;
  siteUrl: string | null;
  description: string | null;
  iconUrl: string | null;
  language: string | null;
  chatId: string | null;
  /** Seconds that the publisher asks to wait between two visits. */
  askedInterval: number | null;
  posts: RawPost[];
  problems: { code: string; message: string }[];
  /** The channel's page before this one starts before this message id; null at its beginning. */
  before: number | null;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  /** Where the source has moved for good. */
  movedTo: string | null;
  /** Links of a site without a feed that were asked for. */
  links?: AskedLink[];
  /** There is more to read than this visit took. */
  more?: boolean;
  /** And another visit will get further at once. */
  soon?: boolean;
}

export type ReadResult = { kind: 'unchanged'; askedInterval: number | null; movedTo: string | null } | { kind: 'read'; reading: Reading };

/** Articles of a site without a feed that one visit fetches: few while a person waits, the rest soon after. */
const articlesAtFirst = 4;
/** Links of it that one visit asks for, whatever they lead to. */
const linksPerVisit = 12;

/** @throws AppError with the reason in words; see the codes for addresses and sources. */
export async function readSource(deps: ReadDeps, target: ReadTarget): Promise<ReadResult> {
  if (target.kind === 'telegram') return { kind: 'read', reading: await readChannel(deps, target.address) };
  const answer = await fetchPaced(deps, target.address, target.kind === 'rss' ? 'feed' : 'page', target);
  const bodyHash = answer.status === 304 ? null : createHash('sha256').update(answer.body).digest('base64url');
  if (answer.status === 304 || bodyHash === target.bodyHash) {
    return { kind: 'unchanged', askedInterval: answer.maxAge, movedTo: answer.permanentUrl };
  }
  const reading = target.kind === 'rss' ? await readFeed(deps, answer, target.address) : await siteReading(deps, answer, target);
  return { kind: 'read', reading: { ...reading, bodyHash } };
}

export function fetchPaced(
  { pacing, egress, signal }: Pick<ReadDeps, 'egress' | 'pacing' | 'signal'>,
  url: string,
  kind: 'feed' | 'page' | 'preview',
  headers?: Pick<ReadTarget, 'etag' | 'lastModified'>,
): Promise<EgressAnswer> {
  const known = { etag: headers?.etag ?? null, lastModified: headers?.lastModified ?? null };
  return pacing.run(url, () => egress.get(url, { kind, headers: known, ...(signal ? { signal } : {}) }), signal);
}

/** What is longer is read in the thread with limits; for the rest, the way there would take longer than the reading. */
const longFeed = 200_000;

/** A reading out of a fetched feed. @throws AppError `not_a_feed`, `feed_malformed`, `too_complex` */
export async function readFeed(deps: Pick<ReadDeps, 'apart' | 'clock'>, answer: FeedAnswer, address: string): Promise<Reading> {
  if (answer.body.length <= longFeed) return feedReading(answer, address, deps.clock.now());
  const module = new URL('./adapters/rss/parse-feed.ts', import.meta.url);
  return toReading(await deps.apart.call<typeof parseFeed>(module, 'parseFeed', answer.body, feedOptions(answer, address, deps.clock.now())), answer);
}

type FeedAnswer = Pick<EgressAnswer, 'body' | 'headers' | 'finalUrl' | 'etag' | 'lastModified' | 'maxAge' | 'permanentUrl'>;

/** The same at once, for bytes of any length. @throws AppError `not_a_feed`, `feed_malformed` */
export function feedReading(answer: FeedAnswer, address: string, now: Date): Reading {
  return toReading(parseFeed(answer.body, feedOptions(answer, address, now)), answer);
}

function feedOptions(answer: FeedAnswer, address: string, now: Date): ParseFeedOptions {
  return { contentType: answer.headers['content-type'] ?? null, address: answer.finalUrl || address, now };
}

function toReading(feed: ParsedFeed, answer: FeedAnswer): Reading {
  const asked = Math.max(feed.ttlSeconds ?? 0, answer.maxAge ?? 0);
  return {
    title: feed.title,
    siteUrl: feed.siteUrl,
    description: feed.description,
    iconUrl: feed.iconUrl,
    language: feed.language,
    chatId: null,
    askedInterval: asked > 0 ? asked : null,
    posts: feed.posts,
    problems: feed.problems,
    before: null,
    etag: answer.etag,
    lastModified: answer.lastModified,
    bodyHash: null,
    movedTo: answer.permanentUrl,
  };
}

/**
 * One page of a channel's public preview: the newest messages, or those before a message.
 * @throws AppError `channel_not_found`, `channel_private`, `channel_no_preview`, `not_a_channel`; `channel_unrecognised` for a page of something else, which may pass
 */
export async function readChannel(deps: ReadDeps, name: string, before?: number): Promise<Reading> {
  const url = `${deps.previewUrl}/s/${encodeURIComponent(name)}${before === undefined ? '' : `?before=${before}`}`;
  const answer = await fetchPaced(deps, url, 'preview');
  const page = parsePreview(decodeText(answer.body, { contentType: answer.headers['content-type'] ?? null, kind: 'html' }).text, { name });
  if (page.kind === 'private') throw new AppError('channel_private', { name });
  if (page.kind === 'not_found') throw new AppError('channel_not_found', { name });
  if (page.kind === 'not_channel') throw new AppError('not_a_channel', { name });
  if (page.kind === 'no_preview') throw new AppError('channel_no_preview', { name });
  if (page.kind === 'unknown') throw new AppError('channel_unrecognised', { name });
  // One that leads back to itself would be asked for without end.
  const goesOn = page.before !== null && (before === undefined || page.before < before);
  return {
    title: page.title,
    siteUrl: `https://t.me/${name}`,
    description: page.description,
    iconUrl: page.iconUrl,
    language: null,
    chatId: page.chatId,
    askedInterval: null,
    posts: page.posts,
    problems: [],
    before: goesOn ? page.before : null,
    etag: null,
    lastModified: null,
    bodyHash: null,
    movedTo: null,
  };
}

async function siteReading(deps: ReadDeps, answer: EgressAnswer, target: ReadTarget): Promise<Reading> {
  if (!(await deps.robots.allows(target.address))) throw new AppError('robots_denied');
  const module = new URL('./adapters/web/extract-front-page.ts', import.meta.url);
  const facts = { contentType: answer.headers['content-type'] ?? null, url: answer.finalUrl };
  const page = await deps.apart.call<typeof extractFrontPage>(module, 'extractFrontPage', answer.body, facts);
  const links = page.articles;
  if (links.length === 0) throw new AppError('no_articles');
  const known = (await target.known?.(links.map((link) => link.url))) ?? nothingKnown;
  const unread = links.filter((link) => !known.leaveOut.has(link.url)).map((link) => link.url);
  const { posts, problems, asked } = await readArticles(deps, unread, target.known ? linksPerVisit : articlesAtFirst);
  if (posts.length === 0 && !target.known) throw new AppError('no_articles');
  const left = unread.length > asked.length;
  return {
    ...siteFacts(page, answer),
    posts,
    problems,
    links: asked,
    more: left || known.later || asked.some(comesAgain),
    soon: left && asked.some((link) => !comesAgain(link)),
  };
}

const nothingKnown: KnownLinks = { leaveOut: new Set(), later: false };

/** Reads so many articles, past those that cannot be read. */
async function readArticles(deps: ReadDeps, urls: readonly string[], wanted: number): Promise<Pick<Reading, 'posts' | 'problems'> & { asked: AskedLink[] }> {
  const problems: Reading['problems'] = [];
  const posts: RawPost[] = [];
  const asked: AskedLink[] = [];
  for (const url of urls.slice(0, linksPerVisit)) {
    if (posts.length >= wanted || deps.signal?.aborted) break;
    try {
      posts.push(await readArticle(deps, url));
      asked.push({ url, code: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ code: error.code, message: `${url}: ${error.message}` });
      // That says nothing of the link, and the next one would be told the same.
      if (error.code === 'source_rate_limited') break;
      asked.push({ url, code: error.code });
    }
  }
  return { posts, problems, asked };
}

/** @throws AppError `robots_denied`, `not_an_article`, `too_complex`, and those of egress */
async function readArticle(deps: ReadDeps, url: string): Promise<RawPost> {
  if (!(await deps.robots.allows(url))) throw new AppError('robots_denied');
  const answer = await fetchPaced(deps, url, 'page');
  const page = { bytes: answer.body, contentType: answer.headers['content-type'] ?? null, url: answer.finalUrl };
  return articleToRawPost(await readable.readPage(deps, page), answer.finalUrl);
}

function siteFacts(page: FrontPage, answer: EgressAnswer): Omit<Reading, 'posts' | 'problems'> {
  return {
    title: page.title,
    siteUrl: answer.finalUrl,
    description: null,
    iconUrl: null,
    language: page.language,
    chatId: null,
    askedInterval: answer.maxAge,
    before: null,
    etag: answer.etag,
    lastModified: answer.lastModified,
    bodyHash: null,
    movedTo: answer.permanentUrl,
  };
}
