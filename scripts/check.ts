/** `npm run check`: types, lint, format, migrations that match the tables, dead code. */
import { spawnSync } from 'node:child_process';

const steps: [string, string, string[]][] = [
  ['types: server', 'tsc', ['-p', 'server/tsconfig.json']],
  ['types: web', 'tsc', ['-p', 'web/tsconfig.json']],
  ['types: emulators', 'tsc', ['-p', 'emulators/tsconfig.json']],
  ['types: bench', 'tsc', ['-p', 'bench/tsconfig.json']],
  ['types: scripts', 'tsc', ['-p', 'scripts/tsconfig.json']],
  ['lint', 'oxlint', ['--deny-warnings', '--type-aware']],
  ['format', 'oxfmt', ['--check', '.']],
  ['migrations', 'node', ['scripts/check-migrations.ts']],
  ['dead code', 'knip', ['--no-progress']],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
