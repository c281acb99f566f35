/**
 * One database server for the whole run, and a migrated template that every test file clones: the embedded server,
 * or the one of `TEST_DATABASE_URL`, whose user may make databases. Tests that are about the embedded server itself
 * (`e2e/processes.test.ts`, `torture/`) start their own in both cases.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { listeners, queues } from '../src/wiring.ts';
import { startBus } from '../src/platform/bus.ts';
import { migrateDatabase, openDatabase } from '../src/platform/db.ts';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

export const templateName = 'tidings_template';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const folder = given ? null : mkdtempSync(join(tmpdir(), 'tidings-test-'));
  // Short files follow each other faster than the server lets go of the connections of those before.
  const server = folder ? await startEmbeddedPostgres({ folder, durable: false, connections: 400 }) : null;
  const url = given ?? server!.url;

  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${templateName} with (force)`);
  await admin.query(`create database ${templateName}`);
  if (given)
    process.stderr.write(`The tests run on PostgreSQL ${(await admin.query<{ server_version: string }>('show server_version')).rows[0]!.server_version}.\n`);
  await admin.end();

  const database = openDatabase(withDatabase(url, templateName), { connections: 3 });
  await migrateDatabase(database);
  const bus = await startBus({ url: withDatabase(url, templateName), queues, listeners, schedules: [], supervise: false });
  await bus.stop();
  await database.close();

  project.provide('databaseUrl', url);
  return async () => {
    await server?.stop();
    if (given) await dropTemplate(given);
    if (folder) rmSync(folder, { recursive: true, force: true });
  };
}

async function dropTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${templateName} with (force)`);
  await admin.end();
}

export function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
