/** The picture that an <img> means: lazy loading, srcset and placeholders seen through, tracking pixels left out. */
import { sourceAddress } from './addresses.ts';
import type { Attributes } from './read-tags.ts';

export interface PickedImage {
  src: string;
  alt: string;
  width?: number;
  height?: number;
}

const lazyAttributes = ['data-src', 'data-original', 'data-lazy-src', 'data-orig-file', 'data-hi-res-src', 'data-lazy'];
const lazySets = ['data-srcset', 'data-lazy-srcset', 'srcset'];
const placeholder = /^data:|(?:^|[/_.-])(?:placeholder|blank|spacer|transparent|pixel|lazy|1x1|grey|loading)[^/]{0,40}\.(?:gif|png|svg|jpg|webp)(?:$|\?)/i;
const tracker =
  /^https?:\/\/(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.feedburner\.com\/~r|feedads\.|[^/]*\.?doubleclick\.net|ad\.|www\.facebook\.com\/tr|b\.scorecardresearch\.com|[^/]*\.feedsportal\.com|counter\.|[^/]*google-analytics\.com|mc\.yandex\.ru|top-fwz1\.mail\.ru)/i;
const smallStyle = /(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$|!)/i;

/** Null when it has no usable address or only counts visitors. */
export function pickImage(attributes: Attributes, baseUrl: string | null): PickedImage | null {
  const width = pixels(attributes.get('width'));
  const height = pixels(attributes.get('height'));
  if (isPixel(width, height) || smallStyle.test((attributes.get('style') ?? '').slice(0, 400))) return null;
  const src = pickSource(attributes, baseUrl);
  if (src === null || tracker.test(src)) return null;
  return {
    src,
    alt: oneLine(attributes.get('alt') ?? '')
      .slice(0, 500)
      .toWellFormed(),
    ...(width !== null && width > 0 ? { width } : {}),
    ...(height !== null && height > 0 ? { height } : {}),
  };
}

/** A picture that nobody is meant to see. */
function isPixel(width: number | null, height: number | null): boolean {
  const largest = Math.max(width ?? 0, height ?? 0);
  return (width !== null || height !== null) && largest <= 2;
}

function pickSource(attributes: Attributes, baseUrl: string | null): string | null {
  const plain = attributes.get('src') ?? '';
  for (const name of lazyAttributes) {
    const lazy = attributes.get(name);
    if (lazy !== undefined && !lazy.startsWith('{')) {
      const src = sourceAddress(lazy, baseUrl);
      if (src !== null) return src;
    }
  }
  if (plain !== '' && !placeholder.test(plain.slice(0, 2048))) {
    const src = sourceAddress(plain, baseUrl);
    if (src !== null) return src;
  }
  return largestOf(attributes, baseUrl) ?? sourceAddress(plain, baseUrl);
}

/** The widest candidate of an element's `srcset`, lazy or not. */
export function largestOf(attributes: Attributes, baseUrl: string | null): string | null {
  for (const name of lazySets) {
    const src = largestIn(attributes.get(name) ?? '', baseUrl);
    if (src !== null) return src;
  }
  return null;
}

/** HTML 4.8.4.3: addresses with a width or a density, parted by commas. */
function largestIn(srcset: string, baseUrl: string | null): string | null {
  let best: string | null = null;
  let bestSize = -1;
  for (const candidate of srcset.slice(0, 8192).split(/,\s+|,(?=https?:|\/\/)/)) {
    const [address = '', descriptor = '1x'] = candidate.trim().split(/\s+/);
    const size = Number.parseFloat(descriptor) * (descriptor.endsWith('w') ? 1 : 1000);
    const src = address === '' || placeholder.test(address) ? null : sourceAddress(address, baseUrl);
    if (src !== null && size > bestSize) {
      best = src;
      bestSize = size;
    }
  }
  return best;
}

function pixels(value: string | undefined): number | null {
  const digits = /^\s*(\d{1,5})(?:\.\d*)?(?:px)?\s*$/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

// oxlint-disable-next-line no-control-regex
const blanks = /[\u0000-\u0020\u007f]+/g;

export function oneLine(text: string): string {
  return text.slice(0, 4000).replace(blanks, ' ').trim();
}
