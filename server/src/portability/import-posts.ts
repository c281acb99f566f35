import { sql } from '#platform/sql';
import { escapeUTF8 } from 'entities/escape';
import { z } from 'zod';
import type { Actor } from '#accounts';
import { text } from '#contract';
import { indexing, normalise, saveItems, type RawPost, type SaveDeps, type SaveItem } from '#posts';
import { embeddedTextHash, isDirection, saveEmbeddings, type EmbeddingsToSave } from '#search';
import { following } from '#sources';
import { array, rows } from '#platform/db';
import { fromDatabase } from '#platform/database-errors';
import { describeInput } from '#platform/describe-fields';
import { AppError } from '#platform/errors';
import { errorLine } from '#platform/log';
import { cutHard } from '#platform/text-lines';
import { originFields, readOrigin, type PostOrigin } from './post-origin.ts';

/** Characters that are looked at: posts keep half as many, and are marked as cut when there are more. */
const longestText = 400_000;
/** Characters of a line: the longest text with every character written as an escape. */
export const longestPostLine = 32 << 20;

const shape = z.object({
  externalId: z.union([z.string(), z.number()]).transform(String).pipe(text(1000).min(1)),
  source: text(300).trim().min(1),
  url: text(4096).nullish(),
  title: text(10_000).nullish(),
  text: text(5_000_000).transform((whole) => cutHard(whole, longestText)),
  author: text(1000).nullish(),
  postedAt: text(60).nullish(),
  language: text(20).nullish(),
  vector: z
    .array(z.number())
    .max(8192)
    .nullish()
    .transform((numbers) => (numbers && numbers.length > 0 ? Float32Array.from(numbers) : null)),
  ...originFields,
});
type Line = z.output<typeof shape> & { number: number };

interface ImportOptions {
  vectorModel: string | null;
  progress?: (count: number) => void;
}

export interface Imported {
  imported: number;
  /** Lines that were there already, or had been. */
  skipped: number;
  /** Of those skipped, posts that were removed here when their time was over; they do not come back. */
  removed: number;
  /** Lines that could not be read, with the first reasons. */
  failed: number;
  problems: { line: number; reason: string }[];
  tookMs: number;
}

const chunkSize = 500;
/** Characters of lines that are held at once. */
const chunkLength = 16 << 20;

/**
 * One JSON object a line. Sources are followed, and made when they are not here: the one that an export of ours names
 * with its kind and address, else one of this name. A broken line is reported and passed over.
 */
export async function importPosts(deps: SaveDeps, owner: Actor, lines: AsyncIterable<string>, options: ImportOptions): Promise<Imported> {
  const start = performance.now();
  const total: Imported = { imported: 0, skipped: 0, removed: 0, failed: 0, problems: [], tookMs: 0 };
  const into: Target = { owner, sourceIds: new Map(), model: options.vectorModel };
  let chunk: Line[] = [];
  let length = 0;
  let number = 0;
  const fail = (line: number, reason: string) => {
    total.failed += 1;
    if (total.problems.length < 20) total.problems.push({ line, reason: reason.slice(0, 300) });
  };
  const flush = async () => {
    const { added, removed, failed } = await saveChunk(deps, chunk, into);
    for (const problem of failed) fail(problem.line, problem.reason);
    total.imported += added.length;
    total.removed += removed;
    total.skipped += Math.max(0, chunk.length - added.length - failed.length);
    chunk = [];
    length = 0;
    options.progress?.(total.imported + total.skipped);
  };
  for await (const written of lines) {
    number += 1;
    if (written.trim() === '') continue;
    try {
      chunk.push({ ...(await readLine(deps, written, into)), number });
      length += written.length;
    } catch (error) {
      fail(number, (error as Error).message);
    }
    if (chunk.length >= chunkSize || length >= chunkLength) await flush();
  }
  if (chunk.length > 0) await flush();
  total.tookMs = Math.round(performance.now() - start);
  if (total.imported + total.skipped === 0 && total.failed > 0)
    throw new AppError('invalid_request', { reason: `no line could be read; line ${total.problems[0]!.line}: ${total.problems[0]!.reason}` });
  return total;
}

async function readLine(deps: SaveDeps, written: string, into: Target): Promise<z.output<typeof shape>> {
  const line = parseLine(written);
  if (into.model === null || line.vector === null) return line;
  if (!isDirection(line.vector)) throw new Error('the vector is all zeros, or has a number that is too large');
  // Not before the first line is read: until somebody listens, a reader throws its lines away.
  into.dimension ??= (await dimensionOf(deps, into.model)) ?? line.vector.length;
  if (line.vector.length !== into.dimension) throw new Error(`the vector has ${line.vector.length} numbers, those of this model ${into.dimension}`);
  return line;
}

/** @throws Error in plain words: whoever made the file reads them. */
function parseLine(written: string): z.output<typeof shape> {
  let given: unknown;
  try {
    given = JSON.parse(written);
  } catch (error) {
    throw new Error('it is not JSON', { cause: error });
  }
  const parsed = shape.safeParse(given);
  if (!parsed.success) throw new Error(describeInput(parsed.error, given, 'en'));
  return parsed.data;
}

interface Target {
  owner: Actor;
  /** Sources that are followed now, by kind and address. */
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
  added: number[];
  removed: number;
  failed: { line: number; reason: string }[];
}

/** All at once; where one line makes that fail, line by line, so that only that one is left out. What was saved until then is there and counts. */
async function saveChunk(deps: SaveDeps, chunk: readonly Line[], into: Target): Promise<ChunkSaved> {
  const done: ChunkSaved = { added: [], removed: 0, failed: [] };
  try {
    await saveLines(deps, chunk, into, done);
    return done;
  } catch (error) {
    if (fromDatabase(error)?.status === 503) throw error;
  }
  for (const line of chunk) {
    try {
      await saveLines(deps, [line], into, done);
    } catch (error) {
      const known = fromDatabase(error);
      if (known?.status === 503) throw error;
      done.failed.push({ line: line.number, reason: known?.message ?? errorLine(error) });
    }
  }
  return done;
}

type Item = SaveItem & { vector: Float32Array | null };

async function saveLines(deps: SaveDeps, chunk: readonly Line[], into: Target, done: ChunkSaved): Promise<void> {
  const items: Item[] = [];
  const carried: SaveItem[] = [];
  const origins = chunk.map(readOrigin);
  for (const [n, line] of chunk.entries()) {
    const origin = origins[n]!;
    const found = origin ?? { kind: 'import' as const, address: line.source };
    const source = await sourceOf(deps, into, { ...found, title: line.source });
    const post = { ...normalise(toRaw(line), { ...found, id: source.id, language: null }, deps.clock.now()), externalId: line.externalId };
    // What the file says is what the posts were; a code of its own would make two of one.
    if (origin) Object.assign(post, { uniqueCode: origin.uniqueCode, ownCode: origin.uniqueCode, otherCodes: { codes: [], byId: null } });
    items.push({ source, post, vector: line.vector });
    if (origin) for (const other of line.alsoIn) carried.push({ source: await sourceOf(deps, into, other), post });
  }
  await keepWhatIsHere(
    deps,
    items.filter((_, n) => origins[n] !== null),
  );
  const before = done.added.length;
  await saveItems(deps, items, { added: done.added, edited: [], linked: [] });
  // Once the posts are there; within one batch a post is saved for the first of its sources.
  await saveItems(deps, carried);
  if (into.model !== null) await saveVectors(deps, items, into.model);
  if (done.added.length - before < items.length) done.removed += await countRemoved(deps, items);
}

/** What is not there once it was saved has been refused: retention has removed it before. */
async function countRemoved(deps: SaveDeps, items: readonly Item[]): Promise<number> {
  const codes = items.flatMap(({ post }) => [post.uniqueCode, post.ownCode]);
  const known = await rows<{ unique_code: string }>(deps.db, sql`select unique_code from posts where unique_code = any(${array(codes, 'text')})`);
  const here = new Set(known.map((row) => row.unique_code));
  return items.filter(({ post }) => !here.has(post.uniqueCode) && !here.has(post.ownCode)).length;
}

/** Announced as posts of a file, whatever its kind: no link of theirs is opened. */
async function sourceOf(deps: SaveDeps, { owner, sourceIds }: Target, given: PostOrigin & { title: string }): Promise<SaveItem['source']> {
  const key = `${given.kind} ${given.address}`;
  const id = sourceIds.get(key) ?? (await following.followStored(deps, owner, given)).source.id;
  sourceIds.set(key, id);
  return { id, kind: 'import' };
}

/** A post that its source has given us has pictures and links, which the file lacks: that is no edit of it. */
async function keepWhatIsHere(deps: SaveDeps, items: readonly Item[]): Promise<void> {
  const codes = array(
    items.map((item) => item.post.uniqueCode),
    'text',
  );
  const known = await rows<{ unique_code: string; content_hash: string }>(
    deps.db,
    sql`select unique_code, content_hash from posts where unique_code = any(${codes})`,
  );
  const hashes = new Map(known.map((row) => [row.unique_code, row.content_hash]));
  for (const { post } of items) post.contentHash = hashes.get(post.uniqueCode) ?? post.contentHash;
}

function toRaw(line: Line): RawPost {
  const html = line.text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeUTF8(part).replaceAll('\n', '<br>')}</p>`)
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

async function saveVectors(deps: SaveDeps, items: readonly Item[], model: string): Promise<void> {
  const withVector = items.flatMap(({ post, vector }) => (vector === null ? [] : [{ post, vector }]));
  if (withVector.length === 0) return;
  const found = await rows<{ id: number; unique_code: string }>(
    deps.db,
    sql`select id, unique_code from posts where unique_code = any(${array(
      withVector.map((item) => item.post.uniqueCode),
      'text',
    )})`,
  );
  const ids = new Map(found.map((row) => [row.unique_code, row.id]));
  const entries = new Map<number, EmbeddingsToSave['items'][number]>();
  for (const { post, vector } of withVector) {
    const postId = ids.get(post.uniqueCode);
    // A post that the file has twice is saved once, as the last of its lines has it.
    if (postId !== undefined) entries.set(postId, { postId, vector, textHash: embeddedTextHash(post) });
  }
  if (entries.size === 0) return;
  await deps.db.transaction(async (tx) => {
    await saveEmbeddings(tx, { model, dimension: withVector[0]!.vector.length, items: [...entries.values()] });
    await indexing.noteIndexed(tx, [...entries.keys()]);
  });
}
