/** Enclosures, Media RSS, iTunes images: everything beside the text that a reader can show or play. */
import type { RawMedia } from '#posts';
import { attribute, child, childText, children, type XmlElement } from './xml-element.ts';
import { resolveAddress } from './resolve-address.ts';

/** A feed that lists thousands of files in one item is not worth following. */
const mostMedia = 100;

interface Found {
  media: Map<string, RawMedia>;
  thumbnails: Set<string>;
  base: string;
}

/** Media of one item in order: enclosures first, then Media RSS; one entry an address. */
export function readMedia(item: XmlElement, base: string): RawMedia[] {
  const found: Found = { media: new Map(), thumbnails: new Set(), base };
  for (const each of item.children) {
    if (each.name === 'enclosure') addEnclosure(found, item, each);
    else if (each.name === 'atom:link' && attribute(each, 'rel')?.toLowerCase().endsWith('enclosure')) addLinked(found, each);
    else if (each.name === 'podcast:alternateenclosure' && found.media.size === 0) addAlternate(found, each);
  }
  addMediaRss(found, item, 0);
  for (const image of children(item, 'itunes:image', 'image', 'webfeeds:cover', 'googleplay:image')) addImage(found, image);
  return withThumbnails(found, item);
}

function addEnclosure(found: Found, item: XmlElement, element: XmlElement): void {
  const original = found.media.size === 0 ? childText(item, 'feedburner:origenclosurelink') : null;
  const url = resolveAddress(original ?? attribute(element, 'url') ?? attribute(element, 'href') ?? attribute(element, 'resource'), found.base);
  add(found, url, { mimeType: attribute(element, 'type'), size: attribute(element, 'length') });
}

function addLinked(found: Found, element: XmlElement): void {
  const url = resolveAddress(attribute(element, 'href') ?? element.text, found.base);
  add(found, url, { mimeType: attribute(element, 'type'), size: attribute(element, 'length'), title: attribute(element, 'title') });
}

function addAlternate(found: Found, element: XmlElement): void {
  for (const source of children(element, 'podcast:source')) {
    const url = resolveAddress(attribute(source, 'uri'), found.base);
    add(found, url, { mimeType: attribute(source, 'contenttype') ?? attribute(element, 'type'), size: attribute(element, 'length') });
  }
}

function addMediaRss(found: Found, element: XmlElement, depth: number): void {
  for (const each of element.children) {
    if (each.name === 'media:thumbnail') addThumbnail(found, each);
    else if (each.name === 'media:content') addContent(found, each);
    else if (each.name === 'media:peerlink') addPeer(found, each);
    else if (each.name === 'media:player' && found.media.size === 0) addPlayer(found, each);
    if ((each.name === 'media:group' || each.name === 'media:content') && depth < 3) addMediaRss(found, each, depth + 1);
  }
}

function addThumbnail(found: Found, element: XmlElement): void {
  const url = resolveAddress(attribute(element, 'url') ?? element.text, found.base);
  if (url !== null && found.thumbnails.size < mostMedia) found.thumbnails.add(url);
}

function addContent(found: Found, element: XmlElement): void {
  add(found, resolveAddress(attribute(element, 'url'), found.base), {
    mimeType: attribute(element, 'type'),
    medium: attribute(element, 'medium'),
    size: attribute(element, 'filesize'),
    width: attribute(element, 'width'),
    height: attribute(element, 'height'),
    duration: attribute(element, 'duration'),
  });
}

function addPeer(found: Found, element: XmlElement): void {
  add(found, resolveAddress(attribute(element, 'href'), found.base), { mimeType: attribute(element, 'type') });
}

function addPlayer(found: Found, element: XmlElement): void {
  add(found, resolveAddress(attribute(element, 'url'), found.base), { mimeType: 'text/html', medium: 'video' });
}

function addImage(found: Found, element: XmlElement): void {
  const address = attribute(element, 'href') ?? attribute(element, 'url') ?? childText(element, 'url') ?? (element.children.length === 0 ? element.text : null);
  const url = resolveAddress(address, found.base);
  if (url !== null && found.thumbnails.size < mostMedia) found.thumbnails.add(url);
}

interface Facts {
  mimeType: string | null;
  medium?: string | null;
  size?: string | null;
  width?: string | null;
  height?: string | null;
  duration?: string | null;
  title?: string | null;
}

function add(found: Found, url: string | null, facts: Facts): void {
  if (url === null) return;
  const before = found.media.get(url);
  const size = before?.size ?? positive(facts.size);
  if (before) {
    before.size = size;
    before.mimeType ??= facts.mimeType;
    return;
  }
  if (found.media.size >= mostMedia) return;
  found.media.set(url, mediaOf(url, facts, size));
}

function mediaOf(url: string, facts: Facts, size: number | null): RawMedia {
  const media: RawMedia = { type: mediaType(url, facts.mimeType, facts.medium ?? null), url, mimeType: facts.mimeType?.toLowerCase() ?? null, size };
  const width = positive(facts.width);
  const height = positive(facts.height);
  const duration = facts.duration ? readDuration(facts.duration) : null;
  if (width !== null) media.width = width;
  if (height !== null) media.height = height;
  if (duration !== null) media.duration = duration;
  if (facts.title) media.title = facts.title;
  return media;
}

/** Thumbnails belong to the first thing that plays; without one they are pictures themselves. */
function withThumbnails(found: Found, item: XmlElement): RawMedia[] {
  const list = [...found.media.values()];
  const playing = list.find((media) => media.type === 'video' || media.type === 'audio');
  const length = childText(item, 'itunes:duration');
  const duration = length === null ? null : readDuration(length);
  if (playing && duration !== null) playing.duration ??= duration;
  const [first, ...others] = [...found.thumbnails].filter((url) => !found.media.has(url));
  if (first === undefined) return list;
  if (playing) playing.thumbnailUrl = first;
  const pictures = (playing ? others : [first, ...others]).slice(0, mostMedia);
  const smaller = list.some((media) => media.type === 'photo');
  // Beside full pictures thumbnails are only smaller copies of them.
  return smaller && !playing
    ? list.map((media, index) => (index === 0 && media.type === 'photo' ? { ...media, thumbnailUrl: first } : media))
    : [...list, ...pictures.map(photo)];
}

function photo(url: string): RawMedia {
  return { type: 'photo', url, mimeType: null, size: null };
}

const extensions: [RegExp, RawMedia['type']][] = [
  [/\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic|jxl)$/i, 'photo'],
  [/\.(?:mp4|m4v|mov|webm|mkv|avi|mpe?g|ogv|m3u8|3gp)$/i, 'video'],
  [/\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav|wma)$/i, 'audio'],
];

/** Kind of a file by its MIME type, else what the feed calls it, else its name. */
export function mediaType(url: string, mimeType: string | null, medium: string | null): RawMedia['type'] {
  for (const word of [mimeType, medium]) {
    const kind = word?.trim().toLowerCase().split('/')[0];
    if (kind === 'image') return 'photo';
    if (kind === 'video' || kind === 'audio') return kind;
  }
  if (mimeType?.includes('shockwave-flash')) return 'video';
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  return extensions.find(([form]) => form.test(path.slice(-8)))?.[1] ?? 'document';
}

/** Seconds of `93`, `1:33` or `0:01:33`; null for anything else. */
export function readDuration(text: string): number | null {
  const parts = text.trim().split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,7}(?:\.\d+)?$/.test(part))) return null;
  const seconds = Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0));
  return seconds > 0 ? seconds : null;
}

function positive(text: string | null | undefined): number | null {
  const value = text ? Number(text.replaceAll(',', '')) : 0;
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** The picture of a channel: iTunes, RSS `image`, Atom icon and logo, webfeeds. */
export function readIcon(header: XmlElement, root: XmlElement, base: string): string | null {
  const image = child(header, 'image') ?? child(root, 'image');
  const own =
    childText(header, 'atom:icon', 'webfeeds:icon', 'atom:logo', 'webfeeds:logo') ?? (image && (childText(image, 'url') ?? attribute(image, 'resource')));
  const itunes = child(header, 'itunes:image', 'googleplay:image', 'media:thumbnail', 'logo');
  return (
    resolveAddress(own, base) ??
    (itunes && resolveAddress(attribute(itunes, 'href') ?? attribute(itunes, 'url') ?? childText(itunes, 'url') ?? itunes.text, base))
  );
}
