/** First and later starts of the program, to a served page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './filled-data.ts';
import { median, type Report } from './report.ts';
import { runProgram } from './run-program.ts';

const runs = 3;

export async function run(report: Report): Promise<void> {
  const first: number[] = [];
  const later: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const dataDir = mkdtempSync(join(benchFolder(), 'start-'));
    for (const times of [first, later]) {
      const program = await runProgram(dataDir);
      times.push(program.servedAfterMs / 1000);
      await program.stop();
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
  const conditions = `installed; all roles, embedded database; to a served page, median of ${runs}`;
  report({ bench: 'start', metric: 'first start', value: median(first), unit: 's', conditions: `${conditions}; empty data folder` });
  report({ bench: 'start', metric: 'later start', value: median(later), unit: 's', conditions });
}
