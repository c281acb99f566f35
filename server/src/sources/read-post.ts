/** One post, whole, for someone who may see it: who follows a source that carries it, or saved it. */
import { sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { Block, Media, Post } from '#contract';
import { first, rows } from '#platform/db';
import { AppError } from '#platform/errors';
import { facts as storyFacts } from '#posts';
import { rowColumns, sourceFacts, toldBy, toPostRows, type ListRow, type RowDeps } from './post-rows.ts';

interface WholeRow extends ListRow {
  blocks: Block[];
  enriched_blocks: Block[] | null;
  enriched_url: string | null;
  categories: string[];
  date_is_guess: number;
  edited_at: Date | null;
  removed_at: Date | null;
}

/** @throws AppError `not_found` also when it exists and the actor may not see it. */
export async function readPost(deps: RowDeps, actor: Actor, id: number): Promise<Post> {
  const row = await first<WholeRow>(
    deps.db,
    sql`select ${rowColumns}, b.blocks, b.enriched_blocks, b.enriched_url, p.categories, p.date_is_guess, p.edited_at, p.removed_at,
          m.read_at is not null as read, m.saved_at is not null as saved
        from posts p join post_bodies b on b.post_id = p.id left join post_marks m on m.post_id = p.id and m.user_id = ${actor.userId}
        where p.id = ${id} and (m.saved_at is not null or exists (select from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where c.post_id = p.id))`,
  );
  if (!row) throw new AppError('not_found');
  const [[summary], story] = await Promise.all([toPostRows(deps, actor, [row], true), readStory(deps, actor, row.story_id)]);
  const enriched = row.enriched_blocks && row.enriched_url ? { url: row.enriched_url, blocks: row.enriched_blocks } : null;
  return {
    ...summary!,
    blocks: row.blocks,
    enriched,
    media: row.media.map((item) => ({ ...item, src: mediaSrc(deps, item) })),
    images: imagePaths(deps, [...row.blocks, ...(enriched?.blocks ?? [])]),
    categories: row.categories,
    dateIsGuess: row.date_is_guess === 1,
    editedAt: row.edited_at && new Date(row.edited_at).toISOString(),
    removedAt: row.removed_at && new Date(row.removed_at).toISOString(),
    ...story,
  };
}

/** Characters of each report that are compared with the others. */
const compared = 8000;

async function readStory(deps: RowDeps, actor: Actor, storyId: number): Promise<Pick<Post, 'members' | 'differences'>> {
  const found = await rows<ListRow & { relation: 'repost' | 'own_words' | null; seen_in: number; text: string }>(
    deps.db,
    sql`select ${rowColumns}, j.relation, left(b.text, ${compared}::int) as text,
          (select c.source_id from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where c.post_id = p.id
            order by c.source_id = p.source_id desc, c.posted_at, c.source_id limit 1) as seen_in
        from posts p join post_bodies b on b.post_id = p.id left join story_joins j on j.post_id = p.id and j.split_at is null
        where p.story_id = ${storyId} and exists (select from post_sources c join follows f on f.source_id = c.source_id and f.user_id = ${actor.userId} where c.post_id = p.id)
        order by p.posted_at, p.id limit 100`,
  );
  if (found.length < 2) return { members: [], differences: [] };
  const facts = await sourceFacts(deps.db, actor, [...new Set(found.map((row) => row.seen_in))]);
  const reports = found.map((row) => ({ postId: row.id, language: row.language, text: `${row.title ?? ''}\n${row.text}` }));
  const members = found.map((row, n) => ({
    postId: row.id,
    ...toldBy(deps, row, row.seen_in, facts),
    relation: n === 0 ? ('first' as const) : relationOf(row.relation, reports[0]!.text, reports[n]!.text),
  }));
  return { members, differences: storyFacts.compareFacts(reports) };
}

function relationOf(stored: 'repost' | 'own_words' | null, first: string, text: string): Post['members'][number]['relation'] {
  if (stored === 'repost') return 'repost';
  return storyFacts.addsFigures(first, text) ? 'adds_figures' : 'own_words';
}

function mediaSrc(deps: RowDeps, item: Media): string | null {
  return deps.imageOf(item.type === 'photo' ? (item.url ?? item.thumbnailUrl) : item.thumbnailUrl);
}

/** Every picture address in the body → its path on this server: the page may load nothing else. */
function imagePaths(deps: RowDeps, blocks: readonly Block[]): Record<string, string> {
  const paths: Record<string, string> = {};
  const add = (url: string | undefined) => {
    const path = deps.imageOf(url);
    if (url && path) paths[url] = path;
  };
  const visit = (list: readonly Block[]): void => {
    for (const block of list) {
      if (block.t === 'image') add(block.src);
      if (block.t === 'media') add(block.poster);
      if (block.t === 'quote') visit(block.c);
      if (block.t === 'list') block.items.forEach(visit);
    }
  };
  visit(blocks);
  return paths;
}
