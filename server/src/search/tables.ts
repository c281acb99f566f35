/** Embeddings of posts, with the model that made them. Only this domain writes them. */
import { bigint, customType, index, integer, pgTable, primaryKey, text, timestamp } from '#platform/sql';
// oxlint-disable-next-line no-restricted-imports -- a foreign key needs the table itself, and doors do not hand out tables.
import { posts } from '../posts/tables.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const embeddingModels = pgTable('embedding_models', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  dimension: integer('dimension').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const embeddings = pgTable(
  'embeddings',
  {
    modelId: integer('model_id')
      .notNull()
      .references(() => embeddingModels.id, { onDelete: 'cascade' }),
    postId: bigint('post_id', { mode: 'number' })
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    /** Float32, little-endian, unit length: 4 bytes a dimension. */
    vector: bytea('vector').notNull(),
    /** Hash of the text that was embedded: the same text is not embedded twice. */
    textHash: text('text_hash').notNull(),
    rev: bigint('rev', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.modelId, t.postId] }),
    index('embeddings_rev').on(t.rev),
    index('embeddings_post').on(t.postId),
    index('embeddings_text').on(t.modelId, t.textHash),
  ],
);

/** Texts that a model refuses, or finds nothing in: it is not asked for the same one again. */
export const embeddingRefusals = pgTable(
  'embedding_refusals',
  {
    postId: bigint('post_id', { mode: 'number' })
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    model: text('model').notNull(),
    textHash: text('text_hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.model] })],
);
