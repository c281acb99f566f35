/**
 * What an adapter hands over for one item of a source, before `normalise` makes a post of it.
 * Nothing in it is trusted: `html` is the outsider's markup, `title` and `author` are plain text
 * (entities decoded, tags removed), addresses are absolute or null.
 */
export interface RawPost {
  /** guid, Atom id, JSON Feed id, or the message id; null when the source gives none. */
  guid: string | null;
  /** True when the source itself says that the guid is not an address (RSS `isPermaLink="false"`). */
  guidIsOpaque?: boolean;
  url: string | null;
  title: string | null;
  author: string | null;
  /** The fullest body that the source gives; '' when there is none. */
  html: string;
  /** A shorter body beside it, when the source gives both. */
  summaryHtml?: string;
  /** Relative addresses inside `html` are resolved against this (xml:base, else the item's or feed's address). */
  baseUrl: string | null;
  postedAt: Date | null;
  updatedAt: Date | null;
  /** BCP 47 as declared by the source, lower case; detection comes later. */
  language: string | null;
  media: RawMedia[];
  categories: string[];
  telegram?: TelegramFacts;
}

export interface RawMedia {
  type: 'photo' | 'video' | 'audio' | 'document' | 'poll' | 'sticker' | 'location';
  url: string | null;
  mimeType: string | null;
  /** Bytes, when declared. */
  size: number | null;
  width?: number;
  height?: number;
  /** Seconds. */
  duration?: number;
  thumbnailUrl?: string;
  /** Poll question, file name, place. */
  title?: string;
}

export interface TelegramFacts {
  /** As MTProto counts it, for example -1001234567890; null when the page does not say. */
  chatId: string | null;
  messageId: number;
  views: number | null;
  edited: boolean;
  forwardedFrom?: { name: string; url: string | null };
  replyToId?: number;
}
