/** Remembers embeddings by the hash of their text: the same question is asked again and again. */
import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { EmbedKind, Embedder } from './embedder.ts';

export interface CachedEmbedder extends Embedder {
  /** Texts that were, and were not, found here since the start. */
  readonly hits: number;
  readonly misses: number;
}

export interface CacheOptions {
  clock: Clock;
  /** 24 hours when absent, milliseconds. */
  keepMs?: number;
  /** Vectors kept, by their size; the one unused for longest goes first. 32 MB when absent. */
  maxBytes?: number;
}

/** Of a map entry with its key, besides the numbers. */
const overhead = 200;

export function cachedEmbedder(inner: Embedder, { clock, keepMs = 86_400_000, maxBytes = 33_554_432 }: CacheOptions): CachedEmbedder {
  const kept = new Map<string, { vector: Float32Array; until: number }>();
  let bytes = 0;
  let hits = 0;
  let misses = 0;

  function find(key: string, now: number): Float32Array | undefined {
    const entry = kept.get(key);
    if (!entry) return undefined;
    kept.delete(key);
    if (entry.until <= now) {
      bytes -= entry.vector.byteLength + overhead;
      return undefined;
    }
    kept.set(key, entry);
    return entry.vector;
  }

  function keep(key: string, vector: Float32Array, now: number): void {
    const old = kept.get(key);
    if (old) bytes -= old.vector.byteLength + overhead;
    kept.delete(key);
    kept.set(key, { vector, until: now + keepMs });
    bytes += vector.byteLength + overhead;
    for (const [oldest, entry] of kept) {
      if (bytes <= maxBytes) break;
      kept.delete(oldest);
      bytes -= entry.vector.byteLength + overhead;
    }
  }

  return {
    model: inner.model,
    get dimension() {
      return inner.dimension;
    },
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
    async embed(texts, kind, signal) {
      const now = clock.now().getTime();
      const keys = texts.map((text) => keyOf(text, kind));
      const found = new Map<string, Float32Array>();
      const missing = new Map<string, string>();
      for (const [at, key] of keys.entries()) {
        const vector = found.get(key) ?? find(key, now);
        if (vector) found.set(key, vector);
        else missing.set(key, texts[at] ?? '');
      }
      misses += missing.size;
      hits += texts.length - missing.size;
      const made = missing.size === 0 ? [] : await inner.embed([...missing.values()], kind, signal);
      for (const [at, key] of [...missing.keys()].entries()) {
        const vector = made[at];
        if (!vector) continue;
        found.set(key, vector);
        keep(key, vector, now);
      }
      return keys.flatMap((key) => found.get(key) ?? []);
    },
  };
}

function keyOf(text: string, kind: EmbedKind): string {
  return createHash('sha256').update(`${kind}\n${text}`).digest('base64');
}
