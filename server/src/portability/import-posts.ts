import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '#accounts';
import { text } from '#contract';
import { normalise, saveItems, type RawPost, type SaveDeps, type SaveItem } from '#posts';
import { embeddedTextHash, saveEmbeddings } from '#search';
import { followStored } from '#sources';
import { array, rows } from '#platform/db';
import { fromDatabase } from '#platform/database-errors';
import { AppError } from '#platform/errors';
import { errorLine } from '#platform/log';
import { escapeHtml } from './escape-html.ts';

const shape = z.object({
  externalId: z.union([z.string(), z.number()]).transform(String).pipe(text(1000).min(1)),
  source: text(300).trim().min(1),
  url: text(4096).nullish(),
  title: text(10_000).nullish(),
  text: text(5_000_000),
  author: text(1000).nullish(),
  postedAt: text(60).nullish(),
  language: text(20).nullish(),
  vector: z.array(z.number()).max(8192).nullish(),
});
type Line = z.output<typeof shape> & { number: number };

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
  const into: Target = { owner, sourceIds: new Map<string, number>(), model: options.vectorModel };
  let chunk: Line[] = [];
  let number = 0;
  const fail = (line: number, reason: string) => {
    total.failed += 1;
    if (total.problems.length < 20) total.problems.push({ line, reason: reason.slice(0, 300) });
  };
  const flush = async () => {
    const { added, failed } = await saveChunk(deps, chunk, into);
    for (const problem of failed) fail(problem.line, problem.reason);
    total.imported += added;
    total.skipped += chunk.length - added - failed.length;
    chunk = [];
    options.progress?.(total.imported + total.skipped);
  };
  for await (const written of lines) {
    number += 1;
    if (written.trim() === '') continue;
    try {
      chunk.push({ ...(await readLine(deps, written, into)), number });
    } catch (error) {
      fail(number, (error as Error).message);
    }
    if (chunk.length >= chunkSize) await flush();
  }
  if (chunk.length > 0) await flush();
  total.tookMs = Math.round(performance.now() - start);
  if (total.imported + total.skipped === 0 && total.failed > 0)
    throw new AppError('invalid_request', { reason: `no line could be read; line ${total.problems[0]!.line}: ${total.problems[0]!.reason}` });
  return total;
}

async function readLine(deps: SaveDeps, written: string, into: Target): Promise<z.output<typeof shape>> {
  const line = shape.parse(JSON.parse(written));
  const size = line.vector?.length ?? 0;
  if (into.model === null || size === 0) return line;
  // Not before the first line is read: until somebody listens, a reader throws its lines away.
  into.dimension ??= (await dimensionOf(deps, into.model)) ?? size;
  if (size !== into.dimension) throw new Error(`the vector has ${size} numbers, those of this model ${into.dimension}`);
  return line;
}

interface Target {
  owner: Actor;
  /** Sources that were made, by name. */
  sourceIds: Map<string, number>;
  model: string | null;
  /** Of the vectors of the model; the first one given decides when it is new. */
  dimension?: number;
}

async function dimensionOf({ db }: SaveDeps, model: string): Promise<number | null> {
  const [known] = await rows<{ dimension: number }>(db, sql`select dimension from embedding_models where name = ${model}`);
  return known?.dimension ?? null;
}

interface ChunkSaved {
  added: number;
  failed: { line: number; reason: string }[];
}

/** All at once; where one line makes that fail, line by line, so that only that one is left out. */
async function saveChunk(deps: SaveDeps, chunk: readonly Line[], into: Target): Promise<ChunkSaved> {
  try {
    return { added: await saveLines(deps, chunk, into), failed: [] };
  } catch (error) {
    if (fromDatabase(error)?.status === 503) throw error;
    if (chunk.length === 1) return { added: 0, failed: [{ line: chunk[0]!.number, reason: fromDatabase(error)?.message ?? errorLine(error) }] };
  }
  const total: ChunkSaved = { added: 0, failed: [] };
  for (const line of chunk) {
    const { added, failed } = await saveChunk(deps, [line], into);
    total.added += added;
    total.failed.push(...failed);
  }
  return total;
}

async function saveLines(deps: SaveDeps, chunk: readonly Line[], { owner, sourceIds, model }: Target): Promise<number> {
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
  return (await followStored(deps, owner, { kind: 'import', address: name, title: name })).source.id;
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
