/** The feed of changes (`posts.rev`, `post_removals.rev`), read on from any point of it. */
import { sql } from '#platform/sql';
import type { FeedPoint } from '#contract';
import { postRows } from '#sources';
import { rows, type Db } from '#platform/db';

export interface Change extends postRows.ListRow {
  source_ids: number[];
  /** Another source began to carry it just now. */
  relinked: boolean;
  /** Other posts tell the same story. */
  in_story: boolean;
}

export interface Batch {
  changes: Change[];
  removed: number[];
  /** Everything up to here is in it. */
  rev: number;
  /** Nothing came after it when it was read. */
  complete: boolean;
}

/** For one who knows everything up to `known`: is this change a post that they have not heard of? */
export function isNew(change: Change, known: FeedPoint): boolean {
  return known.id === null || change.id > known.id || change.relinked;
}

export async function readBatch(db: Db, after: number, most: { changes: number; removals: number }): Promise<Batch> {
  // Of one moment: a removal read later than the changes could be newer than a change that was not seen.
  const [changes, removals] = await db.transaction(
    async (tx) => [await readChanges(tx, after, most.changes), await readRemovals(tx, after, most.removals)] as const,
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  // Where one of the two was cut short, the batch ends where both are complete.
  const upTo = Math.min(endOf(changes, most.changes), endOf(removals, most.removals));
  const kept = { changes: changes.filter((change) => change.rev <= upTo), removals: removals.filter((removal) => removal.rev <= upTo) };
  return {
    changes: kept.changes,
    removed: kept.removals.map((removal) => removal.post_id),
    rev: Math.max(after, kept.changes.at(-1)?.rev ?? 0, kept.removals.at(-1)?.rev ?? 0),
    complete: upTo === Infinity,
  };
}

function endOf(list: readonly { rev: number }[], limit: number): number {
  return list.length < limit ? Infinity : list.at(-1)!.rev;
}

async function readChanges(db: Pick<Db, 'execute'>, after: number, limit: number): Promise<Change[]> {
  return rows<Change>(
    db,
    sql`select ${postRows.rowColumns}, false as read, false as saved,
          (select array_agg(c.source_id order by c.posted_at, c.source_id) from post_sources c where c.post_id = p.id) as source_ids,
          exists (select from post_sources c where c.post_id = p.id and c.seen_at > p.created_at + interval '1 second' and c.seen_at > now() - interval '30 seconds') as relinked,
          exists (select from posts e where e.story_id = p.story_id and e.id <> p.id) as in_story
        from posts p where p.rev > ${after} order by p.rev limit ${limit}`,
  );
}

async function readRemovals(db: Pick<Db, 'execute'>, after: number, limit: number): Promise<{ post_id: number; rev: number }[]> {
  return rows(db, sql`select post_id, rev from post_removals where rev > ${after} order by rev limit ${limit}`);
}
