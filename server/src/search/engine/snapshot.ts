/** The whole state of the engine to and from disk. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LexicalIndex, type LexicalData } from '../lexical-index.ts';
import type { Segment } from '../lexical/postings.ts';
import { VectorCodes, type CodeBlock, type CodeData } from '../vectors/vector-codes.ts';
import { PostTable } from './post-table.ts';
import { SearchState } from './search-state.ts';
import { readSnapshotFile, writeSnapshotFile, type Column } from './snapshot-file.ts';

/** Goes up with every change of the layout, of the tokeniser or of the stems: older snapshots are then made anew. */
const FORMAT = 4;
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
  vectors: { dimension: number; hasMean: boolean; blocks: number } | null;
}

export async function saveSnapshot(folder: string, state: SearchState, database: string, now: Date): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { languages, ...posts } = state.posts.data();
  const lexical = state.lexical.data();
  const codes = state.codes?.data() ?? null;
  const columns = new Map<string, Column>([
    ...Object.entries(posts),
    ['textHashes', state.textHashes],
    ...lexicalColumns(lexical),
    ...(codes === null ? [] : codeColumns(codes)),
  ]);
  const facts: Facts = {
    format: FORMAT,
    database,
    savedAt: now.getTime(),
    rev: state.rev,
    // Vectors without their posts are not kept: their changes are read again.
    vectorRev: state.early.size === 0 ? state.vectorRev : 0,
    model: state.model,
    languages,
    segments: lexical.segments.map(({ first, end }) => ({ first, end })),
    vectors: codes === null ? null : { dimension: codes.dimension, hasMean: codes.mean !== null, blocks: codes.blocks.length },
  };
  state.changes = 0;
  await writeSnapshotFile(join(folder, FILE), facts, columns);
}

function lexicalColumns({ dictionary, ordinalOf, lengthOf, segments }: LexicalData): [string, Column][] {
  return [
    ...Object.entries(dictionary).map(([name, column]): [string, Column] => [`terms.${name}`, column as Column]),
    ['slots.ordinalOf', ordinalOf],
    ['slots.lengthOf', lengthOf],
    ...segments.flatMap(({ first: _first, end: _end, ...lists }, i) =>
      Object.entries(lists).map(([name, column]): [string, Column] => [`segment${i}.${name}`, column]),
    ),
  ];
}

function codeColumns({ present, raw, mean, blocks }: CodeData): [string, Column][] {
  return [
    ['vectors.present', present],
    ['vectors.raw', raw],
    ...(mean === null ? [] : [['vectors.mean', mean] as [string, Column]]),
    ...blocks.flatMap((block, i) => Object.entries(block).map(([name, column]): [string, Column] => [`block${i}.${name}`, column as Column])),
  ];
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
  if (facts.vectors !== null) state.useCodes(readCodes(facts.vectors, column));
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

function readCodes({ dimension, hasMean, blocks: count }: NonNullable<Facts['vectors']>, column: Read): VectorCodes {
  const blocks = Array.from({ length: count }, (_, i): CodeBlock => ({
    bits: column(`block${i}.bits`),
    bytes: column(`block${i}.bytes`),
    nibbles: column(`block${i}.nibbles`),
    scales: column(`block${i}.scales`),
  }));
  return VectorCodes.from({ dimension, present: column('vectors.present'), mean: hasMean ? column('vectors.mean') : null, raw: column('vectors.raw'), blocks });
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
