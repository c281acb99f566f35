import { sql } from './sql.ts';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { createLog } from './log.ts';

const canary = 'canary-text-of-a-post';

it('says what a statement failed with, and nothing of the values in it', async () => {
  const { db } = await createTestDatabase();
  const written: string[] = [];
  const log = createLog(
    'info',
    new PassThrough().on('data', (part: Buffer) => written.push(String(part))),
  );
  const long = `${canary}\n    at ${canary.repeat(200_000)}`;
  for (const query of [
    sql`insert into no_such_table (name, role) values (${canary}, ${long})`,
    sql`select ${long}::int`,
    sql`select ${canary}::text, ${'a\0'}::text`,
  ])
    await Promise.resolve(db.execute(query)).catch((error: unknown) => log.error({ err: error }, 'failed'));
  const lines = written.join('').trim().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line.length).toBeLessThan(12_000);
    expect(JSON.parse(line)).toMatchObject({ err: { cause: { code: expect.any(String), message: expect.any(String) } } });
  }
  expect(lines.filter((line) => line.includes(canary))).toEqual([]);
});
