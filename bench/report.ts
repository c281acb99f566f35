/** What a bench measured: figures as lines of JSON, and the table of all of them. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { targets, type Limit } from './targets.ts';

export interface Figure {
  bench: string;
  metric: string;
  value: number;
  unit: string;
  /** What another program, or a simpler way, reaches under the same conditions; same unit. */
  reference?: { name: string; value: number };
  /** `value` in parts of the reference. */
  ratio?: number;
  target?: Limit;
  ok?: boolean;
  /** What it was measured on: sizes, settings. */
  conditions: string;
  /** Posts in the database, when another size than usual was asked for. */
  posts?: number;
  /** Why a target is missed. */
  cause?: string;
}

/** Given to each bench; called once a figure. */
export type Report = (figure: Measured) => void;

/** A reference without a name is one that the conditions tell of. */
export type Measured = Omit<Figure, 'ratio' | 'ok' | 'reference'> & { reference?: Figure['reference'] | number };

export interface BenchOptions {
  /** Posts in the database, where the size matters. */
  posts?: number;
}

export interface Bench {
  run: (report: Report, options?: BenchOptions) => Promise<void> | void;
}

/** Adds what follows from a figure: the ratio to its reference, and whether its target is met. Another size than the usual has targets of its own. */
export function complete({ reference: given, ...figure }: Measured, { posts }: BenchOptions): Figure {
  const { value } = figure;
  const reference = typeof given === 'number' ? { name: 'the same machine', value: given } : given;
  const aimed = targets.find((one) => one.bench === figure.bench && one.metric === figure.metric && one.posts === posts);
  const limit = figure.target ?? aimed?.limit;
  return {
    ...figure,
    ...(posts === undefined ? {} : { posts }),
    value: round(value),
    ...(reference ? { reference: { ...reference, value: round(reference.value) }, ratio: round(value / reference.value) } : {}),
    ...(limit ? { target: limit, ok: 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast } : {}),
  };
}

/** Three significant digits say what a bench can say. */
function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(Math.abs(value) >= 1000 ? 4 : 3)) : value;
}

/** The value that `share` (0 to 1) of the others do not exceed; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function machine(): string {
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
}

export function toTable(figures: readonly Figure[], at: Date): string {
  const aims = targets.map(({ what, bench, metric, posts, limit, known, why }) => {
    const figure = figures.find((one) => one.bench === bench && one.metric === metric && one.posts === posts);
    const met = showVerdict(figure, why);
    const ours = figure ? `${figure.value} ${figure.unit}` : 'not measured';
    return `| ${what} | ${showLimit(limit)} | ${ours} | ${figure?.reference ? showReference(figure) : (known ?? '')} | ${figure?.ratio ?? ''} | ${met} |`;
  });
  const all = figures.map(
    (figure) =>
      `| ${figure.bench} | ${figure.metric} | ${figure.value} ${figure.unit} | ${showReference(figure)} | ${figure.ratio ?? ''} | ${showLimit(figure.target)} | ${figure.conditions} |`,
  );
  return `# How fast it is

\`npm run bench\` measures all, \`npm run bench -- NAME ...\` some (\`--posts N\` for another size). Last: ${at.toISOString().slice(0, 10)}, ${machine()}. Every bench runs in a process of its own, one after the other; the program, what it reads from and what asks it share the machine.

## Targets

| what | target | ours | reference | ratio | met |
|---|---|---|---|---|---|
${aims.join('\n')}

${toGrowth(figures)}## Everything measured

| bench | what | ours | reference | ratio | target | conditions |
|---|---|---|---|---|---|---|
${all.join('\n')}
`;
}

/** The same figures at other sizes, side by side. */
function toGrowth(figures: readonly Figure[]): string {
  const rows = figures
    .filter((figure) => figure.posts !== undefined)
    .map((large) => {
      const usual = figures.find((one) => one.bench === large.bench && one.metric === large.metric && one.posts === undefined);
      const factor = usual === undefined ? '' : round(large.value / usual.value);
      return `| ${large.bench} | ${large.metric} | ${usual === undefined ? '' : `${usual.value} ${usual.unit}`} | ${large.value} ${large.unit} | ${factor} | ${large.posts} |`;
    });
  if (rows.length === 0) return '';
  return `## How cost grows

| bench | what | at the usual size | at this size | times | posts |
|---|---|---|---|---|---|
${rows.join('\n')}

`;
}

function showReference({ reference }: Figure): string {
  return reference ? `${reference.value} (${reference.name})` : '';
}

function showLimit(limit: Limit | undefined): string {
  if (limit === undefined) return '';
  return 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`;
}

function showVerdict(figure: Figure | undefined, why: string | undefined): string {
  if (figure?.ok === undefined) return '';
  if (figure.ok) return 'yes';
  const cause = figure.cause ?? why;
  return cause === undefined ? '**no**' : `**no**: ${cause}`;
}
