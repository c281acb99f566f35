/** A database of its own for a test file: a clone of the migrated template. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { openDatabase, type Database } from '../src/platform/db.ts';
import { templateName, withDatabase } from './global-setup.ts';

export interface TestDatabase extends Database {
  url: string;
}

/** Call at the top of a test file or in `beforeAll`; it is dropped after the file's tests. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(server, async (admin) => {
    // Two clones of one template at once are refused by PostgreSQL.
    await admin.query('select pg_advisory_lock(7299)');
    await admin.query(`create database ${name} template ${templateName}`);
  });
  const url = withDatabase(server, name);
  const database = openDatabase(url, { connections: 10 });
  afterAll(async () => {
    await database.close();
    await asAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
  });
  return { ...database, url };
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
