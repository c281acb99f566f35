/** A data folder with many posts, made once and shared by the benches of one run. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCorpus, toImportLine } from './corpus.ts';
import { runProgram } from './run-program.ts';

export const sourceCount = 2000;

export function benchFolder(): string {
  const folder = process.env['TIDINGS_BENCH_DATA'] ?? mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Imported through the command line, as anyone would. */
export async function filledData(posts: number): Promise<{ dataDir: string; importedPerSecond: number | null }> {
  const dataDir = join(benchFolder(), `filled-${posts}`);
  if (existsSync(join(dataDir, 'filled'))) return { dataDir, importedPerSecond: null };
  rmSync(dataDir, { recursive: true, force: true });
  const file = join(benchFolder(), 'posts.jsonl');
  await writeLines(file, posts);
  const root = join(import.meta.dirname, '..');
  const done = spawnSync(process.execPath, ['server/src/cli/main.ts', 'import', 'posts', file, '--json'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  rmSync(file);
  if (done.status !== 0) throw new Error(`the import failed: ${done.stderr}`);
  const { imported, tookMs } = JSON.parse(done.stdout) as { imported: number; tookMs: number };
  // Starting once settles the queue and writes the index down; the planner knows its tables.
  const program = await runProgram(dataDir);
  await program.db.query('vacuum analyze');
  await untilQuiet(program.db);
  await program.stop();
  writeFileSync(join(dataDir, 'filled'), '');
  return { dataDir, importedPerSecond: imported / (tookMs / 1000) };
}

/** Until no job waits. */
async function untilQuiet(db: { query: (text: string) => Promise<{ rows: unknown[] }> }): Promise<void> {
  for (let calm = 0; calm < 3;) {
    const { rows } = await db.query(`select 1 from pgboss.job where state in ('created', 'active', 'retry') and start_after <= now() limit 1`);
    calm = rows.length === 0 ? calm + 1 : 0;
    await new Promise((done) => setTimeout(done, 500));
  }
}

async function writeLines(file: string, posts: number): Promise<void> {
  const out = createWriteStream(file);
  for (const post of makeCorpus({ posts, sources: sourceCount }).posts()) {
    if (!out.write(`${toImportLine(post)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
