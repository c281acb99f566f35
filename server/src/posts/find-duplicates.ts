/** Finds, for new posts, the story that each of them repeats. */
import { sql } from '#platform/sql';
import { array, rows, type Db } from '#platform/db';
import type { Clock } from '#platform/clock';
import { inSlices } from '#platform/in-slices';
import { fingerprint, type Fingerprint } from './fingerprint.ts';
import { fromBytes, PRINT_VERSION } from './near-duplicates-bytes.ts';
import { createDuplicateIndex, type DuplicateIndex } from './near-duplicates.ts';
import type { NormalPost } from './normalise.ts';

export interface StoryMatch {
  simhash: bigint | null;
  /** The post that it repeats; null when it stands alone. */
  copyOf: number | null;
  /** The story of that post as it is now. */
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
  /**
   * Called under the lock of saves, so that two processes cannot save two copies unseen by each other.
   * `newest` is the highest id of all posts before those of the list.
   */
  match(tx: Executor, list: readonly Wanted[], newest: number): Promise<{ of(id: number): StoryMatch; forget(): void }>;
  /** Once posts with other texts than before are saved. */
  replace(list: readonly Wanted[]): void;
}

interface Wanted {
  id: number;
  source: { id: number };
  postedAt: Date;
  print: Fingerprint;
}

type Executor = Pick<Db, 'execute'>;

const alone: StoryMatch = { simhash: null, copyOf: null, storyId: null, relation: null, distance: null, overlap: null, saysMore: false };
export const windowDays = 7;
const pageSize = 1000;
/** What a fingerprint is made of; the rest of a very long text does not change it much. */
export const textChars = 20_000;

/** Made before anything is locked. */
export function fingerprintOf(post: Pick<NormalPost, 'title' | 'text'>): Fingerprint {
  return fingerprint(post.title, post.text.slice(0, textChars));
}

export function createDuplicateFinder(deps: { clock: Clock }): DuplicateFinder {
  const index = createDuplicateIndex();
  let lastId = 0;
  let pruned = 0;
  let catching: Promise<void> | null = null;

  const since = () => new Date(deps.clock.now().getTime() - windowDays * 86_400_000);

  const readOn = async (db: Executor): Promise<boolean> => {
    const found = await readPrints(db, lastId, since());
    const pause = inSlices();
    for (const row of found) {
      // Somebody else who read at the same time was here first.
      if (row.id <= lastId) continue;
      addRow(index, row);
      lastId = row.id;
      await pause();
    }
    return found.length === pageSize;
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
        while (await readOn(db));
      })().finally(() => {
        catching = null;
      });
      return catching;
    },
    replace(list) {
      for (const post of list) if (post.id <= lastId && post.postedAt > since()) replaceEntry(index, post);
    },
    async match(tx, list, newest) {
      if (newest > lastId) {
        while (await readOn(tx));
        // What lies between is too old or too short to be compared.
        lastId = newest;
      }
      prune();
      const ids = list.map((entry) => entry.id);
      let matches = findAll(index, list);
      for (let gone = await readStories(tx, matches); gone.length > 0; gone = await readStories(tx, matches)) {
        for (const id of [...gone, ...ids]) index.remove(id);
        matches = findAll(index, list);
      }
      const before = lastId;
      const after = Math.max(lastId, ...ids);
      lastId = after;
      return {
        of: (id) => matches.get(id) ?? alone,
        forget() {
          for (const id of ids) index.remove(id);
          // Unless somebody has read on since: what came later is known already.
          if (lastId === after) lastId = before;
        },
      };
    },
  };
}

function replaceEntry(index: DuplicateIndex, { id, source, postedAt, print }: Wanted): void {
  index.remove(id);
  // Its story is read when a copy of it is found.
  index.add({ postId: id, storyId: id, sourceId: source.id, postedAt, print });
}

interface PrintRow {
  id: number;
  source_id: number;
  story_id: number;
  posted_at: Date;
  simhash: string;
  print: Buffer | null;
  title: string | null;
  /** Only where no fingerprint is kept. */
  text: string | null;
}

/** Posts too short to compare have no simhash. */
function readPrints(db: Executor, after: number, since: Date): Promise<PrintRow[]> {
  return rows<PrintRow>(
    db,
    sql`select p.id, p.source_id, p.story_id, p.posted_at, p.simhash::text as simhash, p.title, f.print,
          case when f.print is null then (select left(b.text, ${textChars}) from post_bodies b where b.post_id = p.id) end as text
        from posts p left join post_prints f on f.post_id = p.id and get_byte(f.print, 0) = ${PRINT_VERSION}
        where p.id > ${after} and p.posted_at > ${since.toISOString()}::timestamptz and p.simhash is not null order by p.id limit ${pageSize}`,
  );
}

function addRow(index: DuplicateIndex, row: PrintRow): void {
  const entry = { postId: row.id, storyId: row.story_id, sourceId: row.source_id, postedAt: new Date(row.posted_at) };
  const stored = row.print === null ? null : fromBytes(row.print);
  if (stored !== null) index.addStored({ ...entry, simhash: BigInt(row.simhash), stored });
  else index.add({ ...entry, print: fingerprintOf({ title: row.title, text: row.text ?? '' }) });
}

/** Looks each post up, then adds it: a batch may hold copies of its own posts. */
function findAll(index: DuplicateIndex, list: readonly Wanted[]): Map<number, StoryMatch> {
  const matches = new Map<number, StoryMatch>();
  for (const { id, source, postedAt, print } of list) {
    const found = index.find({ sourceId: source.id, postedAt, print });
    matches.set(id, {
      ...alone,
      simhash: print.simhash,
      ...(found && {
        copyOf: found.postId,
        storyId: found.storyId,
        relation: found.relation,
        distance: found.distance,
        overlap: found.overlap,
        saysMore: found.lengthRatio > 1.5,
      }),
    });
    index.add({ postId: id, storyId: found?.storyId ?? id, sourceId: source.id, postedAt, print });
  }
  return matches;
}

/**
 * Gives each match the story of today: the index remembers posts, not that they were split off since or
 * that their story has another first post. Answers with the matched posts that are gone.
 */
async function readStories(tx: Executor, matches: Map<number, StoryMatch>): Promise<number[]> {
  const stored = [...matches.values()].flatMap(({ copyOf }) => (copyOf === null || matches.has(copyOf) ? [] : [copyOf]));
  if (stored.length === 0) return [];
  const found = await rows<{ id: number; story_id: number }>(tx, sql`select id, story_id from posts where id = any(${array(stored, 'bigint')})`);
  const stories = new Map(found.map((row) => [Number(row.id), Number(row.story_id)]));
  // In the order of saving, so that a copy of a copy in this batch finds its story settled.
  for (const [id, match] of matches) {
    if (match.copyOf === null) continue;
    match.storyId = stories.get(match.copyOf) ?? matches.get(match.copyOf)?.storyId ?? match.copyOf;
    stories.set(id, match.storyId);
  }
  return stored.filter((id) => !stories.has(id));
}
