/** One measured figure of a suite over outside test material. */
export interface SuiteFigure {
  suite: string;
  metric: string;
  value: number;
  /** The floor, or for counts of what must never happen the ceiling (0). */
  target: number;
  /** Cases behind the figure. */
  n: number;
}
