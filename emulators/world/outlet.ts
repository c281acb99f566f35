/** The shapes of the emulated world: outlets (sites and channels) and the items they publish. */
import type { Beat } from './news/news-kind.ts';
import type { Language } from './news/fill-template.ts';

export type FeedFormat = 'rss2' | 'rss091' | 'rdf' | 'atom' | 'json' | 'none';
export type Compression = 'gzip' | 'br' | 'zstd' | 'none';
export type Charset = 'utf-8' | 'windows-1251' | 'koi8-r';

export interface Outlet {
  kind: 'site' | 'channel';
  /** Unique; the channel's name, or the path prefix of the site. */
  name: string;
  /** `NAME.example`; all channels live on `t.me`. */
  host: string;
  title: string;
  description: string;
  language: Language;
  beats: readonly Beat[];
  /** How many items there are when the world starts. */
  stock: number;
  /** Items a day. */
  rate: number;
  /** One item in so many is a light repost of another outlet of the same language; 0: never. */
  repostEvery: number;
  feed: FeedPlan;
  page: PagePlan;
}

export interface FeedPlan {
  format: FeedFormat;
  path: string;
  /** How many of the newest items the feed shows. */
  window: number;
  charset: Charset;
  compression: Compression;
  body: 'full' | 'summary' | 'both';
  validators: boolean;
  /** RSS `ttl`, minutes. */
  ttl?: number;
  /** `Cache-Control: max-age`, seconds. */
  maxAge?: number;
  quirk?: 'broken-xml' | 'one-link' | 'numbered-guids' | 'podcast' | 'no-dates';
}

export interface PagePlan {
  /** How the front page names its feed. */
  discovery: 'absolute' | 'relative' | 'none';
  pictures: boolean;
}

export interface Item {
  /** 1, 2, 3... within its outlet; channels leave holes, as deleted and grouped messages do. */
  id: number;
  outlet: string;
  /** The event that it tells; items of other outlets share it. Null for what a test published. */
  eventId: string | null;
  /** The item of another outlet whose words it carries. */
  repostOf: { outlet: string; id: number } | null;
  title: string;
  /** Made from the first title: an edit does not move the article. */
  slug: string;
  paragraphs: string[];
  author: string;
  beat: Beat;
  at: Date;
  editedAt: Date | null;
  removed: boolean;
  picture: boolean;
  message?: MessageKind;
}

/** What a channel message is beside its text. */
export type MessageKind =
  | 'text'
  | 'photo'
  | 'video'
  | 'big-video'
  | 'round-video'
  | 'album'
  | 'reply'
  | 'forward'
  | 'hidden-forward'
  | 'link'
  | 'poll'
  | 'document'
  | 'voice'
  | 'audio'
  | 'sticker'
  | 'location'
  | 'service';

export function articlePath(item: Item): string {
  return `/news/${item.id}-${item.slug}`;
}
