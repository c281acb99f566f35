/** Users, and the ways in: one-time links, sessions, API tokens. Only this domain writes them. */
import { bigint, boolean, customType, index, inet, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from '#platform/sql';

const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const at = (name: string) => timestamp(name, { withTimezone: true });

export const users = pgTable('users', {
  id: id(),
  name: text('name').notNull(),
  role: text('role', { enum: ['user', 'admin'] })
    .notNull()
    .default('user'),
  isOwner: boolean('is_owner').notNull().default(false),
  language: text('language', { enum: ['en', 'ru'] }),
  timezone: text('timezone').notNull().default('UTC'),
  retentionDays: integer('retention_days').notNull().default(30),
  /** Theme, density, text size: whatever the web app keeps for its user; shape in contract/me.ts. */
  settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
  blockedAt: at('blocked_at'),
  createdAt: at('created_at').notNull().defaultNow(),
});

/** Answers to writes that came with an `Idempotency-Key`, for those who did not hear them. */
export const keptAnswers = pgTable(
  'kept_answers',
  {
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    /** What was asked: method, path and body, hashed. */
    request: text('request').notNull(),
    /** Null while the first request is still at work. */
    status: integer('status'),
    /** Encrypted: answers may hold secrets that are shown once. */
    answer: bytea('answer'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] }), index('kept_answers_created').on(table.createdAt)],
);

/** What the key of the instance is known by: one row, of the first server that answers requests. */
export const keyCheck = pgTable('key_check', {
  one: boolean('one').primaryKey().default(true),
  /** Derived from the key; says nothing about it. */
  proof: text('proof').notNull(),
});

export const signInLinks = pgTable('sign_in_links', {
  tokenHash: text('token_hash').primaryKey(),
  userId: bigint('user_id', { mode: 'number' })
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    userAgent: text('user_agent').notNull().default(''),
    address: inet('address'),
    createdAt: at('created_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    scope: text('scope', { enum: ['read', 'write', 'admin'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [index('api_tokens_user').on(t.userId)],
);
