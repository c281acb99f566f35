/** The media of a post as they are stored: those that the source lists, then pictures in the body. */
import { cleanText } from '../contract/clean-text.ts';
import type { Media } from '../contract/posts.ts';
import { withoutCredentials } from './blocks/addresses.ts';
import { canonicalUrl } from './canonical-url.ts';
import { cleanLine } from './normalise-text.ts';
import type { RawMedia } from './raw-post.ts';

const MAX_URL = 4096;

/** At most `limit` media, each address once; what has no address is kept when it says something itself. */
export function normaliseMedia(listed: readonly RawMedia[], inBody: readonly Media[], limit: number): Media[] {
  const kept: Media[] = [];
  const seen = new Set<string>();
  const add = (media: Media | null): void => {
    if (media === null || kept.length >= limit) return;
    if (media.url !== null) {
      const identity = canonicalUrl(media.url) ?? media.url;
      if (seen.has(identity)) return;
      seen.add(identity);
    }
    kept.push(media);
  };
  for (const raw of listed.slice(0, limit * 4)) add(normaliseOne(raw));
  for (const media of inBody.slice(0, limit * 4)) add(media);
  return kept;
}

function normaliseOne(raw: RawMedia): Media | null {
  const url = webAddress(raw.url);
  const title = cleanLine(raw.title, 300);
  const thumbnailUrl = webAddress(raw.thumbnailUrl ?? null);
  // In Telegram a photo or a poll is known to be there even while its file cannot be had.
  if (raw.url !== null && url === null && title === null && thumbnailUrl === null) return null;
  return {
    type: raw.type,
    url,
    mimeType: cleanLine(raw.mimeType, 100)?.toLowerCase() ?? null,
    size: positive(raw.size),
    ...optional('width', positive(raw.width)),
    ...optional('height', positive(raw.height)),
    ...optional('duration', positive(raw.duration)),
    ...optional('thumbnailUrl', thumbnailUrl),
    ...optional('title', title),
  };
}

function optional<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [P in K]: V });
}

export function webAddress(address: string | null): string | null {
  if (address === null || address.length > MAX_URL || !/^https?:\/\//i.test(address)) return null;
  const clean = cleanText(address);
  const url = URL.parse(clean);
  if (url === null) return null;
  if (url.username === '' && url.password === '') return clean;
  withoutCredentials(url);
  return url.href;
}

function positive(value: number | null | undefined): number | null {
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER ? Math.round(value) : null;
}
