import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { makeSecretFile } from './make-secret-file.ts';
import { loadMasterKey } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes a key of 32 bytes that only its owner reads, and goes on with it', () => {
  const key = loadMasterKey(folder, undefined);
  expect([key.length, statSync(join(folder, 'key')).mode & 0o777, readdirSync(folder)]).toEqual([32, 0o600, ['key']]);
  expect(loadMasterKey(folder, undefined)).toEqual(key);
});

it.each(['', '\n', 'c2hvcnQ=', `${Buffer.alloc(33).toString('base64')}`])('takes no "%s" for a key, and says what to do', (broken) => {
  const file = join(folder, 'key');
  writeFileSync(file, broken);
  expect(() => loadMasterKey(folder, undefined)).toThrow(
    expect.objectContaining({ code: 'key_broken', message: expect.stringContaining(`${file}, is damaged`) }),
  );
  expect(readFileSync(file, 'utf8')).toBe(broken);
});

it('replaces no secret that is there already', () => {
  const file = join(folder, 'secret');
  makeSecretFile(file, 'first');
  makeSecretFile(file, 'second');
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['first', ['secret']]);
});

it('does not start a database whose password is gone, nor make it another', async () => {
  mkdirSync(join(folder, 'cluster'));
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '18');
  writeFileSync(join(folder, 'password'), '');
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({ code: 'database_failed', message: expect.stringContaining('password is missing') });
  expect(readFileSync(join(folder, 'password'), 'utf8')).toBe('');
});
