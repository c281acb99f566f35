/** The look-up itself: candidates by anchors, each compared, the best copy answered. */
import { countBits, SAMPLE_ANCHORS, type Fingerprint } from './fingerprint.ts';
import type { HashSample } from './fingerprint-sample.ts';
import { compare, emptyPacked, pack, type Likeness } from './near-duplicates-compare.ts';
import { chunkOf, readPacked, REMOVED, rowOf, type Store } from './near-duplicates-store.ts';

export interface Wanted {
  sourceId: number;
  postedAt: Date;
  print: Fingerprint;
}

export interface Found {
  postId: number;
  seconds: number;
  distance: number;
  overlap: number;
  /** Content words of the wanted post in parts of the found one. */
  lengthRatio: number;
}

/** Newest link of each anchor's list, by the anchor's lower bits. */
export type AnchorHeads = Uint32Array;

/** A link says which entry, and which of its anchors, so that a walk goes on in the right list. */
export const LINK_SLOTS = 8;

const WINDOW_S = 7 * 86_400;
/** One source repeats itself only shortly after; later it is a text that it uses again. */
const OWN_WINDOW_S = 2 * 86_400;
/** Longest walk along one list: a flood of templates must not slow look-ups. */
const MAX_WALK = 24;

const view = emptyPacked();

/** The entry that `wanted` is most alike a copy of; the earlier one of two. */
export function findCopy(store: Store, heads: AnchorHeads, wanted: Wanted): Found | null {
  const { simhash, anchors } = wanted.print;
  if (simhash === null) return null;
  const hash = halves(simhash);
  const packed = pack(wanted.print);
  const seconds = toSeconds(wanted.postedAt);
  const own: { found: Found; likeness: Likeness }[] = [];
  let best: Found | null = null;
  for (const place of candidatePlaces(store, heads, anchors)) {
    const chunk = chunkOf(store, place)!;
    const at = rowOf(place);
    if (chunk.postId[at] === REMOVED || Math.abs(chunk.postedAt[at]! - seconds) > WINDOW_S) continue;
    const likeness = compare(packed, readPacked(chunk, at, view));
    const isOwn = chunk.sourceId[at] === wanted.sourceId;
    if (!likeness.copy && !(isOwn && likeness.overlap >= 0.5)) continue;
    const distance = countBits(chunk.low[at]! ^ hash.low) + countBits(chunk.high[at]! ^ hash.high);
    const lengthRatio = packed.wordCount / view.wordCount;
    const found = { postId: chunk.postId[at]!, seconds: chunk.postedAt[at]!, distance, overlap: likeness.overlap, lengthRatio };
    if (isOwn) own.push({ found, likeness });
    else if (isBetter(found, best)) best = found;
  }
  const repeated = ownRepeat(own, seconds);
  return repeated !== null && isBetter(repeated, best) ? repeated : best;
}

/**
 * Price tables, forecasts and greetings: a source that reuses its texts posts alike ones all the
 * time. Within one source only the same text again, soon and for the first time, is a copy.
 */
function ownRepeat(alike: readonly { found: Found; likeness: Likeness }[], seconds: number): Found | null {
  const [only, ...others] = alike;
  if (only === undefined || others.length > 0 || !only.likeness.identical) return null;
  return Math.abs(only.found.seconds - seconds) <= OWN_WINDOW_S ? only.found : null;
}

function isBetter(a: Found, b: Found | null): boolean {
  return b === null || a.overlap > b.overlap || (a.overlap === b.overlap && a.seconds < b.seconds);
}

/** Places that share an anchor, newest first. */
function candidatePlaces(store: Store, heads: AnchorHeads, anchors: HashSample): Set<number> {
  const places = new Set<number>();
  const end = store.first * LINK_SLOTS;
  for (const anchor of anchors) {
    let link = heads[anchorHead(heads, anchor)]!;
    for (let steps = 0; link >= end && steps < MAX_WALK; steps++) {
      const place = Math.floor(link / LINK_SLOTS);
      const chunk = chunkOf(store, place);
      if (chunk === undefined) break;
      places.add(place);
      link = chunk.before[rowOf(place) * SAMPLE_ANCHORS + (link % LINK_SLOTS)]!;
    }
  }
  return places;
}

/** An anchor is one of the smallest hashes of its text: only its lower bits are spread evenly. */
export function anchorHead(heads: AnchorHeads, anchor: number): number {
  return anchor & (heads.length - 1);
}

export function halves(simhash: bigint): { low: number; high: number } {
  return { low: Number(BigInt.asUintN(32, simhash)), high: Number(BigInt.asUintN(32, simhash >> 32n)) };
}

/** Seconds since 1970. */
export function toSeconds(date: Date): number {
  return Math.max(0, Math.floor(date.getTime() / 1000));
}
