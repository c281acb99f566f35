/** Rows of changed posts as each reader sees them: with their marks, their names of sources, their stories. */
import { sql } from 'drizzle-orm';
import type { Actor } from '#accounts';
import type { PostRow } from '#contract';
import { toPostRows } from '#sources';
import { array, rows, type Db } from '#platform/db';
import type { Change } from './change-feed.ts';

/** Followed source → the follower's own title for it. */
export type Follows = ReadonlyMap<number, string | null>;

interface RowDeps {
  db: Db;
  imageOf: (url: string | null | undefined) => string | null;
}

export interface ReaderRow {
  change: Change;
  row: PostRow;
}

/** By user, only what they follow; a reader without any of it is left out. */
export async function rowsForReaders(deps: RowDeps, changes: readonly Change[], readers: ReadonlyMap<number, Follows>): Promise<Map<number, ReaderRow[]>> {
  const followed = new Map<number, Change[]>();
  for (const [userId, follows] of readers) {
    const mine = changes.filter((change) => change.source_ids?.some((id) => follows.has(id)));
    if (mine.length > 0) followed.set(userId, mine);
  }
  const told = new Map<number, ReaderRow[]>();
  if (followed.size === 0) return told;
  // A post that stands alone is made once for everyone; marks and names are put onto it.
  const alone = await toPostRows(
    deps,
    asReader(0),
    changes.filter((change) => !change.in_story),
    false,
  );
  const shared = new Map(alone.map((row) => [row.id, row]));
  const marks = await readMarks(
    deps.db,
    [...followed.keys()],
    changes.map((change) => change.id),
  );
  for (const [userId, mine] of followed) {
    const inStories = mine.filter((change) => change.in_story);
    const own = inStories.length === 0 ? [] : await toPostRows(deps, asReader(userId), inStories, true);
    const made = new Map(own.map((row) => [row.id, row]));
    const personal = (row: PostRow): PostRow => ({
      ...row,
      ...(marks.get(`${userId} ${row.id}`) ?? { read: false, saved: false }),
      sourceTitle: readers.get(userId)?.get(row.sourceId) ?? row.sourceTitle,
    });
    told.set(
      userId,
      mine.flatMap((change) => {
        const row = made.get(change.id) ?? shared.get(change.id);
        return row ? [{ change, row: personal(row) }] : [];
      }),
    );
  }
  return told;
}

function asReader(userId: number): Actor {
  return { userId, role: 'user', scope: 'read', sessionId: null };
}

/** `user post` → marks. */
async function readMarks(db: Db, userIds: readonly number[], postIds: readonly number[]): Promise<Map<string, Pick<PostRow, 'read' | 'saved'>>> {
  const found = await rows<{ user_id: number; post_id: number; read: boolean; saved: boolean }>(
    db,
    sql`select user_id, post_id, read_at is not null as read, saved_at is not null as saved from post_marks
        where post_id = any(${array(postIds, 'bigint')}) and user_id = any(${array(userIds, 'bigint')})`,
  );
  return new Map(found.map(({ user_id: user, post_id: post, read, saved }) => [`${user} ${post}`, { read, saved }]));
}
