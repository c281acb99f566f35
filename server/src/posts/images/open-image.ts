/** Pictures of posts, fetched by the server and made harmless: readers never load anything from strangers. */
import { createHash } from 'node:crypto';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { Egress } from '../../platform/egress.ts';
import { AppError } from '../../platform/errors.ts';
import { createSlots } from '../../platform/slots.ts';
import { createImageCache } from './image-cache.ts';
import { createImageDecoder, type ImageDecoder } from './image-decoder.ts';
import { readImageToken } from './sign-image.ts';

/** Widths that can be asked for, pixels: in a list, and in an open post. */
export const imageWidths = [320, 1280] as const;
export type ImageWidth = (typeof imageWidths)[number];

export interface ConvertedImage {
  bytes: Uint8Array;
  contentType: 'image/webp';
}

/**
 * Opens a picture by its token (`signImage`).
 * @throws AppError `not_found` for a token that is not ours, `rate_limited` when too many wait, and what
 * egress and the decoder throw
 */
export type OpenImage = (token: string, width: ImageWidth) => Promise<ConvertedImage>;

export interface ImageProxyDeps {
  egress: Egress;
  clock?: Clock;
  /** Secret for the tokens (`signImage`). */
  key: Uint8Array;
  cacheDir: string;
  /** 512 MB when absent. */
  cacheBytes?: number;
  decoder?: ImageDecoder;
}

/** Fetched at once: each may hold the 20 MB of a picture. */
const fetchedAtOnce = 6;
const mostWaiting = 500;
const mostFailures = 5000;
/** How long a failure is remembered, ms: what is not a picture will not become one soon. */
const rememberLasting = 6 * 3_600_000;
const rememberPassing = 60_000;
const lasting = new Set([
  'body_undecodable',
  'body_too_large',
  'http_not_found',
  'gone',
  'address_blocked',
  'address_invalid',
  'address_port',
  'address_credentials',
  'needs_login',
]);

export function createImageProxy(deps: ImageProxyDeps): OpenImage {
  const clock = deps.clock ?? systemClock;
  const decoder = deps.decoder ?? createImageDecoder();
  const cache = createImageCache({ dir: deps.cacheDir, maxBytes: deps.cacheBytes ?? 512 * 1_048_576, clock });
  const slots = createSlots(fetchedAtOnce);
  const running = new Map<string, Promise<Uint8Array>>();
  const failures = new Map<string, { error: unknown; until: number }>();

  async function make(url: string, width: ImageWidth, name: string): Promise<Uint8Array> {
    if (slots.waiting >= mostWaiting) throw new AppError('rate_limited', { limit: mostWaiting, seconds: 5 });
    const release = await slots.take();
    try {
      const { body } = await deps.egress.get(url, { kind: 'image' });
      const bytes = await decoder.convert(body, width);
      await cache.write(name, bytes);
      return bytes;
    } catch (error) {
      remember(name, error);
      throw error;
    } finally {
      release();
    }
  }

  function remember(name: string, error: unknown): void {
    const passing = !(error instanceof AppError && lasting.has(error.code));
    failures.set(name, { error, until: clock.now().getTime() + (passing ? rememberPassing : rememberLasting) });
    if (failures.size > mostFailures) failures.delete(failures.keys().next().value ?? '');
  }

  function throwIfFailed(name: string): void {
    const failure = failures.get(name);
    if (!failure) return;
    if (failure.until > clock.now().getTime()) throw failure.error;
    failures.delete(name);
  }

  return async function openImage(token, width) {
    const url = readImageToken(deps.key, token);
    if (url === null) throw new AppError('not_found');
    const name = createHash('sha256').update(`${width} ${url}`).digest('hex').slice(0, 40);
    throwIfFailed(name);
    const cached = await cache.read(name);
    if (cached) return { bytes: cached, contentType: 'image/webp' };
    let work = running.get(name);
    if (!work) {
      work = make(url, width, name).finally(() => running.delete(name));
      running.set(name, work);
    }
    return { bytes: await work, contentType: 'image/webp' };
  };
}
