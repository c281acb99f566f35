import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSnapshotFile, writeSnapshotFile, type Column } from './snapshot-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidings-snapshot-'));
const path = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Facts {
  name: string;
}
const anyFacts = (facts: Partial<Facts>): facts is Facts => facts.name !== undefined;

const columns = new Map<string, Column>([
  ['bytes', Uint8Array.of(1, 2, 3)],
  ['floats', Float64Array.of(1.5, -2)],
  ['nothing', new Int32Array(0)],
  ['many', Uint32Array.from({ length: 3_000_000 }, (_, i) => i * 7)],
]);

it('reads what was written', async () => {
  await writeSnapshotFile(path, { name: 'one' }, columns);
  const read = await readSnapshotFile<Facts>(path, anyFacts);
  expect(read!.facts).toEqual({ name: 'one' });
  expect(read!.columns).toEqual(columns);
  expect(readdirSync(folder)).toEqual(['file']);
});

it('gives nothing when there is no file, or one that is not wanted', async () => {
  expect(await readSnapshotFile<Facts>(join(folder, 'none'), anyFacts)).toBeNull();
  expect(await readSnapshotFile<Facts>(path, (facts): facts is Facts => facts.name === 'two')).toBeNull();
});

it('gives nothing when the file is damaged or cut, wherever', async () => {
  await writeSnapshotFile(path, { name: 'one' }, columns);
  const whole = readFileSync(path);
  for (const at of [0, 5, 20, 1_000_000, whole.length - 200, whole.length - 12, whole.length - 6, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 0x10;
    writeFileSync(path, damaged);
    expect(await readSnapshotFile<Facts>(path, anyFacts).catch(() => null), `byte ${at}`).toBeNull();
  }
  for (const length of [0, 3, 12, 1000, whole.length - 1]) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    expect(await readSnapshotFile<Facts>(path, anyFacts).catch(() => null), `length ${length}`).toBeNull();
  }
});

it('leaves the old file and nothing else when it cannot write', async () => {
  await writeSnapshotFile(path, { name: 'old' }, columns);
  const broken = new Map<string, Column>([['bad', { length: 3, byteLength: 3, constructor: Uint8Array } as unknown as Column]]);
  await expect(writeSnapshotFile(path, { name: 'new' }, broken)).rejects.toThrow();
  expect((await readSnapshotFile<Facts>(path, anyFacts))!.facts.name).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});
