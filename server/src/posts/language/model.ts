/** The language model in tables: for each gram, a weight for each language of its script. */
import { hashGram, readGrams } from './read-grams.ts';
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
  const width = languages.length;
  const rowOfGram = new Map<number, number>();
  const cells: { row: number; column: number; weight: number }[] = [];
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
  const weights = new Float32Array(rowOfGram.size * width);
  for (const { row, column, weight } of cells) weights[row * width + column] = weight;
  const { keys, rows } = openTable(rowOfGram);
  const mask = keys.length - 1;
  // An unseen gram costs each language by the size of what it learnt from.
  const unseen = Float64Array.from(languages, (language) => Math.log(learnt[language]!.total));

  return {
    languages,
    scoreWord(text, from, to, scores) {
      let factors = 0;
      readGrams(text, from, to, (hash, factor) => {
        factors += factor;
        let slot = hash & mask;
        while (rows[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask;
        if (rows[slot] === 0) return;
        const row = (rows[slot]! - 1) * width;
        for (let column = 0; column < width; column++) scores[column]! += weights[row + column]!;
      });
      for (let column = 0; column < width; column++) scores[column]! -= factors * unseen[column]!;
    },
  };
}

/** Open addressing, at most half full; row 0 means empty, so rows count from 1. */
function openTable(rowOfGram: ReadonlyMap<number, number>): { keys: Uint32Array; rows: Uint32Array } {
  const size = 2 ** Math.ceil(Math.log2(rowOfGram.size * 2));
  const keys = new Uint32Array(size);
  const rows = new Uint32Array(size);
  for (const [hash, row] of rowOfGram) {
    let slot = hash & (size - 1);
    while (rows[slot] !== 0) slot = (slot + 1) & (size - 1);
    keys[slot] = hash;
    rows[slot] = row + 1;
  }
  return { keys, rows };
}
