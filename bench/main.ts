/** `npm run bench [-- NAME ...] [--posts N]`: every figure is a line of JSON; the table goes to `results.md`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { complete, toTable, type Bench, type BenchOptions, type Figure } from './report.ts';

const here = import.meta.dirname;
const order = ['start', 'memory', 'api-list', 'live', 'page', 'ingest', 'polling', 'feed-parsing', 'html', 'duplicates', 'search'];
const benches = order.filter((name) => readdirSync(here).includes(`${name}.ts`));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    posts: { type: 'string' },
    /** Runs the bench in this process. */
    here: { type: 'boolean', default: false },
    /** A folder where the filled database is kept for the next run. */
    data: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench "${unknown[0]}". There are: ${benches.join(', ')}.\n`);
  process.exitCode = 2;
} else if (values.here) await runHere(positionals[0]!);
else await runAll(positionals.length > 0 ? positionals : benches);

async function runHere(name: string): Promise<void> {
  const { run } = (await import(`./${name}.ts`)) as Bench;
  const options: BenchOptions = values.posts === undefined ? {} : { posts: Number(values.posts) };
  await run((figure) => process.stdout.write(`${JSON.stringify(complete(figure, options))}\n`), options);
  // A bench may leave sockets or a browser behind that would keep the process alive.
  process.exit(process.exitCode ?? 0);
}

async function runAll(names: readonly string[]): Promise<void> {
  const folder = values.data ?? mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  const results = join(here, 'results.json');
  let kept = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Figure[]) : [];
  try {
    for (const name of names) {
      const load = loadavg()[0]!;
      if (load > 1) process.stderr.write(`${name}: the machine is busy (load ${load.toFixed(1)}); its figures may be too low\n`);
      const figures = await runChild(name, folder);
      if (figures === null) continue;
      const size = figures[0]?.posts;
      kept = [...kept.filter((figure) => figure.bench !== name || figure.posts !== size), ...figures];
      kept.sort((a, b) => order.indexOf(a.bench) - order.indexOf(b.bench));
      writeFileSync(results, `${JSON.stringify(kept, null, 1)}\n`);
      writeFileSync(join(here, 'results.md'), toTable(kept, new Date()));
    }
  } finally {
    if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The figures of one bench, or null when it failed. */
async function runChild(name: string, folder: string): Promise<Figure[] | null> {
  const args = ['bench/main.ts', name, '--here', ...(values.posts === undefined ? [] : ['--posts', values.posts])];
  const child = spawn(process.execPath, ['--expose-gc', ...args], {
    cwd: join(here, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TIDINGS_BENCH_DATA: folder },
  });
  const ended = once(child, 'exit');
  const figures: Figure[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`);
    if (line.startsWith('{')) figures.push(JSON.parse(line) as Figure);
  }
  const [code] = (await ended) as [number | null];
  if (code === 0) return figures;
  process.stderr.write(`${name} failed\n`);
  process.exitCode = 1;
  return null;
}
