/** The whole state of the engine to and from disk. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LexicalIndex } from '../lexical-index.ts';
import type { Segment } from '../lexical/postings.ts';
import { VectorCodes, type CodeBlock } from '../vectors/vector-codes.ts';
import { PostTable } from './post-table.ts';
import { SearchState } from './search-state.ts';
import { readSnapshotFile, writeSnapshotFile, type Column } from './snapshot-file.ts';

/** Goes up with every change of the layout, of the tokeniser or of the stems: older snapshots are then made anew. */
const FORMAT = 1;
const FILE = 'index.snapshot';
const ABANDONED_AFTER = 10 * 60_000;

interface Facts {
  format: number;
  /** Which database it is a picture of. */
  database: string;
  savedAt: number;
  rev: number;
  vectorRev: number;
  model: string | null;
  languages: string[];
  segments: { first: number; end: number }[];
  dimension: number | null;
  hasMean: boolean;
  blocks: number;
}

export async function saveSnapshot(folder: string, state: SearchState, database: string, now: Date): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Vectors without their posts are not kept: their changes are read again.
  const vectorRev = state.early.size === 0 ? state.vectorRev : 0;
  const columns = new Map<string, Column>([['textHashes', state.textHashes]]);
  const { languages, ...posts } = state.posts.data();
  const lexical = state.lexical.data();
  const codes = state.codes?.data() ?? null;
  for (const [name, column] of Object.entries(posts)) columns.set(name, column);
  for (const [name, column] of Object.entries(lexical.dictionary)) columns.set(`terms.${name}`, column);
  columns.set('slots.ordinalOf', lexical.ordinalOf).set('slots.lengthOf', lexical.lengthOf);
  for (const [i, { first: _first, end: _end, ...lists }] of lexical.segments.entries()) {
    for (const [name, column] of Object.entries(lists)) columns.set(`segment${i}.${name}`, column);
  }
  if (codes !== null) {
    columns.set('vectors.present', codes.present).set('vectors.raw', codes.raw);
    if (codes.mean !== null) columns.set('vectors.mean', codes.mean);
    for (const [i, block] of codes.blocks.entries()) for (const [name, column] of Object.entries(block)) columns.set(`block${i}.${name}`, column as Column);
  }
  const facts: Facts = {
    format: FORMAT,
    database,
    savedAt: now.getTime(),
    rev: state.rev,
    vectorRev,
    model: state.model,
    languages,
    segments: lexical.segments.map(({ first, end }) => ({ first, end })),
    dimension: codes?.dimension ?? null,
    hasMean: codes !== null && codes.mean !== null,
    blocks: codes?.blocks.length ?? 0,
  };
  state.changes = 0;
  await writeSnapshotFile(join(folder, FILE), facts, columns);
}

/** Null when there is none that can be used: then all is read from the database. `oldest` is the earliest time of saving that is still good. */
export async function loadSnapshot(folder: string, database: string, oldest: Date): Promise<SearchState | null> {
  await dropAbandoned(folder);
  const accept = (facts: Partial<Facts>): facts is Facts =>
    facts.format === FORMAT && facts.database === database && facts.savedAt !== undefined && facts.savedAt >= oldest.getTime();
  const file = await readSnapshotFile<Facts>(join(folder, FILE), accept).catch(() => null);
  if (file === null) return null;
  const { facts } = file;
  const column = <T extends Column>(name: string): T => {
    const found = file.columns.get(name);
    if (found === undefined) throw new Error(`the snapshot lacks ${name}`);
    return found as T;
  };
  const state = new SearchState(readPosts(facts, column), readLexical(facts, column), column('textHashes'));
  state.rev = facts.rev;
  state.model = facts.model;
  state.vectorRev = facts.vectorRev;
  if (facts.dimension !== null) state.useCodes(readCodes(facts, facts.dimension, column));
  return state;
}

type Read = <T extends Column>(name: string) => T;

function readPosts(facts: Facts, column: Read): PostTable {
  return PostTable.from({
    postIds: column('postIds'),
    sourceOf: column('sourceOf'),
    postedAt: column('postedAt'),
    languageOf: column('languageOf'),
    flags: column('flags'),
    storyIds: column('storyIds'),
    alive: column('alive'),
    moreSources: column('moreSources'),
    languages: facts.languages,
  });
}

function readLexical(facts: Facts, column: Read): LexicalIndex {
  const segments = facts.segments.map(({ first, end }, i): Segment => ({
    first,
    end,
    termIds: column(`segment${i}.termIds`),
    offsets: column(`segment${i}.offsets`),
    positionOffsets: column(`segment${i}.positionOffsets`),
    postings: column(`segment${i}.postings`),
    positions: column(`segment${i}.positions`),
  }));
  return LexicalIndex.from({
    dictionary: { chars: column('terms.chars'), starts: column('terms.starts'), counts: column('terms.counts') },
    ordinalOf: column('slots.ordinalOf'),
    lengthOf: column('slots.lengthOf'),
    segments,
  });
}

function readCodes(facts: Facts, dimension: number, column: Read): VectorCodes {
  const blocks = Array.from({ length: facts.blocks }, (_, i): CodeBlock => ({ bits: column(`block${i}.bits`), bytes: column(`block${i}.bytes`), scales: column(`block${i}.scales`) }));
  return VectorCodes.from({ dimension, present: column('vectors.present'), mean: facts.hasMean ? column('vectors.mean') : null, raw: column('vectors.raw'), blocks });
}

/** What was left by a program that was killed while it wrote. */
async function dropAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.new')) continue;
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > ABANDONED_AFTER) await rm(path, { force: true });
  }
}
