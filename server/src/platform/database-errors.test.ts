import { sql } from './sql.ts';
import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { fromDatabase } from './database-errors.ts';
import { openDatabase } from './db.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});

const failureOf = (work: Promise<unknown>) => work.then(() => null, fromDatabase);

it('tells values that no column holds from faults of ours', async () => {
  const { db } = database;
  for (const query of [
    sql`select ${99_999_999_999}::int4`,
    sql`select ${'a\0b'}::text`,
    sql`select ${'294277-01-01T00:00:00Z'}::timestamptz`,
    sql`select ${'"\\u0000"'}::jsonb ->> 0`,
  ])
    expect((await failureOf(Promise.resolve(db.execute(query))))?.code).toBe('invalid_request');
  expect(await failureOf(Promise.resolve(db.execute(sql`select * from no_such_table`)))).toBeNull();
});

it('tells a database that is away, before and during a statement', async () => {
  const elsewhere = openDatabase('postgresql://nobody@127.0.0.1:1/none', { connections: 1 });
  expect(await failureOf(Promise.resolve(elsewhere.db.execute(sql`select 1`)))).toMatchObject({ code: 'database_away', status: 503 });
  await elsewhere.close();
  const cut = database.db.transaction(async (tx) => {
    const [self] = (await tx.execute(sql`select pg_backend_pid() as pid`)).rows as { pid: number }[];
    await database.db.execute(sql`select pg_terminate_backend(${self!.pid})`);
    await tx.execute(sql`select 1`);
  });
  expect((await failureOf(cut))?.code).toBe('database_away');
});

it('tells a full disk', () => {
  expect(fromDatabase(Object.assign(new Error('could not extend file'), { code: '53100' }))).toMatchObject({ code: 'disk_full', status: 503 });
});
