import { sql } from '#platform/sql';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#accounts';
import { createDuplicateFinder } from '#posts';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startBus, type Bus } from '#platform/bus';
import { rows } from '#platform/db';
import { createEgress, parseAllowList, type Egress } from '#platform/egress';
import { readLines } from '#platform/read-lines';
import { listeners, queues } from '../wiring.ts';
import { exportAccount, importAccount, longestLine } from './account-file.ts';
import { importPosts } from './import-posts.ts';

const clock = testClock();
let database: TestDatabase;
let bus: Bus;
let egress: Egress;
let owner: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await startBus({ url: database.url, queues, listeners, schedules: [], supervise: false });
  egress = createEgress({ allowPrivate: parseAllowList('10.0.0.1/32') });
  owner = await makeUser(database.db);
  const file = Readable.from([Buffer.from(JSON.stringify({ externalId: 1, source: 'Diary', text: 'Nobody else reads about the harbour' }))]);
  await importPosts({ db: database.db, bus, clock, duplicates: createDuplicateFinder({ clock }) }, owner, readLines(file), { vectorModel: null });
});
afterAll(async () => {
  await egress.close();
  await bus.stop();
});

const source = (kind: string, address: string, folder: string | null = null) => ({
  type: 'source',
  kind,
  address,
  title: null,
  ownTitle: null,
  note: null,
  folder,
});

function read(actor: Actor, lines: (object | string)[]) {
  const text = [{ type: 'tidings', version: 1 }, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return importAccount({ db: database.db, bus, clock, egress }, actor, readLines(Readable.from([Buffer.from(text)]), longestLine));
}

const followedBy = (actor: Actor) =>
  rows<{ kind: string; address: string; posts: number }>(
    database.db,
    sql`select s.kind, s.address, (select count(*)::int from post_sources c where c.source_id = s.id) as posts
        from follows f join sources s on s.id = f.source_id where f.user_id = ${actor.userId} order by s.address`,
  );

describe('an account file', () => {
  it('opens no post that its sender does not see, by a mark', async () => {
    const stranger = await makeUser(database.db);
    const [post] = await rows<{ code: string }>(database.db, sql`select unique_code as code from posts`);
    const mark = { type: 'mark', uniqueCode: post!.code, read: true, saved: true };
    expect(await read(stranger, [mark])).toMatchObject({ marks: 0, marksMissed: 1 });
    expect(await rows(database.db, sql`select 1 from post_marks where user_id = ${stranger.userId}`)).toEqual([]);
    expect(await read(owner, [mark])).toMatchObject({ marks: 1, marksMissed: 0 });
  });

  it('leaves the marks of its own account as they are, when they were made, and what can still be taken back', async () => {
    const { db } = database;
    const user = await makeUser(db);
    const source = await makeSource(db);
    await makeFollow(db, user, source);
    const made = await rows<{ id: number }>(
      db,
      sql`insert into posts (unique_code, source_id, content_hash, story_id, rev, posted_at)
          select 'story' || n, ${source}, n::text, 9000, nextval('posts_rev'), now() from generate_series(1, 3) n returning id`,
    );
    const [head, member, third] = made.map((row) => Number(row.id)) as [number, number, number];
    await db.execute(sql`insert into post_sources (post_id, source_id, posted_at) select id, source_id, posted_at from posts where story_id = 9000`);
    const long = '2026-01-02T03:04:05.000Z';
    await db.execute(sql`insert into post_marks (user_id, post_id, read_at, saved_at) values (${user.userId}, ${head}, ${long}, ${long})`);
    const batch = 'a2b9d1de-6b1e-4a53-8b6f-0e6a4d8f3c11';
    await db.execute(sql`insert into post_marks (user_id, post_id, read_at, batch) values (${user.userId}, ${third}, ${long}, ${batch})`);
    const marks = () => rows<object>(db, sql`select post_id, read_at, saved_at, batch from post_marks where user_id = ${user.userId} order by post_id`);
    const before = await marks();
    const file = (await Array.fromAsync(exportAccount(db, user))).slice(2);
    expect(await read(user, file)).toMatchObject({ marks: 2, marksMissed: 0 });
    expect(await marks()).toEqual(before);
    await db.execute(sql`delete from post_marks where user_id = ${user.userId} and post_id = ${head}`);
    await read(user, file);
    expect(await marks()).toEqual(before);
    await read(user, [{ type: 'mark', uniqueCode: 'story2', read: true, saved: false }]);
    expect(await rows(db, sql`select read_at is not null as read, saved_at from post_marks where post_id = ${member}`)).toEqual([
      { read: true, saved_at: null },
    ]);
  });

  it('follows no imported posts of another under their name, but begins a source of its own', async () => {
    const stranger = await makeUser(database.db);
    expect(await read(stranger, [source('import', 'Diary')])).toMatchObject({ sources: 1 });
    expect(await followedBy(stranger)).toEqual([{ kind: 'import', address: 'Diary', posts: 0 }]);
    await read(owner, [source('import', 'Diary')]);
    expect(await followedBy(owner)).toEqual([{ kind: 'import', address: 'Diary', posts: 1 }]);
  });

  it('follows only what could be added by hand, and counts the rest', async () => {
    const user = await makeUser(database.db);
    const refused = [
      source('rss', 'javascript:alert(1)'),
      source('rss', 'file:///etc/passwd'),
      source('web', 'http://169.254.169.254/latest/meta-data/'),
      source('rss', 'http://[::1]/feed'),
      source('rss', 'https://user:pw@harbour.example/feed'),
      source('rss', 'https://harbour.example:5432/feed'),
      source('telegram', '../../admin'),
      source('telegram', 'https://harbour.example/'),
    ];
    const taken = [
      source('rss', 'http://10.0.0.1/feed'),
      source('telegram', '@Harbour'),
      source('telegram', 'pier_news'),
      source('web', 'https://site.example/'),
    ];
    expect(await read(user, [...refused, ...taken])).toMatchObject({ sources: taken.length, sourcesMissed: refused.length });
    expect((await followedBy(user)).map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      'telegram harbour',
      'rss http://10.0.0.1/feed',
      'web https://site.example/',
      'telegram pier_news',
    ]);
    const again = await makeUser(database.db);
    expect(await read(again, (await Array.fromAsync(exportAccount(database.db, user))).slice(2))).toMatchObject({ sources: taken.length, sourcesMissed: 0 });
  });

  it('is refused at a line that is too long, before that is read', async () => {
    const user = await makeUser(database.db);
    await expect(read(user, ['[],'.repeat(longestLine)])).rejects.toThrow('line 2 is longer than 64\u00a0KB');
  });

  it('is refused when it makes more folders than anybody needs, and says how many there may be', async () => {
    const user = await makeUser(database.db);
    const folders = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ type: 'folder', name: `Folder ${from + n}` }));
    await expect(read(user, folders(0, 501))).rejects.toThrow('more than 500 lines');
    await expect(read(user, folders(499, 2))).rejects.toMatchObject({ code: 'folders_full', details: { limit: 500 } });
    expect(await read(user, folders(0, 2))).toMatchObject({ folders: 2 });
    expect(await rows(database.db, sql`select 1 from folders where user_id = ${user.userId}`)).toHaveLength(500);
  });

  it('is refused when it follows more sources than anybody reads', async () => {
    const user = await makeUser(database.db);
    await database.db.execute(sql`
      with made as (insert into sources (kind, address, title) select 'rss', 'https://many.example/' || n, '' from generate_series(1, 9999) n returning id)
      insert into follows (user_id, source_id) select ${user.userId}, id from made`);
    await expect(read(user, [source('rss', 'https://a.example/'), source('rss', 'https://b.example/')])).rejects.toMatchObject({ code: 'follows_full' });
    expect(await followedBy(user)).toHaveLength(10_000);
  });
});
