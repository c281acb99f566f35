/** Sources (stored once for all users), who follows them, and what is known of how complete they are. */
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, real, smallint, sql, text, timestamp, uniqueIndex } from '#platform/sql';

const at = (name: string) => timestamp(name, { withTimezone: true });
const userId = () => bigint('user_id', { mode: 'number' }).notNull();

type ErrorDetails = Record<string, string | number | boolean | null>;

export const sources = pgTable(
  'sources',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind', { enum: ['rss', 'telegram', 'web', 'import'] }).notNull(),
    /** What is fetched; for a channel its lower-case name; for imported posts the name given. */
    address: text('address').notNull(),
    /** Whose file imported posts came from: two people may use the same name. Null for what is read for everybody. */
    ownerId: bigint('owner_id', { mode: 'number' }),
    title: text('title').notNull(),
    siteUrl: text('site_url'),
    iconUrl: text('icon_url'),
    description: text('description'),
    language: text('language'),
    /** Telegram's channel id, once seen: the identity that survives a change of name. */
    chatId: text('chat_id'),

    tier: text('tier', { enum: ['FAST', 'REGULAR', 'SLOW', 'BACKGROUND'] })
      .notNull()
      .default('REGULAR'),
    tierPinned: boolean('tier_pinned').notNull().default(false),
    /** The publisher's own wish (ttl, Cache-Control, syndication module), seconds. */
    askedInterval: integer('asked_interval'),
    postsPerDay: real('posts_per_day').notNull().default(0),
    /** New posts of the 24 hours that began then: a source that floods is cut off. */
    daySince: at('day_since'),
    dayCount: integer('day_count').notNull().default(0),
    followers: integer('followers').notNull().default(0),

    nextPollAt: at('next_poll_at').notNull().defaultNow(),
    leasedUntil: at('leased_until'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    bodyHash: text('body_hash'),
    movedTo: text('moved_to'),
    movedSince: at('moved_since'),

    lastPolledAt: at('last_polled_at'),
    lastGoodAt: at('last_good_at'),
    lastPostAt: at('last_post_at'),
    failures: integer('failures').notNull().default(0),
    failingSince: at('failing_since'),
    goneAt: at('gone_at'),
    errorCode: text('error_code'),
    errorDetails: jsonb('error_details').$type<ErrorDetails>(),

    /** Ledger: newest and oldest item seen, and how far the backfill has come. */
    newestItem: text('newest_item'),
    oldestItem: text('oldest_item'),
    backfill: text('backfill', { enum: ['none', 'pending', 'running', 'done', 'stopped'] })
      .notNull()
      .default('none'),
    backfillDone: integer('backfill_done').notNull().default(0),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('sources_address').on(t.kind, t.address, sql`coalesce(owner_id, 0)`),
    index('sources_due')
      .on(t.nextPollAt)
      .where(sql`gone_at is null and followers > 0`),
  ],
);

export const sourceGaps = pgTable(
  'source_gaps',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    /** Both ends were seen, what lies between was not: message ids for a channel, times for a feed. */
    after: text('after').notNull(),
    before: text('before').notNull(),
    missing: integer('missing'),
    filled: integer('filled').notNull().default(0),
    foundAt: at('found_at').notNull().defaultNow(),
    closedAt: at('closed_at'),
    /** Why it stays open, when it cannot be filled. */
    reason: text('reason'),
  },
  (t) => [index('source_gaps_source').on(t.sourceId)],
);

/** Links of a site without a feed that were asked for: they may lead to other addresses, or to nothing that can be read. */
export const siteLinks = pgTable(
  'site_links',
  {
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    /** SHA-256 of the address as the site writes it: addresses are longer than an entry of a tree may be. */
    link: text('link').notNull(),
    tries: smallint('tries').notNull().default(1),
    seenAt: at('seen_at').notNull(),
    /** Null once it has been read, or will never be. */
    retryAt: at('retry_at'),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.link] })],
);

export const folders = pgTable(
  'folders',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: userId(),
    name: text('name').notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [uniqueIndex('folders_name').on(t.userId, t.name)],
);

export const follows = pgTable(
  'follows',
  {
    userId: userId(),
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    folderId: integer('folder_id').references(() => folders.id, { onDelete: 'set null' }),
    /** The follower's own name and note for it. */
    title: text('title'),
    note: text('note'),
    pausedAt: at('paused_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.sourceId] }), index('follows_source').on(t.sourceId)],
);

/** Long work that a person waits for: an OPML import, a backfill. */
export const tasks = pgTable('tasks', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: userId(),
  kind: text('kind', { enum: ['opml_import'] }).notNull(),
  title: text('title').notNull(),
  state: text('state', { enum: ['running', 'done', 'stopped', 'failed'] })
    .notNull()
    .default('running'),
  done: integer('done').notNull().default(0),
  total: integer('total').notNull().default(0),
  /** What became of the entries: followed anew, followed before, left out; and of those followed, not read. */
  added: integer('added').notNull().default(0),
  existed: integer('existed').notNull().default(0),
  skipped: integer('skipped').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  /** What could not be done, a line each: `{name, code}`. */
  problems: jsonb('problems').$type<{ name: string; code: string; details?: ErrorDetails }[]>().notNull().default([]),
  input: jsonb('input').$type<unknown>(),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
});
