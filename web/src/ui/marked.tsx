import { cutByRanges } from '../lib/text.ts';

/** A text with its hits in the marker colour. */
export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  return cutByRanges(text, ranges).map((piece, index) => (piece.hit ? <mark key={index}>{piece.text}</mark> : piece.text));
}
