/** Posts in which given words stand one after the other: by the positions in the index, exact for the forms that share a stem. */
import type { LexicalIndex } from '../lexical-index.ts';
import { findTerm, PositionsReader, positionCount, PostingsReader } from './postings.ts';
import { forEachPosting } from './score-terms.ts';

/** A word of a phrase and how far it stands behind the first one. */
export interface PhraseWord {
  termId: number;
  offset: number;
}

/** Calls `found` with every allowed post that holds the phrase, each once. `words` is not empty. */
export function findPhrase(index: LexicalIndex, words: readonly PhraseWord[], allowed: Uint8Array, found: (ordinal: number) => void): void {
  const { counts } = index.dictionary;
  const rarestFirst = [...words].sort((a, b) => counts[a.termId]! - counts[b.termId]!);
  const wanted = slotsWithAll(index, rarestFirst, allowed);
  let starts: Map<number, number[]> | null = null;
  for (const word of rarestFirst) {
    const before: Map<number, number[]> | null = starts;
    const next = new Map<number, number[]>();
    forEachPlace(index, word.termId, wanted, (slot, positions) => {
      const moved = positions.map((position) => position - word.offset);
      const kept = before === null ? moved : moved.filter((position) => before.get(slot)?.includes(position));
      if (kept.length > 0) next.set(slot, kept);
    });
    starts = next;
    if (starts.size === 0) return;
  }
  for (const slot of starts!.keys()) found(index.ordinalOf[slot]!);
}

/** A flag for every slot whose post is allowed and holds all the words: only there it matters where they stand. */
function slotsWithAll(index: LexicalIndex, words: readonly PhraseWord[], allowed: Uint8Array): Uint16Array {
  // How many of the words, one after the other: a text without spaces has hundreds.
  const seen = new Uint16Array(index.head.end);
  const terms = [...new Set(words.map((word) => word.termId))];
  for (const [nth, termId] of terms.entries()) {
    forEachPosting(index, termId, (ordinal, _packed, slot) => {
      if (seen[slot] === nth && (nth > 0 || allowed[ordinal] === 1)) seen[slot] = nth + 1;
    });
  }
  for (let slot = 0; slot < seen.length; slot++) seen[slot] = seen[slot] === terms.length ? 1 : 0;
  return seen;
}

/** Visits the places of a term in the wanted slots. */
function forEachPlace(index: LexicalIndex, termId: number, wanted: Uint16Array, visit: (slot: number, positions: readonly number[]) => void): void {
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
