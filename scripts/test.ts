/** `npm test`: runs every suite that needs no outside server; the last line is `N passed, N failed, N skipped`. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[];
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
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0)
    console.log(
      `\nSkipped for want of servers, of TIDINGS_TEST_DATA, or of time (see .ci/run):\n${[...new Set(report.testResults.filter((result) => result.assertionResults.some((test) => test.status === 'pending' || test.status === 'skipped')).map((result) => `  ${result.name.slice(process.cwd().length + 1)}`))].join('\n')}`,
    );
  const failures = report.testResults.flatMap(failuresOf);
  if (code !== 0 && failures.length === 0) failures.push('FAILED outside of any test (an error that nobody caught, or a worker that ended): see above');
  // Said again at the end, and kept for .ci/run: what failed early in a long run is far above.
  if (failures.length > 0) console.log(`\n${failures.join('\n')}\n`);
  if (process.env.TIDINGS_FAILURES) appendFileSync(process.env.TIDINGS_FAILURES, failures.map((failure) => `${failure}\n`).join(''));
  console.log(`${report.numPassedTests} passed, ${failures.length} failed, ${skipped} skipped`);
  process.exitCode = failures.length === 0 && report.numPassedTests > 0 ? 0 : 1;
} catch {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A file that cannot even be loaded has no tests to count, and is a failure all the same. */
function failuresOf(result: Report['testResults'][number]): string[] {
  if (result.status !== 'failed') return [];
  const path = result.name.slice(process.cwd().length + 1);
  const failed = result.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [`FAILED ${path}\n${result.message}`];
  return failed.map((test) => `FAILED ${path}: ${test.fullName}\n${test.failureMessages.join('\n').split('\n').slice(0, 30).join('\n')}`);
}
