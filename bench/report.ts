/** What a bench measured: figures as lines of JSON, and the table of all of them. */
import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Figure {
  bench: string;
  metric: string;
  value: number;
  unit: string;
  /** What somebody else, or a simpler way, reaches under the same conditions. */
  reference?: { name: string; value: number };
  /** `value` in parts of the reference. */
  ratio?: number;
  target?: { atMost: number } | { atLeast: number };
  ok?: boolean;
  /** What it was measured on: sizes, settings, the state of the machine. */
  conditions: string;
  /** Why the target is missed. */
  cause?: string;
}

/** Given to each bench; call it once a figure. */
export type Report = (figure: Omit<Figure, 'ratio' | 'ok'>) => void;

export interface BenchOptions {
  /** Posts in the database, where the size matters. */
  posts?: number;
}

export interface Bench {
  run: (report: Report, options?: BenchOptions) => Promise<void> | void;
}

/** Adds what follows from a figure: the ratio to its reference, and whether its target is met. */
export function complete(figure: Omit<Figure, 'ratio' | 'ok'>): Figure {
  const { target, reference, value } = figure;
  return {
    ...figure,
    value: round(value),
    ...(reference ? { ratio: round(value / reference.value) } : {}),
    ...(target ? { ok: 'atMost' in target ? value <= target.atMost : value >= target.atLeast } : {}),
  };
}

/** Three significant digits say what a bench can say. */
export function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(Math.abs(value) >= 1000 ? 4 : 3)) : value;
}

/** The value below which `share` (0 to 1) of the others lie; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function machine(): string {
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
}

export function toTable(figures: readonly Figure[], at: Date): string {
  const lines = figures.map((figure) => {
    const { target, reference, ok } = figure;
    const wanted = target === undefined ? '' : 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
    const other = reference ? `${round(reference.value)} (${reference.name})` : '';
    const verdict = ok === undefined ? '' : ok ? 'yes' : `**no**${figure.cause ? `: ${figure.cause}` : ''}`;
    return `| ${figure.bench} | ${figure.metric} | ${figure.value} ${figure.unit} | ${other} | ${figure.ratio ?? ''} | ${wanted} | ${verdict} | ${figure.conditions} |`;
  });
  return `# How fast it is

Measured by \`npm run bench\` (all) or \`npm run bench -- NAME ...\` (some); ${at.toISOString().slice(0, 10)}, ${machine()}. Every bench runs in a process of its own, one after the other; the program under test, what it reads from and what asks it share the machine.

| bench | what | ours | reference | ratio | target | met | conditions |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
