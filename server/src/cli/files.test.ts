import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeLines } from './files.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function* lines(failure?: Error) {
  yield 'one\n';
  if (failure) throw failure;
  yield 'two\n';
}

it('writes a file for its owner only, in place of what was there, through a link too', async () => {
  const folder = makeFolder();
  const [file, link] = [join(folder, 'posts.jsonl'), join(folder, 'link.jsonl')];
  writeFileSync(file, 'old', { mode: 0o644 });
  symlinkSync(file, link);
  await writeLines(link, lines());
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(['link.jsonl', 'posts.jsonl']);
});

it('keeps what was there when it cannot come to its end', async () => {
  const folder = makeFolder();
  const file = join(folder, 'posts.jsonl');
  writeFileSync(file, 'old');
  await expect(writeLines(file, lines(new Error('the database is away')))).rejects.toThrow('the database is away');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['posts.jsonl']);
});

it('says what is wrong with the file', async () => {
  const folder = makeFolder();
  const refusal = (reason: string) => ({ code: 'file_unwritable', details: { reason } });
  await expect(writeLines('/dev/full', lines())).rejects.toMatchObject(refusal('no_room'));
  await expect(writeLines(folder, lines())).rejects.toMatchObject(refusal('file_is_folder'));
  await expect(writeLines(join(folder, 'none', 'posts.jsonl'), lines())).rejects.toMatchObject(refusal('folder_missing'));
});
