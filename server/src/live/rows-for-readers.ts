/** Rows of changed posts as each reader sees them: with their marks, their names of sources, their stories. */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { PostRow } from '#contract';
import { postRows } from '#sources';
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

/**
 * By user, only what they follow; a reader without any of it is left out. A row is made once for everyone, and what is a
 * reader's own is put onto it: three statements, however many readers there are.
 */
export async function rowsForReaders(deps: RowDeps, changes: readonly Change[], readers: ReadonlyMap<number, Follows>): Promise<Map<number, ReaderRow[]>> {
  const followed = new Map<number, Change[]>();
  for (const [userId, follows] of readers) {
    const mine = changes.filter((change) => change.source_ids?.some((id) => follows.has(id)));
    if (mine.length > 0) followed.set(userId, mine);
  }
  if (followed.size === 0) return new Map();
  const userIds = [...followed.keys()];
  const storyIds = changes.filter((change) => change.in_story).map((change) => change.story_id);
  const stories = await postRows.storiesOf(deps.db, userIds, storyIds);
  const tellers = [...stories.values()].flatMap((told) => [...told.values()].flatMap((story) => story.source_ids));
  const carriers = changes.flatMap((change) => change.source_ids ?? []);
  const facts = await postRows.sourceFacts(deps.db, nobody, [...new Set([...tellers, ...carriers])]);
  const marks = await readMarks(
    deps.db,
    userIds,
    changes.map((change) => change.id),
  );
  const imageOf = remembered(deps.imageOf);
  const shared = new Map(changes.map((change) => [change.id, postRows.toRow({ imageOf }, change, { sourceId: change.source_id, facts })]));
  const personal = (change: Change, userId: number): PostRow => {
    const follows = readers.get(userId) ?? new Map<number, string | null>();
    const story = postRows.toldIn({ imageOf }, stories.get(userId)?.get(change.story_id), facts);
    for (const source of story?.sources ?? []) source.title = follows.get(source.sourceId) ?? source.title;
    const mine = marks.get(`${userId} ${change.id}`) ?? { read: false, saved: false };
    const carrier = postRows.namedAs({ imageOf }, carrierFor(change, follows), facts);
    return { ...shared.get(change.id)!, ...mine, ...carrier, sourceTitle: follows.get(carrier.sourceId) ?? carrier.sourceTitle, story };
  };
  return new Map([...followed].map(([userId, mine]) => [userId, mine.map((change) => ({ change, row: personal(change, userId) }))]));
}

/** The source by which this reader has it: of one that they do not follow they know nothing. */
function carrierFor(change: Change, follows: Follows): number {
  return follows.has(change.source_id) ? change.source_id : change.source_ids.find((id) => follows.has(id))!;
}

/** Follows nothing: has no names of their own for sources. */
const nobody: Actor = { userId: 0, role: 'user', scope: 'read', sessionId: null };

/** Each is signed once. */
function remembered(imageOf: RowDeps['imageOf']): RowDeps['imageOf'] {
  const known = new Map<string | null | undefined, string | null>();
  return (url) => known.get(url) ?? known.set(url, imageOf(url)).get(url)!;
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
