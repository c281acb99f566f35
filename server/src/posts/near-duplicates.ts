import { SAMPLE_ANCHORS, type Fingerprint } from './fingerprint.ts';
import type { StoredPrint } from './near-duplicates-bytes.ts';
import { pack } from './near-duplicates-compare.ts';
import { anchorHead, findCopy, halves, LINK_SLOTS, toSeconds, type AnchorHeads, type Wanted } from './near-duplicates-find.ts';
import { appendRow, chunkOf, createStore, dropBefore, REMOVED, rowOf, storeBytes, type Store } from './near-duplicates-store.ts';

interface DuplicateEntry {
  postId: number;
  /** The story that the post belongs to; its own id when it stands alone. */
  storyId: number;
  sourceId: number;
  postedAt: Date;
  print: Fingerprint;
}

/** The same with a fingerprint that was kept. */
interface StoredEntry extends Omit<DuplicateEntry, 'print'> {
  simhash: bigint;
  stored: StoredPrint;
}

interface DuplicateMatch {
  postId: number;
  storyId: number;
  /** Differing bits of the simhashes, 0 to 64. */
  distance: number;
  /** Estimated share of common words, 0 to 1. */
  overlap: number;
  /** Length of the candidate in parts of the match: well above 1, it carries the whole text and says more. */
  lengthRatio: number;
  relation: 'repost';
}

export interface DuplicateIndex {
  /** Texts too short to compare (`print.simhash` null) are passed over. */
  add(entry: DuplicateEntry): void;
  addStored(entry: StoredEntry): void;
  /** The most alike post of the window that this one is a copy of. */
  find(candidate: Wanted): DuplicateMatch | null;
  /** Takes a post out again: it was deleted, or its save was rolled back. */
  remove(postId: number): void;
  /** Lets go of what was posted before; called now and then, since `find` heeds the window itself. */
  prune(before: Date): void;
  readonly size: number;
  /** Bytes held. */
  readonly bytes: number;
}

/** Twenty bits: about two entries a list at 300,000 posts. */
const ANCHOR_LISTS = 1 << 20;

interface State {
  store: Store;
  anchors: AnchorHeads;
  /** Stories of posts that do not stand alone. */
  stories: Map<number, number>;
  live: number;
}

/** In-process look-up of near-duplicates. All that it knows can be made again from the posts of the last days. */
export function createDuplicateIndex(): DuplicateIndex {
  const state: State = {
    store: createStore(),
    anchors: new Uint32Array(ANCHOR_LISTS),
    stories: new Map(),
    live: 0,
  };
  return {
    add({ print, ...entry }) {
      if (print.simhash !== null) addEntry(state, { ...entry, simhash: print.simhash, stored: { packed: pack(print), anchors: print.anchors } });
    },
    addStored: (entry) => addEntry(state, entry),
    find: (candidate) => findMatch(state, candidate),
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

function addEntry(state: State, entry: StoredEntry): void {
  const { packed, anchors } = entry.stored;
  const { low, high } = halves(entry.simhash);
  const seconds = toSeconds(entry.postedAt);
  const place = appendRow(state.store, { postId: entry.postId, sourceId: entry.sourceId, seconds, low, high, packed });
  if (entry.storyId !== entry.postId) state.stories.set(entry.postId, entry.storyId);
  state.live++;
  const chunk = chunkOf(state.store, place)!;
  for (let n = 0; n < anchors.length; n++) {
    const head = anchorHead(state.anchors, anchors[n]!);
    chunk.before[rowOf(place) * SAMPLE_ANCHORS + n] = state.anchors[head]!;
    state.anchors[head] = place * LINK_SLOTS + n;
  }
}

function findMatch(state: State, candidate: Wanted): DuplicateMatch | null {
  const found = findCopy(state.store, state.anchors, candidate);
  if (found === null) return null;
  const { postId, distance, overlap, lengthRatio } = found;
  return { postId, storyId: state.stories.get(postId) ?? postId, distance, overlap, lengthRatio, relation: 'repost' };
}

function removeEntry(state: State, postId: number): void {
  for (const chunk of state.store.chunks) {
    const at = chunk?.postId.indexOf(postId) ?? -1;
    if (chunk === undefined || at < 0) continue;
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
