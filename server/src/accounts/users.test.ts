import { sql } from '#platform/sql';
import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/database';
import { makeUser } from '#test/factories';
import { changeUser, readUser } from './users.ts';

it('changes of settings that come at once are all kept, and a change of something else undoes none', async () => {
  const { db } = await createTestDatabase();
  const actor = await makeUser(db);
  const changes = [{ settings: { theme: 'dark' as const } }, { settings: { density: 'compact' as const } }, { name: 'Ann' }, {}];
  const changed = await db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from users where id = ${actor.userId} for update`);
    const all = Promise.all(changes.map((change) => changeUser(db, actor, change)));
    // Meanwhile each has read what it reads, and waits.
    await new Promise((next) => setTimeout(next, 100));
    return { all };
  });
  await changed.all;
  expect(await readUser(db, actor)).toMatchObject({ name: 'Ann', settings: { theme: 'dark', density: 'compact', textSize: 2 } });
});
