/** Takes a post out of a story it was wrongly joined to, and puts it back. */
import { sql } from '#platform/sql';
import type { Bus } from '#platform/bus';
import { first, lockSaves, type Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { tagAgain } from './tag-posts.ts';

/**
 * A post that was split off stands alone and is tagged and indexed like any other. When the story's first post
 * is taken out, the others stay together under the next one.
 * @throws AppError `not_found` when it is in no story.
 */
export async function splitStory(deps: { db: Db; bus: Bus }, postId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockSaves(tx);
    const alone = await takeOut(tx, postId);
    if (alone === null) throw new AppError('not_found');
    await deps.bus.publish(tx, 'posts.edited', { postIds: [alone] });
    await tell(deps.bus, tx);
  });
}

/** Under the lock of saves. Answers with the post that is indexed by itself from now on; null when the post is in no story. */
export async function takeOut(tx: Pick<Db, 'execute'>, postId: number): Promise<number | null> {
  const post = await first<{ story_id: number; others: number[] | null }>(
    tx,
    sql`select p.story_id, (select array_agg(o.id order by o.id) from posts o where o.story_id = p.story_id and o.id <> p.id) as others from posts p where p.id = ${postId}`,
  );
  const others = post?.others ?? [];
  if (!post || others.length === 0) return null;
  const heir = Number(others[0]);
  if (post.story_id === postId) {
    // The note of the split is kept with the post that was taken out, to be found when it is put back.
    await tx.execute(sql`with was as (delete from story_joins where post_id = ${heir} returning relation, distance, overlap)
      insert into story_joins (post_id, story_id, relation, distance, overlap, split_at) select ${postId}::int8, ${heir}::int8, relation, distance, overlap, now() from was
      on conflict (post_id) do update set story_id = excluded.story_id, relation = excluded.relation, distance = excluded.distance,
        overlap = excluded.overlap, split_at = excluded.split_at`);
    // Also of those that were taken out before: what is left of their story is led by the heir.
    await tx.execute(sql`update story_joins set story_id = ${heir} where story_id = ${postId} and post_id <> ${heir}`);
    await tx.execute(sql`update posts set story_id = ${heir}, rev = nextval('posts_rev') where story_id = ${postId} and id <> ${postId}`);
    await tx.execute(sql`update posts set index_status = 'pending' where id = ${heir}`);
  } else {
    await tx.execute(sql`update story_joins set split_at = now() where post_id = ${postId}`);
    await tx.execute(sql`update posts set story_id = id, index_status = 'pending', rev = nextval('posts_rev') where id = ${postId}`);
  }
  const alone = post.story_id === postId ? heir : postId;
  await tagAgain(tx, [alone]);
  return alone;
}

/** The older of the two first posts leads. @throws AppError `not_found` when it was never split off, or its story is gone. */
export async function unsplitStory(deps: { db: Db; bus: Bus }, postId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockSaves(tx);
    const join = await first<{ story_id: number }>(
      tx,
      sql`update story_joins set split_at = null where post_id = ${postId} and split_at is not null returning story_id`,
    );
    const story = join && (await first<{ story_id: number }>(tx, sql`select story_id from posts where id = ${join.story_id}`));
    if (!story) throw new AppError('not_found');
    await merge(tx, Number(story.story_id), postId);
    await deps.bus.publish(tx, 'posts.edited', { postIds: [postId, Number(story.story_id)] });
    await tell(deps.bus, tx);
  });
}

async function merge(tx: Pick<Db, 'execute'>, storyId: number, postId: number): Promise<void> {
  const [head, copy] = storyId < postId ? [storyId, postId] : [postId, storyId];
  // A note that the copy has of a split of its own gives way to its join.
  if (copy !== postId) await tx.execute(sql`delete from story_joins where post_id = ${copy}`);
  await tx.execute(sql`update story_joins set post_id = ${copy}, story_id = ${head} where post_id = ${postId}`);
  await tx.execute(sql`update story_joins set story_id = ${head} where story_id = ${copy}`);
  await tx.execute(sql`update posts set story_id = ${head}, rev = nextval('posts_rev') where story_id = ${copy}`);
  // As when it was first joined: a copy is found by its story's first post, unless it says clearly more.
  await tx.execute(
    sql`update posts p set index_status = 'skipped', tags = '{}' from posts h where p.id = ${copy} and h.id = ${head} and p.words <= h.words * 1.5`,
  );
}

async function tell(bus: Bus, tx: Pick<Db, 'execute'>): Promise<void> {
  const newest = await first<{ rev: number }>(tx, sql`select max(rev)::int8 as rev from posts`);
  await bus.broadcast(tx, 'posts.changed', { rev: newest?.rev ?? 0 });
}
