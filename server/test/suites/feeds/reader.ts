/** What the suites compare: the facts of a feed as any reader could give them. */
import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { decodeHTML } from 'entities';
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

export const ownReader: FeedReader = (body, context) => {
  const feed = parseFeed(body, context);
  const items = feed.posts.map((post) => ({
    title: post.title,
    url: post.url,
    guid: post.guid,
    author: post.author,
    texts: [post.html, post.summaryHtml ?? ''],
    baseUrl: post.baseUrl,
    dates: [post.postedAt, post.updatedAt].filter((date) => date !== null),
    language: post.language,
    enclosures: post.media.flatMap((media) => {
      const own = media.url === null ? [] : [{ url: media.url, mimeType: media.mimeType, size: media.size }];
      return media.thumbnailUrl ? [...own, { url: media.thumbnailUrl, mimeType: null, size: null }] : own;
    }),
  }));
  return { ...feed, items };
};

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
