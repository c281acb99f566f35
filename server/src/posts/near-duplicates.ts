import { countBits, SAMPLE_ANCHORS, type Fingerprint } from './fingerprint.ts';
import { compare, pack, type Likeness, type Packed } from './near-duplicates-compare.ts';
import { appendRow, chunkOf, createStore, dropBefore, readPacked, rowOf, storeBytes, type Store } from './near-duplicates-store.ts';

export interface DuplicateEntry {
  postId: number;
  /** The story that the post belongs to; its own id when it stands alone. */
  storyId: number;
  sourceId: number;
  postedAt: Date;
  print: Fingerprint;
}

export interface DuplicateMatch {
  postId: number;
  storyId: number;
  /** Differing bits of the simhashes, 0 to 64. */
  distance: number;
  /** Estimated share of common words, 0 to 1. */
  overlap: number;
  relation: 'repost';
}

export interface DuplicateIndex {
  /** Texts too short to compare (`print.simhash` null) are passed over. */
  add(entry: DuplicateEntry): void;
  /** The most alike post of the window that this one is a copy of. */
  find(candidate: Omit<DuplicateEntry, 'postId' | 'storyId'>): DuplicateMatch | null;
  /** Takes a post out again: it was deleted, or its save was rolled back. */
  remove(postId: number): void;
  /** Lets go of what was posted before; called now and then, since `find` heeds the window itself. */
  prune(before: Date): void;
  readonly size: number;
  /** Bytes held. */
  readonly bytes: number;
}

const WINDOW_S = 7 * 86_400;
/** One source repeats itself only shortly after; later it is a text that it uses again. */
const OWN_WINDOW_S = 2 * 86_400;
const ANCHOR_BITS = 18;
const LINK_SLOTS = 8;
const REMOVED = 0;
/** Longest walk along one list: a flood of templates must not slow look-ups. */
const MAX_WALK = 64;

interface State {
  store: Store;
  /** Newest link in the list of each anchor. */
  anchors: Uint32Array;
  /** Stories of posts that do not stand alone. */
  stories: Map<number, number>;
  live: number;
}

/** In-process look-up of near-duplicates. All that it knows can be made again from the posts of the last days. */
export function createDuplicateIndex(): DuplicateIndex {
  const state: State = {
    store: createStore(),
    anchors: new Uint32Array(1 << ANCHOR_BITS),
    stories: new Map(),
    live: 0,
  };
  return {
    add: (entry) => addEntry(state, entry),
    find: (candidate) => findCopy(state, candidate),
    remove: (postId) => removeEntry(state, postId),
    prune: (before) => prune(state, Math.floor(before.getTime() / 1000)),
    get size() {
      return state.live;
    },
    get bytes() {
      return storeBytes(state.store) + state.anchors.byteLength + state.stories.size * 40;
    },
  };
}

function addEntry(state: State, entry: DuplicateEntry): void {
  const { print } = entry;
  if (print.simhash === null) return;
  const { low, high } = halves(print.simhash);
  const seconds = toSeconds(entry.postedAt);
  const place = appendRow(state.store, { postId: entry.postId, sourceId: entry.sourceId, seconds, low, high, packed: pack(print) });
  if (entry.storyId !== entry.postId) state.stories.set(entry.postId, entry.storyId);
  state.live++;
  const chunk = chunkOf(state.store, place)!;
  for (let n = 0; n < print.anchors.length; n++) {
    const head = anchorHead(print.anchors[n]!);
    chunk.before[rowOf(place) * SAMPLE_ANCHORS + n] = state.anchors[head]!;
    // The link says which of its entry's anchors it is, so that a walk goes on in the right list.
    state.anchors[head] = place * LINK_SLOTS + n;
  }
}

function findCopy(state: State, candidate: Omit<DuplicateEntry, 'postId' | 'storyId'>): DuplicateMatch | null {
  const { print } = candidate;
  if (print.simhash === null) return null;
  const own = pack(print);
  const seconds = toSeconds(candidate.postedAt);
  const { low, high } = halves(print.simhash);
  let best: (DuplicateMatch & { seconds: number }) | null = null;
  const sameSource: { match: DuplicateMatch & { seconds: number }; likeness: Likeness }[] = [];
  for (const place of candidatePlaces(state, print.anchors)) {
    const chunk = chunkOf(state.store, place);
    const at = rowOf(place);
    if (chunk === undefined || chunk.postId[at] === REMOVED || Math.abs(chunk.postedAt[at]! - seconds) > WINDOW_S) continue;
    const likeness = compare(own, readPacked(chunk, at, view));
    const isOwn = chunk.sourceId[at] === candidate.sourceId;
    if (!likeness.copy && !(isOwn && likeness.overlap >= 0.5)) continue;
    const postId = chunk.postId[at]!;
    const distance = countBits(chunk.low[at]! ^ low) + countBits(chunk.high[at]! ^ high);
    const match = {
      postId, storyId: state.stories.get(postId) ?? postId, distance, overlap: likeness.overlap,
      relation: 'repost' as const, seconds: chunk.postedAt[at]!,
    };
    if (isOwn) sameSource.push({ match, likeness });
    else if (isBetter(match, best)) best = match;
  }
  const repeated = ownRepeat(sameSource, seconds);
  if (repeated !== null && isBetter(repeated, best)) best = repeated;
  if (best === null) return null;
  const { seconds: _posted, ...match } = best;
  return match;
}

/**
 * Price tables, forecasts and greetings: a source that reuses its texts posts alike ones all the
 * time. Within one source only the same text again, soon and for the first time, is a copy.
 */
function ownRepeat<T extends DuplicateMatch & { seconds: number }>(alike: { match: T; likeness: Likeness }[], seconds: number): T | null {
  if (alike.length !== 1) return null;
  const only = alike[0]!;
  return only.likeness.identical && Math.abs(only.match.seconds - seconds) <= OWN_WINDOW_S ? only.match : null;
}

function isBetter<T extends DuplicateMatch & { seconds: number }>(a: T, b: T | null): boolean {
  return b === null || a.overlap > b.overlap || (a.overlap === b.overlap && a.seconds < b.seconds);
}

const view: Packed = {
  data: new Uint16Array(0), at: 0, words: 0, numbers: 0, names: 0, turns: 0, wordCount: 0, negated: false, numberCount: 0, numberSum: 0, nameCount: 0, nameSum: 0,
};

/** Places that share an anchor, newest first. */
function candidatePlaces(state: State, anchors: Uint32Array): Set<number> {
  const places = new Set<number>();
  const end = state.store.first * LINK_SLOTS;
  for (const anchor of anchors) {
    let link = state.anchors[anchorHead(anchor)]!;
    for (let steps = 0; link >= end && steps < MAX_WALK; steps++) {
      const place = Math.floor(link / LINK_SLOTS);
      const chunk = chunkOf(state.store, place);
      if (chunk === undefined) break;
      places.add(place);
      link = chunk.before[rowOf(place) * SAMPLE_ANCHORS + (link % LINK_SLOTS)]!;
    }
  }
  return places;
}

function removeEntry(state: State, postId: number): void {
  for (const chunk of state.store.chunks.values()) {
    const at = chunk.postId.indexOf(postId);
    if (at < 0) continue;
    chunk.postId[at] = REMOVED;
    state.stories.delete(postId);
    state.live--;
  }
}

function prune(state: State, before: number): void {
  for (const chunk of dropBefore(state.store, before)) {
    for (const postId of chunk.postId) {
      if (postId === REMOVED) continue;
      state.stories.delete(postId);
      state.live--;
    }
  }
}

function anchorHead(anchor: number): number {
  // An anchor is one of the smallest hashes of its text: only its lower bits are spread evenly.
  return anchor & ((1 << ANCHOR_BITS) - 1);
}

function halves(simhash: bigint): { low: number; high: number } {
  return { low: Number(BigInt.asUintN(32, simhash)), high: Number(BigInt.asUintN(32, simhash >> 32n)) };
}

function toSeconds(date: Date): number {
  return Math.max(0, Math.floor(date.getTime() / 1000));
}
