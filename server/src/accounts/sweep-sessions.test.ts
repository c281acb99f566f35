import { sql } from '#platform/sql';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../test/database.ts';
import { makeUser } from '../../test/factories.ts';
import { silent } from '../../test/fakes.ts';
import { first } from '../platform/db.ts';
import { sweepSessions } from './jobs.ts';

it('removes sessions and links that opened nothing for 30 days, and no others', async () => {
  const { db } = await createTestDatabase();
  const { userId } = await makeUser(db);
  const add = (name: string, expires: string, ended: string | null) =>
    db.execute(
      sql`insert into sessions (user_id, token_hash, expires_at, ended_at) values (${userId}, ${name}, now() + ${expires}::interval, now() + ${ended}::interval)`,
    );
  await add('good', '20 days', null);
  await add('expired lately', '-29 days', null);
  await add('expired', '-31 days', null);
  await add('ended lately', '20 days', '-29 days');
  await add('ended', '20 days', '-31 days');
  await db.execute(
    sql`insert into sign_in_links (token_hash, user_id, expires_at) values ('old', ${userId}, now() - interval '31 days'), ('new', ${userId}, now())`,
  );
  await sweepSessions({ db, clock: { now: () => new Date() }, log: silent });
  const left = await first<{ sessions: string[]; links: string[] }>(
    db,
    sql`select (select array_agg(token_hash order by token_hash) from sessions) as sessions, (select array_agg(token_hash) from sign_in_links) as links`,
  );
  expect(left).toEqual({ sessions: ['ended lately', 'expired lately', 'good'], links: ['new'] });
});
