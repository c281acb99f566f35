/** Posts in which given words stand one after the other: by the positions in the index, exact for the forms that share a stem. */
import type { LexicalIndex } from '../lexical-index.ts';
import { findTerm, PositionsReader, positionCount, PostingsReader } from './postings.ts';

/** A word of a phrase and how far it stands behind the first one. */
export interface PhraseWord {
  termId: number;
  offset: number;
}

/** Calls `found` with every living post that holds the phrase, each once. `words` is not empty. */
export function findPhrase(index: LexicalIndex, words: readonly PhraseWord[], found: (ordinal: number) => void): void {
  const { counts } = index.dictionary;
  const rarestFirst = [...words].sort((a, b) => counts[a.termId]! - counts[b.termId]!);
  let starts: Map<number, number[]> | null = null;
  for (const word of rarestFirst) {
    const before: Map<number, number[]> | null = starts;
    const next = new Map<number, number[]>();
    forEachPlace(index, word.termId, before, (slot, positions) => {
      const moved = positions.map((position) => position - word.offset);
      const kept = before === null ? moved : moved.filter((position) => before.get(slot)!.includes(position));
      if (kept.length > 0) next.set(slot, kept);
    });
    starts = next;
    if (starts.size === 0) return;
  }
  for (const slot of starts!.keys()) found(index.ordinalOf[slot]!);
}

/** Visits the places of a term in living posts; only in the slots of `within`, when given. */
function forEachPlace(
  index: LexicalIndex,
  termId: number,
  within: ReadonlyMap<number, unknown> | null,
  visit: (slot: number, positions: readonly number[]) => void,
): void {
  const wanted = (slot: number): boolean => index.ordinalOf[slot]! >= 0 && (within === null || within.has(slot));
  for (const segment of index.segments) {
    const list = findTerm(segment, termId);
    if (list < 0) continue;
    const postings = new PostingsReader(segment, list);
    const places = new PositionsReader(segment, list);
    while (postings.next()) {
      const count = positionCount(postings.packed);
      if (wanted(postings.slot)) visit(postings.slot, places.read(count));
      else places.skip(count);
    }
  }
  const head = index.head;
  for (let entry = head.lastEntry(termId); entry !== 0; entry = head.previous[entry]!) {
    if (wanted(head.slots[entry]!)) visit(head.slots[entry]!, head.positionsOf(entry));
  }
}
