/** Any feed into posts: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, JSON Feed. */
import { AppError } from '../../../platform/errors.ts';
import { decodeText } from '../../../platform/decode-text.ts';
import type { RawPost } from '#posts';
import { readElements, type FeedDocument } from './read-elements.ts';
import { readHeader, type FeedHeader } from './read-header.ts';
import { readItem } from './read-item.ts';
import { readJsonFeed, readJsonItem } from './read-json-feed.ts';
import type { FeedContext, FeedProblem, ParsedFeed } from './parsed-feed.ts';

export interface ParseFeedOptions {
  /** The Content-Type header that came with the bytes. */
  contentType?: string | null;
  /** Where the feed was read from, after redirects. */
  address: string;
  now: Date;
  /** Items after this many are left out; 5,000 by default. */
  maxItems?: number;
}

const defaultItems = 5000;
const deepest = 200;

/**
 * Reads what is whole and says in `problems` what is not. Linear in the size of the body; DTDs are
 * skipped, so no entity is ever expanded or fetched.
 *
 * @throws AppError `not_a_feed` for anything else, `feed_malformed` for a feed without a whole part.
 */
export function parseFeed(body: Uint8Array | string, options: ParseFeedOptions): ParsedFeed {
  const text = typeof body === 'string' ? body : decodeText(body, { contentType: options.contentType ?? null, kind: 'xml' }).text;
  const limit = options.maxItems ?? defaultItems;
  const start = /^[\s\uFEFF\0]{0,10000}/.exec(text)?.[0].length ?? 0;
  if (text[start] === '{' || text[start] === '[') return parseJson(text.slice(start), options, limit);
  const document = readElements(text, { items: limit, depth: deepest });
  if (!document) throw new AppError('not_a_feed');
  const header = readHeader(document, options.address);
  if (document.items.length === 0) refuseEmpty(document, header);
  const context = contextOf(header, options);
  const posts: RawPost[] = [];
  for (const item of document.items) {
    const post = readItem(document, item, context);
    if (post) posts.push(post);
    else context.skippedItems++;
  }
  return { ...withoutAuthor(header), posts, problems: problemsOf(context, document, text) };
}

function parseJson(text: string, options: ParseFeedOptions, limit: number): ParsedFeed {
  const { header, items } = readJsonFeed(text, options.address);
  const context = contextOf(header, options);
  const posts: RawPost[] = [];
  for (const item of items.slice(0, limit)) {
    const post = readJsonItem(item, context);
    if (post) posts.push(post);
    else context.skippedItems++;
  }
  const document = { truncated: false, misnested: false, tooDeep: false, tooMany: items.length > limit };
  return { ...withoutAuthor(header), posts, problems: problemsOf(context, document, text) };
}

/** A feed may be empty on a quiet day, but then it says at least what it is. */
function refuseEmpty(document: FeedDocument, header: FeedHeader): void {
  const { root, truncated, itemLost } = document;
  if (truncated && (itemLost || header.title === null)) throw new AppError('feed_malformed', { reason: 'no_whole_item' });
  // RDF says many things; only some of them are feeds.
  if (root.name === 'rdf:rdf' && !root.children.some((each) => !each.name.includes(':'))) throw new AppError('not_a_feed');
  if (root.children.length === 0 && root.text.trim() !== '') throw new AppError('not_a_feed');
}

function contextOf(header: FeedHeader, options: ParseFeedOptions): FeedContext {
  const { author, language } = header;
  return {
    now: options.now,
    address: options.address,
    home: header.siteUrl ?? options.address,
    author,
    language,
    invalidDates: 0,
    futureDates: 0,
    skippedItems: 0,
  };
}

function withoutAuthor(header: FeedHeader): Omit<ParsedFeed, 'posts' | 'problems'> {
  const { author: _, ...rest } = header;
  return rest;
}

type Repairs = Pick<FeedDocument, 'truncated' | 'misnested' | 'tooDeep' | 'tooMany'>;

function problemsOf(context: FeedContext, repairs: Repairs, text: string): FeedProblem[] {
  const problems: FeedProblem[] = [];
  if (repairs.truncated) problems.push({ code: 'truncated', message: 'The feed ends too early; the items that are whole were read.' });
  if (repairs.misnested) problems.push({ code: 'misnested', message: 'End tags are missing or in the wrong order; they were repaired.' });
  if (repairs.tooDeep) problems.push({ code: 'too_deep', message: 'Elements nested too deeply were left out.' });
  if (repairs.tooMany) problems.push({ code: 'items_limited', message: 'The feed has more items than are read at once; the rest was left out.' });
  if (context.skippedItems > 0) problems.push({ code: 'items_skipped', message: `${context.skippedItems} empty items were left out.` });
  if (context.invalidDates > 0) problems.push({ code: 'date_invalid', message: `The date of ${context.invalidDates} items cannot be read.` });
  if (context.futureDates > 0) problems.push({ code: 'date_in_future', message: `${context.futureDates} items are dated in the future.` });
  if (text.includes('\uFFFD')) problems.push({ code: 'characters_replaced', message: 'Some characters could not be decoded.' });
  return problems;
}
