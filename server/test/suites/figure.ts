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

export function printFigures(figures: readonly SuiteFigure[]): void {
  for (const { suite, metric, value, target, n } of figures) process.stdout.write(`${suite}: ${metric}: ${value} (target ${target}, n ${n})\n`);
}
