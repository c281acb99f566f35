/** Posts in which given words stand one after the other: by the positions in the index, exact for the forms that share a stem. */
import { grown } from '../engine/grow.ts';
import type { LexicalIndex } from '../lexical-index.ts';
import { findTerm, PositionsReader, positionCount, PostingsReader } from './postings.ts';
import { forEachPosting } from './score-terms.ts';

/** A word of a phrase and how far it stands behind the first one. */
export interface PhraseWord {
  termId: number;
  offset: number;
}

/**
 * Used again by every phrase, like the arrays of a tally. `seen` holds for every slot how many of the
 * words were found there, one after the other: a text without spaces has hundreds. `runAt` says for a
 * slot that holds them all where its run in `runs` begins: how many places are left, then those places.
 */
const spare = { seen: new Uint16Array(0), runAt: new Int32Array(0), runs: new Int32Array(0), slots: new Int32Array(0) };

/** Calls `found` with every allowed post that holds the phrase, each once. `words` is not empty. */
export function findPhrase(index: LexicalIndex, words: readonly PhraseWord[], allowed: Uint8Array, found: (ordinal: number) => void): void {
  const { counts } = index.dictionary;
  const rarestFirst = [...words].sort((a, b) => counts[a.termId]! - counts[b.termId]!);
  const slots = slotsWithAll(index, rarestFirst, allowed);
  if (slots === 0) return;
  for (const [nth, word] of rarestFirst.entries()) {
    let end = 0;
    forEachPlace(index, word.termId, (slot, positions) => {
      if (nth === 0) end = startRun(slot, positions, word.offset, end);
      else keepInRun(slot, positions, word.offset);
    });
  }
  for (let i = 0; i < slots; i++) if (spare.runs[spare.runAt[spare.slots[i]!]!]! > 0) found(index.ordinalOf[spare.slots[i]!]!);
}

/** Marks the slots whose post is allowed and holds all the words with 1 in `seen`, lists them in `slots`, and returns how many they are. */
function slotsWithAll(index: LexicalIndex, words: readonly PhraseWord[], allowed: Uint8Array): number {
  const length = index.head.end;
  const seen = (spare.seen = grown(spare.seen, length));
  spare.runAt = grown(spare.runAt, length);
  seen.fill(0, 0, length);
  const terms = [...new Set(words.map((word) => word.termId))];
  for (const [nth, termId] of terms.entries()) {
    forEachPosting(index, termId, (ordinal, _packed, slot) => {
      if (seen[slot] === nth && (nth > 0 || allowed[ordinal] === 1)) seen[slot] = nth + 1;
    });
  }
  let count = 0;
  for (let slot = 0; slot < length; slot++) {
    seen[slot] = seen[slot] === terms.length ? 1 : 0;
    if (seen[slot] === 0) continue;
    spare.slots = grown(spare.slots, count + 1);
    spare.slots[count++] = slot;
  }
  return count;
}

/** Where the phrase would begin if the word stands in it. Returns the end of the runs. */
function startRun(slot: number, positions: readonly number[], offset: number, end: number): number {
  const runs = (spare.runs = grown(spare.runs, end + positions.length + 1));
  spare.runAt[slot] = end;
  runs[end++] = positions.length;
  for (const position of positions) runs[end++] = position - offset;
  return end;
}

/** Leaves the beginnings that this word agrees with. */
function keepInRun(slot: number, positions: readonly number[], offset: number): void {
  const { runs } = spare;
  const at = spare.runAt[slot]!;
  const count = runs[at]!;
  let kept = 0;
  for (let i = 1; i <= count; i++) if (positions.includes(runs[at + i]! + offset)) runs[at + ++kept] = runs[at + i]!;
  runs[at] = kept;
}

/** Visits the places of a term in the slots that hold all words: only there it matters where they stand. */
function forEachPlace(index: LexicalIndex, termId: number, visit: (slot: number, positions: readonly number[]) => void): void {
  const wanted = spare.seen;
  for (const segment of index.segments) {
    const list = findTerm(segment, termId);
    if (list < 0) continue;
    const postings = new PostingsReader(segment, list);
    const places = new PositionsReader(segment, list);
    while (postings.next()) {
      const count = positionCount(postings.packed);
      if (wanted[postings.slot] === 1) visit(postings.slot, places.read(count));
      else places.skip(count);
    }
  }
  const head = index.head;
  for (let entry = head.lastEntry(termId); entry !== 0; entry = head.previous[entry]!) {
    if (wanted[head.slots[entry]!] === 1) visit(head.slots[entry]!, head.positionsOf(entry));
  }
}
