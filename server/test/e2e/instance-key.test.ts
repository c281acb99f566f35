/** Servers on one database share a key. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '#platform/sql';
import { afterEach, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { startDeps } from '../../src/start.ts';
import { createTestDatabase } from '../database.ts';
import { oneKey } from '../program.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** 'started', or the code of the refusal. */
async function starting(env: Record<string, string>, isServer = true): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-key-'));
  folders.push(folder);
  await using stack = new AsyncDisposableStack();
  const start = startDeps(readConfig({ DATA_DIR: folder, ...env }), stack, { search: false, supervise: isServer, log: createLog('silent') });
  return await start.then(
    () => 'started',
    (error: { code: string; message: string }) => {
      expect(error.message).toContain('empty the table "key_check"');
      return error.code;
    },
  );
}

it('a second server does not start with another key; with the same one, or without requests to answer, it does; so does a command', async () => {
  const { url, db } = await createTestDatabase();
  const api = { DATABASE_URL: url, ROLES: 'api,worker' };
  expect(await starting({ ...api, ...oneKey })).toBe('started');
  expect(await starting(api)).toBe('key_differs');
  expect(await starting({ ...api, ...oneKey })).toBe('started');
  expect(await starting({ ...api, ROLES: 'worker' })).toBe('started');
  expect(await starting(api, false)).toBe('started');
  await db.execute(sql`delete from key_check`);
  expect(await starting(api)).toBe('started');
  expect(await starting({ ...api, ...oneKey })).toBe('key_differs');
});
