/**
 * `node scripts/torture.ts [--mode node,term,db] [--seed N] [--small] [--feeds N] [--items N] [--kills N] [--keep]`:
 * kills the program and its database while they work, then checks that nothing was lost or doubled.
 * Prints one line of JSON a mode; ends with 1 when a mode failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTorture, type TortureMode } from '../server/test/torture/run-torture.ts';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'node,term,db' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    small: { type: 'boolean', default: false },
    feeds: { type: 'string' },
    items: { type: 'string', default: '100' },
    kills: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
process.stderr.write(`seed ${values.seed}\n`);

for (const mode of values.mode.split(',') as TortureMode[]) {
  const folder = mkdtempSync(join(tmpdir(), `tidings-torture-${mode}-`));
  const verdict = await runTorture({
    mode,
    seed: Number(values.seed),
    feeds: Number(values.feeds ?? (values.small ? 10 : 100)),
    items: Number(values.items),
    kills: Number(values.kills ?? (values.small ? 3 : 20)),
    folder,
    patience: values.small ? 180 : 300,
    say: (text) => process.stderr.write(`${text}\n`),
  });
  process.stdout.write(`${JSON.stringify({ torture: mode, ...verdict })}\n`);
  if (!verdict.ok) process.exitCode = 1;
  if (!values.keep && verdict.ok) rmSync(folder, { recursive: true, force: true });
  else process.stderr.write(`kept: ${folder}\n`);
}
