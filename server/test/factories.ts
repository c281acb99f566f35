/** Rows and inputs that tests begin with. */
import { sql } from '#platform/sql';
import type { Actor } from '../src/accounts/actor.ts';
import { first, type Db } from '../src/platform/db.ts';
import type { RawPost } from '../src/posts/raw-post.ts';

let serial = 0;

export async function makeUser(db: Db, name = `user ${(serial += 1)}`): Promise<Actor> {
  const row = await first<{ id: number }>(db, sql`insert into users (name) values (${name}) returning id`);
  return { userId: row!.id, role: 'user', scope: 'admin', sessionId: null };
}

export async function makeSource(db: Db, given: { kind?: string; address?: string; title?: string; siteUrl?: string } = {}): Promise<number> {
  const { kind = 'rss', address = `https://site-${(serial += 1)}.example/feed.xml`, title = address, siteUrl = null } = given;
  const row = await first<{ id: number }>(
    db,
    sql`insert into sources (kind, address, title, site_url) values (${kind}, ${address}, ${title}, ${siteUrl}) returning id`,
  );
  return row!.id;
}

export async function makeFollow(db: Db, actor: Actor, sourceId: number): Promise<void> {
  await db.execute(sql`insert into follows (user_id, source_id) values (${actor.userId}, ${sourceId})`);
  await db.execute(sql`update sources set followers = followers + 1 where id = ${sourceId}`);
}

export function rawPost(given: Partial<RawPost> = {}): RawPost {
  const n = (serial += 1);
  return {
    guid: `https://site.example/news/${n}`,
    url: `https://site.example/news/${n}`,
    title: `Story number ${n}`,
    author: null,
    html: `<p>${words(n)}</p>`,
    baseUrl: null,
    postedAt: new Date('2026-11-20T10:00:00Z'),
    updatedAt: null,
    language: null,
    media: [],
    categories: [],
    ...given,
  };
}

const vocabulary =
  'harbour crane ferry lighthouse signal cargo winter morning council bridge engine crew barge timetable repair storm channel pilot anchor rope deck pier market grain tide gull fog lamp captain ledger'.split(
    ' ',
  );

/** Words that differ from one number to the next, so that two such posts are no duplicates. */
export function words(seed: number, count = 40): string {
  let state = seed * 2654435761 + 12345;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return `${vocabulary[state % vocabulary.length]}${(state >> 8) % 50}`;
  }).join(' ');
}
