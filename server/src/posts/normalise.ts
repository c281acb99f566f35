import { hash } from 'node:crypto';
import { isSameSite } from '#platform/same-site';
import type { Block } from '../contract/blocks.ts';
import { cleanText } from '../contract/clean-text.ts';
import type { Media } from '../contract/posts.ts';
import type { SourceKind } from '../contract/source-kind.ts';
import { blocksToText } from './blocks/blocks-to-text.ts';
import { collectImages, collectLinks, type ImageBlock } from './blocks/collect.ts';
import { htmlToBlocks } from './blocks/html-to-blocks.ts';
import { canonicalUrl, stripTracking } from './canonical-url.ts';
import { detectLanguage } from './detect-language.ts';
import { cutBlocks } from './normalise-blocks.ts';
import { normaliseMedia, webAddress } from './normalise-media.ts';
import { cleanLine, cleanStrings, collapse, countWords, cutHard, makeSnippet } from './normalise-text.ts';
import type { RawPost } from './raw-post.ts';
import { otherCodes, ownCode, uniqueCode, type OtherCodes } from './unique-code.ts';

const MAX_TITLE = 500;
const MAX_TEXT = 200_000;
const MAX_SNIPPET = 280;
const MAX_MEDIA = 50;
const MAX_CATEGORIES = 30;
const MAX_LINKS = 200;
const MAX_URL = 4096;
const FUTURE_ALLOWED_MS = 10 * 60_000;
const OLDEST_MS = Date.UTC(1990, 0, 1);

export interface NormaliseSource {
  id: number;
  kind: SourceKind;
  address: string;
  /** ISO 639-1 of most of its posts, once that is known. */
  language: string | null;
  /** From `findAmbiguousKeys` over the batch that the post came in. */
  ambiguousKeys?: ReadonlySet<string>;
}

/** A post ready to be saved: bounded, clean of what the database refuses, every address absolute. */
export interface NormalPost {
  uniqueCode: string;
  /** The code where another post has `uniqueCode`. */
  ownCode: string;
  otherCodes: OtherCodes;
  /** The address is on the site of the source itself. */
  isOfOwnSite: boolean;
  externalId: string | null;
  /** Canonical: without tracking. */
  url: string | null;
  title: string | null;
  snippet: string;
  author: string | null;
  /** Plain text, paragraphs separated by a blank line. */
  text: string;
  blocks: Block[];
  /** ISO 639-1. */
  language: string | null;
  media: Media[];
  categories: string[];
  words: number;
  postedAt: Date;
  /** True when the source gave no usable date. */
  dateIsGuess: boolean;
  updatedAt: Date | null;
  /** Changes when the post was edited; not with tracking parameters, white space or signed media addresses. */
  contentHash: string;
  /** Canonical addresses in the body, each once, in order. */
  links: string[];
  /** True when the title or the body was longer than what is kept. */
  truncated: boolean;
}

/** Makes a post of what an adapter read. Never throws on content: whatever cannot be kept is cut or left out. */
export function normalise(raw: RawPost, source: NormaliseSource, now: Date): NormalPost {
  const body = readBody(raw);
  const title = cleanLine(raw.title, MAX_TITLE);
  const media = normaliseMedia(raw.media, collectImages(body.blocks).map(pictureOf), MAX_MEDIA);
  const links = canonicalLinks(body.blocks);
  const code = uniqueCode(source.kind, raw, source);
  const url = postAddress(raw, source.address);
  return {
    uniqueCode: code,
    ownCode: ownCode(code, source),
    otherCodes: otherCodes(source.kind, raw, source),
    isOfOwnSite: isSameSite(url, source.address),
    externalId: cleanLine(raw.guid, 1000) ?? (raw.telegram ? String(raw.telegram.messageId) : null),
    url,
    title,
    snippet: makeSnippet(body.text, title, MAX_SNIPPET),
    author: cleanLine(raw.author, 200),
    text: body.text,
    blocks: body.blocks,
    language: detectLanguage(`${title ?? ''}\n${body.text}`, { declared: raw.language, sourceMajority: source.language }),
    media,
    categories: normaliseCategories(raw.categories),
    words: countWords(body.text),
    ...readDates(raw, now),
    contentHash: hashContent(title, body.text, links, media),
    links,
    truncated: body.truncated || (raw.title?.length ?? 0) > MAX_TITLE * 8 || (title?.endsWith('…') === true && !raw.title?.trimEnd().endsWith('…')),
  };
}

function readBody(raw: RawPost): { blocks: Block[]; text: string; truncated: boolean } {
  const options = { baseUrl: raw.baseUrl ?? raw.url };
  let blocks = htmlToBlocks(raw.html, options);
  if (blocks.length === 0 && raw.summaryHtml) blocks = htmlToBlocks(raw.summaryHtml, options);
  const whole = blocksToText(blocks);
  const truncated = whole.length > MAX_TEXT;
  const kept = cleanStrings(truncated ? cutBlocks(blocks, MAX_TEXT) : blocks);
  const text = truncated ? blocksToText(kept) : whole;
  return { blocks: kept, text: cleanText(cutHard(text, MAX_TEXT)), truncated };
}

/** Without tracking, but with its fragment: on pages that hold many items it is what leads to this one. */
function postAddress(raw: RawPost, sourceAddress: string): string | null {
  const listed = webAddress(raw.url) ?? (raw.guidIsOpaque ? null : webAddress(raw.guid));
  // Nothing to strip: it stays as its publisher writes it.
  if (listed !== null && /^[^?\s<>"\\^`{|}]+$/.test(listed)) return listed;
  const stripped = listed === null ? null : stripTracking(listed, [sourceAddress]);
  return stripped === null || stripped.length > MAX_URL ? listed : cleanText(stripped);
}

function canonicalLinks(blocks: Block[]): string[] {
  const links = new Set<string>();
  for (const { href } of collectLinks(blocks)) {
    if (links.size >= MAX_LINKS) break;
    const canonical = href.length > MAX_URL ? null : canonicalUrl(href);
    if (canonical !== null) links.add(canonical);
  }
  return [...links];
}

function pictureOf(image: ImageBlock): Media {
  const size = { ...(image.width === undefined ? {} : { width: image.width }), ...(image.height === undefined ? {} : { height: image.height }) };
  return { type: 'photo', url: image.src, mimeType: null, size: null, ...size };
}

function normaliseCategories(listed: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const raw of listed.slice(0, MAX_CATEGORIES * 4)) {
    const category = cleanLine(raw, 100);
    if (category !== null && kept.size < MAX_CATEGORIES && !kept.has(category.toLowerCase())) kept.set(category.toLowerCase(), category);
  }
  return [...kept.values()];
}

/** A date in the future or before 1990 is a broken clock; the nearest sensible date stands in and says so. */
function readDates(raw: RawPost, now: Date): { postedAt: Date; dateIsGuess: boolean; updatedAt: Date | null } {
  const latest = now.getTime() + FUTURE_ALLOWED_MS;
  const posted = sensible(raw.postedAt);
  const updated = sensible(raw.updatedAt);
  const updatedAt = updated !== null && updated.getTime() <= latest ? updated : null;
  if (posted === null) return { postedAt: updatedAt ?? now, dateIsGuess: true, updatedAt };
  if (posted.getTime() > latest) return { postedAt: now, dateIsGuess: true, updatedAt };
  return { postedAt: posted, dateIsGuess: false, updatedAt };
}

function sensible(date: Date | null): Date | null {
  return date !== null && date.getTime() >= OLDEST_MS ? date : null;
}

/**
 * Media count by kind and title, not by address: addresses of content networks are signed anew on
 * each read. Addresses written out in the text are replaced by their canonical form.
 */
function hashContent(title: string | null, text: string, links: string[], media: Media[]): string {
  const stable = collapse(text.normalize('NFC')).replace(/https?:\/\/\S+/gi, (address) => canonicalUrl(address) ?? address);
  const files = media.map((item) => `${item.type}:${item.title ?? ''}`);
  return hash('sha256', JSON.stringify([title, stable, links, files]));
}
