/** The language model in tables: for each gram, a weight for each language of its script. */
import { gramHashes, gramWeight, hashGram, readGrams } from './read-grams.ts';
import data from './model.json' with { type: 'json' };

/** Scores of the languages of one script for the words read so far; make one for each text. */
export interface ScriptModel {
  languages: readonly string[];
  /** Adds what a word of `text` between two places says, to `scores` (one for each language, log scale). */
  scoreWord(text: string, from: number, to: number, scores: Float64Array): void;
}

export type ModelScript = 'cyrillic' | 'latin';

const made = new Map<ModelScript, ScriptModel>();

export function scriptModel(script: ModelScript): ScriptModel {
  let model = made.get(script);
  if (!model) made.set(script, (model = makeModel(data[script])));
  return model;
}

function makeModel(learnt: Record<string, { grams: string; total: number }>): ScriptModel {
  const languages = Object.keys(learnt);
  const rowOfGram = new Map<number, number>();
  const cells: Cell[] = [];
  languages.forEach((language, column) => {
    for (const level of learnt[language]!.grams.split('\n')) {
      const weight = (level.charCodeAt(0) - 0x41) * data.step;
      for (const gram of level.slice(1).split(' ')) {
        const hash = hashGram(gram);
        const row = rowOfGram.get(hash) ?? rowOfGram.size;
        rowOfGram.set(hash, row);
        cells.push({ row, column, weight });
      }
    }
  });
  const { starts, columns, weights } = sparseRows(cells, rowOfGram.size);
  const table = openTable(rowOfGram);
  const mask = table.length / 2 - 1;
  // An unseen gram costs each language by the size of what it learnt from.
  const unseen = Float64Array.from(languages, (language) => Math.log(learnt[language]!.total));

  return {
    languages,
    scoreWord(text, from, to, scores) {
      const count = readGrams(text, from, to);
      for (let n = 0; n < count; n++) {
        const hash = gramHashes[n]!;
        let slot = hash & mask;
        let row = table[slot * 2 + 1]!;
        while (row !== 0 && table[slot * 2] !== hash) {
          slot = (slot + 1) & mask;
          row = table[slot * 2 + 1]!;
        }
        if (row === 0) continue;
        const end = starts[row]!;
        for (let cell = starts[row - 1]!; cell < end; cell++) scores[columns[cell]!]! += weights[cell]!;
      }
      const factors = gramWeight(to - from);
      for (let column = 0; column < unseen.length; column++) scores[column]! -= factors * unseen[column]!;
    },
  };
}

interface Cell {
  row: number;
  column: number;
  weight: number;
}

/** Most grams are of two or three languages only. The cells of row n stand from `starts[n]` to `starts[n + 1]`. */
function sparseRows(cells: readonly Cell[], rows: number): { starts: Uint32Array; columns: Uint8Array; weights: Float32Array } {
  const starts = new Uint32Array(rows + 1);
  for (const { row } of cells) starts[row + 1]!++;
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const columns = new Uint8Array(cells.length);
  const weights = new Float32Array(cells.length);
  for (const { row, column, weight } of cells) {
    const at = next[row]!++;
    columns[at] = column;
    weights[at] = weight;
  }
  return { starts, columns, weights };
}

/** Open addressing, at most half full: each slot is a hash and its row, which counts from 1; 0 means empty. */
function openTable(rowOfGram: ReadonlyMap<number, number>): Uint32Array {
  const size = 2 ** Math.ceil(Math.log2(rowOfGram.size * 2));
  const table = new Uint32Array(size * 2);
  for (const [hash, row] of rowOfGram) {
    let slot = hash & (size - 1);
    while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & (size - 1);
    table[slot * 2] = hash;
    table[slot * 2 + 1] = row + 1;
  }
  return table;
}
