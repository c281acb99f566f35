/** `npm test`: runs every suite that needs no outside server; the last line is `N passed, N failed, N skipped`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'tidings-report-'));
const file = join(folder, 'report.json');
const vitest = spawn('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test' },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => vitest.kill(signal));

const code = await new Promise<number>((done) => vitest.on('exit', (status) => done(status ?? 1)));
try {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  // A file that cannot even be loaded has no tests to count, and is a failure all the same.
  const broken = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.every((test) => test.status !== 'failed')).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0)
    console.log(
      `\nSkipped for want of servers, of TIDINGS_TEST_DATA, or of time (see .ci/run):\n${[...new Set(report.testResults.filter((result) => result.assertionResults.some((test) => test.status === 'pending' || test.status === 'skipped')).map((result) => `  ${result.name.slice(process.cwd().length + 1)}`))].join('\n')}`,
    );
  console.log(`${report.numPassedTests} passed, ${report.numFailedTests + broken} failed, ${skipped} skipped`);
  process.exitCode = code === 0 && report.numFailedTests + broken === 0 && report.numPassedTests > 0 ? 0 : 1;
} catch {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
