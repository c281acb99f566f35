/** Do the migrations make the tables that the code describes? Asked of a copy, so that nothing is written here. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const server = join(import.meta.dirname, '../server');
const folder = mkdtempSync(join(tmpdir(), 'tidings-migrations-'));
try {
  cpSync(join(server, 'migrations'), folder, { recursive: true });
  const count = () => readdirSync(folder).length;
  const before = count();
  const args = ['generate', '--dialect=postgresql', '--schema=./src/*/tables.ts', `--out=${relative(server, folder)}`, '--name=missing'];
  const { status, stdout, stderr } = spawnSync('drizzle-kit', args, { cwd: server, encoding: 'utf8' });
  const agree = status === 0 && /No schema changes/.test(stdout) && count() === before;
  if (!agree) console.error(`${stdout}${stderr}\nThe tables differ from what the migrations make; CONTRIBUTING.md tells how to add one.`);
  process.exitCode = agree ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
