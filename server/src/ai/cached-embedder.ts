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
  const kept = createVectorMap(keepMs, maxBytes);
  let hits = 0;
  let misses = 0;
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
      const found = new Map<string, Float32Array | null>();
      const missing = new Map<string, string>();
      for (const [at, key] of keys.entries()) {
        const vector = found.get(key) ?? kept.find(key, now);
        if (vector) found.set(key, vector);
        else missing.set(key, texts[at] ?? '');
      }
      misses += missing.size;
      hits += texts.length - missing.size;
      const made = missing.size === 0 ? [] : await inner.embed([...missing.values()], kind, signal);
      for (const [at, key] of [...missing.keys()].entries()) {
        const vector = made[at];
        if (vector === undefined) continue;
        found.set(key, vector);
        if (vector !== null) kept.keep(key, vector, now);
      }
      return keys.map((key) => found.get(key) ?? null);
    },
  };
}

/** A map that forgets: what is old, and what was unused for longest when it grows too large. */
function createVectorMap(keepMs: number, maxBytes: number) {
  const kept = new Map<string, { vector: Float32Array; until: number }>();
  let bytes = 0;

  function remove(key: string): Float32Array | undefined {
    const vector = kept.get(key)?.vector;
    if (vector && kept.delete(key)) bytes -= vector.byteLength + overhead;
    return vector;
  }

  return {
    find(key: string, now: number): Float32Array | undefined {
      const entry = kept.get(key);
      if (!entry) return undefined;
      if (entry.until <= now) {
        remove(key);
        return undefined;
      }
      kept.delete(key);
      kept.set(key, entry);
      return entry.vector;
    },
    keep(key: string, vector: Float32Array, now: number): void {
      remove(key);
      kept.set(key, { vector, until: now + keepMs });
      bytes += vector.byteLength + overhead;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}

function keyOf(text: string, kind: EmbedKind): string {
  return createHash('sha256').update(`${kind}\n${text}`).digest('base64');
}
