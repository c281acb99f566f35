/** Words with their terms. */
import { unsliced, WordTable } from '#platform/word-table';
import { foldWord, stemWord } from './fold-word.ts';

/** A word with its term. The index notes its own number for the term on it. */
export interface Word {
  readonly term: string;
  /** The dictionary that `id` belongs to. */
  home: object | null;
  id: number;
}

const words = new WordTable<Word>(1 << 16, (text, start, end) => ({ term: unsliced(stemWord(foldWord(text.slice(start, end)))), home: null, id: -1 }));

/** The word that stands at `start`..`end` of a text. */
export function wordAt(text: string, start: number, end: number): Word {
  return words.at(text, start, end);
}

/** The term of a word that stands alone. */
export function termOf(surface: string): string {
  return wordAt(surface, 0, surface.length).term;
}
