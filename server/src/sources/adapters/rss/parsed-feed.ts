/** What reading a feed gives. */
import type { RawPost } from '#posts';

export interface ParsedFeed {
  format: 'rss' | 'atom' | 'rdf' | 'json' | 'cdf';
  title: string | null;
  /** The page that the feed belongs to. */
  siteUrl: string | null;
  /** The address that the feed gives for itself. */
  feedUrl: string | null;
  /** Plain text. */
  description: string | null;
  iconUrl: string | null;
  /** BCP 47, lower case, as declared. */
  language: string | null;
  /** How long the publisher says that nothing will change. */
  ttlSeconds: number | null;
  /** WebSub hub. */
  hub: string | null;
  /** In the order of the source. */
  posts: RawPost[];
  /** What was repaired or left out; codes are stable, messages are in English. */
  problems: FeedProblem[];
}

export type FeedProblemCode =
  | 'truncated'
  | 'misnested'
  | 'too_deep'
  | 'items_limited'
  | 'items_skipped'
  | 'characters_replaced'
  | 'date_invalid'
  | 'date_in_future';

export interface FeedProblem {
  code: FeedProblemCode;
  message: string;
}

/** Facts of the feed that its items fall back on, and what went wrong while reading them. */
export interface FeedContext {
  now: Date;
  /** The feed's own address: everything relative is resolved against it. */
  address: string;
  /** The page of the feed, else the address: where relative links of items begin. */
  home: string;
  author: string | null;
  language: string | null;
  invalidDates: number;
  futureDates: number;
  skippedItems: number;
}

/** Counts a date that could not be read, or that lies more than a day ahead. */
export function noteDate(context: FeedContext, date: Date | null, given: boolean): void {
  if (date === null && given) context.invalidDates++;
  if (date && date.getTime() > context.now.getTime() + 86_400_000) context.futureDates++;
}
