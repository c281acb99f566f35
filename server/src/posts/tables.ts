/**
 * Posts, stored once for all users. Only this domain writes them; sources and search read them in joins.
 *
 * `rev` is the change feed: every insert and every change of a post takes the next number of the
 * sequence `posts_rev` while holding the advisory lock of `saveLock`, so numbers become visible in
 * their order and "everything after rev N" misses nothing.
 */
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  real,
  smallint,
  sql,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from '#platform/sql';
import type { Block } from '../contract/blocks.ts';
import type { Media } from '../contract/posts.ts';

const at = (name: string) => timestamp(name, { withTimezone: true });
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const big = (name: string) => bigint(name, { mode: 'number' });

export const postsRev = pgSequence('posts_rev');

/** What lists show: kept slim, so that a page of them is read without touching long texts. */
export const posts = pgTable(
  'posts',
  {
    id: big('id').primaryKey().generatedAlwaysAsIdentity(),
    uniqueCode: text('unique_code').notNull().unique(),
    /** Where it was first seen; every source that carries it is in post_sources. */
    sourceId: integer('source_id').notNull(),
    externalId: text('external_id'),
    url: text('url'),
    title: text('title'),
    snippet: text('snippet').notNull().default(''),
    author: text('author'),
    language: text('language'),
    media: jsonb('media').$type<Media[]>().notNull().default([]),
    categories: text('categories').array().notNull().default([]),
    tags: text('tags').array().notNull().default([]),
    /** Words in the text, for reading time. */
    words: integer('words').notNull().default(0),
    postedAt: at('posted_at').notNull(),
    /** True when the source gave no usable date and the time of reading stands in. */
    dateIsGuess: smallint('date_is_guess').notNull().default(0),
    createdAt: at('created_at').notNull().defaultNow(),
    editedAt: at('edited_at'),
    /** The source no longer shows it; it is kept and marked. */
    removedAt: at('removed_at'),
    contentHash: text('content_hash').notNull(),
    /** 64-bit simhash as a signed number; null for texts too short to compare. */
    simhash: bigint('simhash', { mode: 'bigint' }),
    /** The first post of its story; its own id when it stands alone. */
    storyId: big('story_id').notNull(),
    indexStatus: text('index_status', { enum: ['pending', 'indexed', 'failed', 'skipped'] })
      .notNull()
      .default('pending'),
    indexError: text('index_error'),
    rev: big('rev').notNull(),
  },
  (t) => [
    index('posts_posted').on(t.postedAt.desc(), t.id.desc()),
    index('posts_by_rev').on(t.rev),
    index('posts_story').on(t.storyId),
    index('posts_source').on(t.sourceId),
    /** Addresses are longer than an entry of a tree may be. */
    index('posts_url').using('hash', t.url),
    index('posts_tags').using('gin', t.tags),
    index('posts_pending')
      .on(t.id)
      .where(sql`index_status = 'pending'`),
  ],
);

/** The long parts of a post, read one post at a time or in bulk by the index. */
export const postBodies = pgTable('post_bodies', {
  postId: big('post_id')
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  /** Plain text of the whole post, paragraphs separated by a blank line. */
  text: text('text').notNull(),
  blocks: jsonb('blocks').$type<Block[]>().notNull(),
  /** Readable text of the first linked page, for posts that are mostly a link. */
  enrichedText: text('enriched_text'),
  enrichedBlocks: jsonb('enriched_blocks').$type<Block[]>(),
  enrichedUrl: text('enriched_url'),
});

/**
 * Fingerprints of the last days, which a start would otherwise make anew from all the texts. No foreign
 * key: checking one costs more than the row, and what is left over goes with the old ones.
 */
export const postPrints = pgTable('post_prints', { postId: big('post_id').primaryKey(), print: bytea('print').notNull() });

export const postSources = pgTable(
  'post_sources',
  {
    postId: big('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    sourceId: integer('source_id').notNull(),
    postedAt: at('posted_at').notNull(),
    seenAt: at('seen_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.sourceId] }), index('post_sources_timeline').on(t.sourceId, t.postedAt.desc(), t.postId.desc())],
);

/** Why a post was joined to a story, so that it can be taken out again. */
export const storyJoins = pgTable('story_joins', {
  postId: big('post_id')
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  storyId: big('story_id').notNull(),
  relation: text('relation', { enum: ['repost', 'own_words'] }).notNull(),
  /** Hamming distance of the simhashes, and the overlap of the word sets (0..1). */
  distance: smallint('distance'),
  overlap: real('overlap'),
  joinedAt: at('joined_at').notNull().defaultNow(),
  splitAt: at('split_at'),
});

export const postMarks = pgTable(
  'post_marks',
  {
    userId: big('user_id').notNull(),
    postId: big('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    readAt: at('read_at'),
    savedAt: at('saved_at'),
    /** The "all read" that set it, for undo. */
    batch: uuid('batch'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.postId] }),
    index('post_marks_saved')
      .on(t.userId, t.savedAt.desc())
      .where(sql`saved_at is not null`),
    index('post_marks_batch')
      .on(t.batch)
      .where(sql`batch is not null`),
  ],
);

/** Posts that are gone, so that indexes can drop them; swept after a month. */
export const postRemovals = pgTable(
  'post_removals',
  {
    postId: big('post_id').primaryKey(),
    rev: big('rev').notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('post_removals_rev').on(t.rev)],
);

/** Posts that retention has removed from a source which may list them still; facts of each as 64-bit hashes. */
export const postTombstones = pgTable(
  'post_tombstones',
  {
    sourceId: integer('source_id').notNull(),
    code: bigint('code', { mode: 'bigint' }).notNull(),
    content: bigint('content', { mode: 'bigint' }).notNull(),
    address: bigint('address', { mode: 'bigint' }),
    /** When the source was last seen to list it, by the month. */
    seenAt: at('seen_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.code] })],
);
