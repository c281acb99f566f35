/** Several neighbouring segments become one; what has died is left out. Done in slices, because searches wait meanwhile. */
import { PositionsReader, positionCount, PostingsReader, SegmentWriter, type Segment } from './postings.ts';

const POSTINGS_A_SLICE = 20_000;

export interface MergePlan {
  segments: readonly Segment[];
  /** Slot → its new slot, ascending, or -1 to leave it out. */
  moveSlot: (slot: number) => number;
  /** A posting of this term was left out. */
  dropped: (termId: number) => void;
  first: number;
  end: number;
}

export function* mergeSegments(plan: MergePlan): Generator<void, Segment> {
  const writer = new SegmentWriter(plan.first);
  const at = new Int32Array(plan.segments.length);
  let done = 0;
  for (let termId = lowestTerm(plan.segments, at); termId < Infinity; termId = lowestTerm(plan.segments, at)) {
    done += 1 + mergeList(plan, termId, at, writer);
    if (done < POSTINGS_A_SLICE) continue;
    done = 0;
    yield;
  }
  return writer.finish(plan.end);
}

function lowestTerm(segments: readonly Segment[], at: Int32Array): number {
  let lowest = Infinity;
  for (let i = 0; i < at.length; i++) lowest = Math.min(lowest, segments[i]!.termIds[at[i]!] ?? Infinity);
  return lowest;
}

/** Writes the lists of one term one after the other and steps past them. Returns how many postings there were. */
function mergeList(plan: MergePlan, termId: number, at: Int32Array, writer: SegmentWriter): number {
  let seen = 0;
  let started = false;
  for (const [i, segment] of plan.segments.entries()) {
    if (segment.termIds[at[i]!] !== termId) continue;
    const postings = new PostingsReader(segment, at[i]!);
    const places = new PositionsReader(segment, at[i]!);
    at[i]!++;
    for (; postings.next(); seen++) {
      const count = positionCount(postings.packed);
      const slot = plan.moveSlot(postings.slot);
      if (slot < 0) {
        places.skip(count);
        plan.dropped(termId);
        continue;
      }
      if (!started) writer.startList(termId);
      started = true;
      writer.add(slot, postings.packed, places.read(count));
    }
  }
  return seen;
}
