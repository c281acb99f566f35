import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '#accounts';
import { normalise, saveItems, type RawPost, type SaveDeps, type SaveItem } from '#posts';
import { embeddedTextHash, saveEmbeddings } from '#search';
import { followStored } from '#sources';
import { array, rows } from '#platform/db';
import { AppError } from '#platform/errors';
import { escapeHtml } from './escape-html.ts';

const shape = z.object({
  externalId: z.coerce.string().min(1).max(1000),
  source: z.string().trim().min(1).max(300),
  url: z.string().max(4096).nullish(),
  title: z.string().nullish(),
  text: z.string(),
  author: z.string().nullish(),
  postedAt: z.string().nullish(),
  language: z.string().max(20).nullish(),
  vector: z.array(z.number()).nullish(),
});
type Line = z.output<typeof shape>;

interface ImportOptions {
  vectorModel: string | null;
  progress?: (count: number) => void;
}

export interface Imported {
  imported: number;
  /** Lines that were there already. */
  skipped: number;
  /** Lines that could not be read, with the first reasons. */
  failed: number;
  problems: { line: number; reason: string }[];
  tookMs: number;
}

const chunkSize = 500;

/** One JSON object a line; sources are made by name and followed. A broken line is reported and passed over. */
export async function importPosts(deps: SaveDeps, owner: Actor, lines: AsyncIterable<string>, options: ImportOptions): Promise<Imported> {
  const start = performance.now();
  const total: Imported = { imported: 0, skipped: 0, failed: 0, problems: [], tookMs: 0 };
  const into = { owner, sourceIds: new Map<string, number>(), model: options.vectorModel };
  let chunk: Line[] = [];
  let number = 0;
  const flush = async () => {
    const added = await saveChunk(deps, chunk, into);
    total.imported += added;
    total.skipped += chunk.length - added;
    chunk = [];
    options.progress?.(total.imported + total.skipped);
  };
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    try {
      chunk.push(shape.parse(JSON.parse(text)));
    } catch (error) {
      total.failed += 1;
      if (total.problems.length < 20) total.problems.push({ line: number, reason: (error as Error).message.slice(0, 300) });
    }
    if (chunk.length >= chunkSize) await flush();
  }
  if (chunk.length > 0) await flush();
  total.tookMs = Math.round(performance.now() - start);
  if (total.imported + total.skipped === 0 && total.failed > 0)
    throw new AppError('invalid_request', { reason: `no line could be read; line ${total.problems[0]!.line}: ${total.problems[0]!.reason}` });
  return total;
}

interface Target {
  owner: Actor;
  /** Sources that were made, by name. */
  sourceIds: Map<string, number>;
  model: string | null;
}

async function saveChunk(deps: SaveDeps, chunk: readonly Line[], { owner, sourceIds, model }: Target): Promise<number> {
  const items: (SaveItem & { vector: number[] | null | undefined })[] = [];
  for (const line of chunk) {
    const sourceId = sourceIds.get(line.source) ?? (await makeSource(deps, owner, line.source));
    sourceIds.set(line.source, sourceId);
    const source = { id: sourceId, kind: 'import' as const };
    const post = normalise(toRaw(line), { ...source, address: line.source, language: null }, deps.clock.now());
    items.push({ source, post: { ...post, externalId: line.externalId }, vector: line.vector });
  }
  const saved = await saveItems(deps, items);
  if (model !== null) await saveVectors(deps, items, model);
  return saved.added.length;
}

async function makeSource(deps: SaveDeps, owner: Actor, name: string): Promise<number> {
  return (await followStored(deps, owner, { kind: 'import', address: name, title: name })).id;
}

function toRaw(line: Line): RawPost {
  const html = line.text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('');
  const at = line.postedAt ? new Date(line.postedAt) : null;
  return {
    guid: line.externalId,
    guidIsOpaque: true,
    url: line.url ?? null,
    title: line.title ?? null,
    author: line.author ?? null,
    html,
    baseUrl: null,
    postedAt: at && Number.isFinite(at.getTime()) ? at : null,
    updatedAt: null,
    language: line.language ?? null,
    media: [],
    categories: [],
  };
}

async function saveVectors(deps: SaveDeps, items: readonly (SaveItem & { vector: number[] | null | undefined })[], model: string): Promise<void> {
  const withVector = items.filter((item) => item.vector && item.vector.length > 0);
  if (withVector.length === 0) return;
  const found = await rows<{ id: number; unique_code: string }>(
    deps.db,
    sql`select id, unique_code from posts where unique_code = any(${array(
      withVector.map((item) => item.post.uniqueCode),
      'text',
    )})`,
  );
  const ids = new Map(found.map((row) => [row.unique_code, row.id]));
  const entries = withVector.map((item) => ({ postId: ids.get(item.post.uniqueCode)!, vector: unit(item.vector!), textHash: embeddedTextHash(item.post) }));
  await deps.db.transaction(async (tx) => {
    await saveEmbeddings(tx, { model, dimension: entries[0]!.vector.length, items: entries });
    await tx.execute(
      sql`update posts set index_status = 'indexed' where id = any(${array(
        entries.map((entry) => entry.postId),
        'bigint',
      )})`,
    );
  });
}

function unit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
