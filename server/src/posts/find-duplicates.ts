/** Finds, for new posts, the story that each of them repeats. */
import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db';
import type { Clock } from '#platform/clock';
import { fingerprint } from './fingerprint.ts';
import { createDuplicateIndex, type DuplicateIndex } from './near-duplicates.ts';
import type { NormalPost } from './normalise.ts';

export interface StoryMatch {
  simhash: bigint | null;
  /** Null when the post stands alone. */
  storyId: number | null;
  relation: 'repost' | 'own_words' | null;
  distance: number | null;
  overlap: number | null;
  /** It says clearly more than the post it repeats, so it is tagged and embedded all the same. */
  saysMore: boolean;
}

export interface DuplicateFinder {
  /** Reads what this process has not seen yet, in small steps; called before anything is locked. */
  catchUp(db: Executor): Promise<void>;
  /** Called under the lock of saves, so that two processes cannot save two copies unseen by each other. */
  match(tx: Executor, list: readonly { id: number; source: { id: number }; post: NormalPost }[]): Promise<{ of(id: number): StoryMatch; forget(): void }>;
}

type Executor = Pick<Db, 'execute'>;

const alone: StoryMatch = { simhash: null, storyId: null, relation: null, distance: null, overlap: null, saysMore: false };
const windowDays = 7;
/** What a fingerprint is made of; the rest of a very long text does not change it much. */
const textChars = 20_000;

export function createDuplicateFinder(deps: { clock: Clock }): DuplicateFinder {
  const index = createDuplicateIndex();
  let lastId = 0;
  let pruned = 0;
  let catching: Promise<void> | null = null;

  const readOn = async (db: Executor): Promise<boolean> => {
    const since = new Date(deps.clock.now().getTime() - windowDays * 86_400_000);
    const found = await rows<{ id: number; source_id: number; story_id: number; posted_at: Date; title: string | null; text: string }>(
      db,
      sql`select p.id, p.source_id, p.story_id, p.posted_at, p.title, left(b.text, ${textChars}) as text from posts p join post_bodies b on b.post_id = p.id
          where p.id > ${lastId} and p.posted_at > ${since.toISOString()}::timestamptz order by p.id limit 300`,
    );
    for (const row of found) {
      index.add({ postId: row.id, storyId: row.story_id, sourceId: row.source_id, postedAt: new Date(row.posted_at), print: fingerprint(row.title, row.text) });
      lastId = row.id;
    }
    return found.length === 300;
  };

  const prune = () => {
    const now = deps.clock.now().getTime();
    if (now - pruned < 3_600_000) return;
    index.prune(new Date(now - windowDays * 86_400_000));
    pruned = now;
  };

  return {
    catchUp(db) {
      catching ??= (async () => {
        while (await readOn(db)) await new Promise((next) => setImmediate(next));
      })().finally(() => {
        catching = null;
      });
      return catching;
    },
    async match(tx, list) {
      while (await readOn(tx));
      prune();
      const matches = findAll(index, list);
      const before = lastId;
      lastId = Math.max(lastId, ...list.map((entry) => entry.id));
      return {
        of: (id) => matches.get(id) ?? alone,
        forget() {
          for (const { id } of list) index.remove(id);
          lastId = before;
        },
      };
    },
  };
}

/** Looks each post up, then adds it: a batch may hold copies of its own posts. */
function findAll(index: DuplicateIndex, list: readonly { id: number; source: { id: number }; post: NormalPost }[]): Map<number, StoryMatch> {
  const matches = new Map<number, StoryMatch>();
  for (const { id, source, post } of list) {
    const print = fingerprint(post.title, post.text.slice(0, textChars));
    const found = index.find({ sourceId: source.id, postedAt: post.postedAt, print });
    matches.set(id, {
      ...alone,
      simhash: print.simhash,
      ...(found && {
        storyId: found.storyId,
        relation: found.relation,
        distance: found.distance,
        overlap: found.overlap,
        saysMore: found.lengthRatio > 1.5,
      }),
    });
    index.add({ postId: id, storyId: found?.storyId ?? id, sourceId: source.id, postedAt: post.postedAt, print });
  }
  return matches;
}
