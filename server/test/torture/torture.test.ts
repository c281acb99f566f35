import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTorture, type TortureMode } from './run-torture.ts';

/** A tenth of `npm run torture`. */
async function smallTorture(mode: TortureMode): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `tidings-torture-${mode}-`));
  const said: string[] = [];
  const verdict = await runTorture({
    mode,
    seed: Date.now() % 1_000_000,
    feeds: 10,
    items: 100,
    kills: 3,
    folder,
    patience: 200,
    say: (text) => said.push(text),
  });
  expect(verdict, `${said.join('\n')}\nfolder ${folder}`).toMatchObject({ ok: true });
  rmSync(folder, { recursive: true, force: true });
}

// Minutes long: .ci/run asks for it, `npm test` does not.
describe.skipIf(!process.env['TIDINGS_TORTURE'])('a program that is broken while it works', { timeout: 400_000 }, () => {
  it('loses and doubles nothing when it is killed', () => smallTorture('node'));
  it('loses and doubles nothing when its database is killed, and goes on by itself', () => smallTorture('db'));
});
