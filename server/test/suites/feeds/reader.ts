/** What the suites compare: the facts of a feed as any reader could give them. */
import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { decodeHTML } from 'entities';
import { blocksToHtml } from '../../../src/posts/blocks/blocks-to-html.ts';
import { normalise, type NormalPost } from '../../../src/posts/normalise.ts';
import type { RawPost } from '../../../src/posts/raw-post.ts';
import { parseFeed } from '../../../src/sources/adapters/rss/parse-feed.ts';

export interface ReadItem {
  title: string | null;
  url: string | null;
  guid: string | null;
  author: string | null;
  /** Every body the reader gives, HTML. */
  texts: string[];
  baseUrl: string | null;
  /** Publication and update, in any order. */
  dates: Date[];
  language: string | null;
  enclosures: { url: string; mimeType: string | null; size: number | null }[];
}

export interface ReadFeed {
  format: string;
  title: string | null;
  siteUrl: string | null;
  feedUrl: string | null;
  description: string | null;
  iconUrl: string | null;
  language: string | null;
  ttlSeconds: number | null;
  items: ReadItem[];
}

export interface ReadContext {
  contentType: string | null;
  address: string;
  now: Date;
}

/** Throws for what is no feed. */
export type FeedReader = (body: Uint8Array, context: ReadContext) => ReadFeed | Promise<ReadFeed>;

/** What a person gets to read: parsed, and normalised as posts are before they are saved. */
export const ownReader: FeedReader = (body, context) => {
  const feed = parseFeed(body, context);
  const source = { id: 0, kind: 'rss' as const, address: context.address, language: null };
  return { ...feed, items: feed.posts.map((raw) => readItem(raw, normalise(raw, source, context.now))) };
};

function readItem(raw: RawPost, post: NormalPost): ReadItem {
  return {
    title: post.title,
    url: post.url,
    guid: raw.guid,
    author: post.author,
    // Beside what is shown, what it is made from: an empty link or a drawing that is left out was read all the same.
    texts: [blocksToHtml(post.blocks), raw.html, raw.summaryHtml ?? ''],
    baseUrl: raw.baseUrl,
    dates: [post.dateIsGuess ? null : post.postedAt, post.updatedAt].filter((date) => date !== null),
    language: raw.language,
    enclosures: post.media.flatMap(({ url, mimeType, size, thumbnailUrl }) => {
      const own = url === null ? [] : [{ url, mimeType, size }];
      return thumbnailUrl === undefined ? own : [...own, { url: thumbnailUrl, mimeType: null, size: null }];
    }),
  };
}

/** One comparison of a field. */
export interface Check {
  id: string;
  field: string;
  ok: boolean;
  detail: string;
}

export interface Case {
  id: string;
  file: string;
  [field: string]: unknown;
}

export function readCases<T extends Case>(dir: string): T[] {
  return readFileSync(`${dir}/cases.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

export const clockOfSuites = new Date('2024-06-01T00:00:00Z');

/** One line of text as a person sees it. */
export function visible(html: string | null | undefined): string {
  return squeeze(decodeHTML((html ?? '').replace(/<\/?[a-z][^<>]*>/gi, ' ')));
}

export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The words and absolute links of a body, so that sanitized and raw markup can be compared. */
export function gist(html: string, base: string | null): string {
  const words: string[] = [];
  const links: string[] = [];
  let hidden = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'script' || name === 'style') hidden++;
      for (const attribute of ['href', 'src']) {
        const value = attributes[attribute];
        if (value) links.push(URL.parse(value.trim(), base ?? undefined)?.href ?? value.trim());
      }
    },
    onclosetag(name) {
      if (name === 'script' || name === 'style') hidden--;
    },
    ontext(text) {
      if (hidden <= 0) words.push(text);
    },
  });
  parser.end(html);
  return `${words.join('').replace(/\s+/g, '')} ${links.join(' ')}`.trim();
}
