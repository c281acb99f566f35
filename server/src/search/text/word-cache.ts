/** Remembers the stems of words: a table of fixed size in which a new word takes the place of an old one. */
import { foldWord, stemWord } from './fold-word.ts';

/** A word as it was written, with its term. The index notes its own number for the term on it. */
export interface Word {
  readonly surface: string;
  readonly term: string;
  /** The dictionary that `id` belongs to. */
  home: object | null;
  id: number;
}

/** Pairs of places: the word asked for last, and the one before it. */
const PAIRS = 1 << 16;
const places: (Word | undefined)[] = Array.from({ length: PAIRS * 2 });

/** The word that stands at `start`..`end` of a text. */
export function wordAt(text: string, start: number, end: number): Word {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const place = ((hash ^ (hash >>> 16)) & (PAIRS - 1)) * 2;
  const first = places[place];
  if (first !== undefined && isAt(first.surface, text, start, end)) return first;
  const second = places[place + 1];
  places[place + 1] = first;
  const found = second !== undefined && isAt(second.surface, text, start, end) ? second : newWord(text, start, end);
  places[place] = found;
  return found;
}

/** The term of a word that stands alone. */
export function termOf(surface: string): string {
  return wordAt(surface, 0, surface.length).term;
}

function isAt(surface: string, text: string, start: number, end: number): boolean {
  if (surface.length !== end - start) return false;
  for (let i = 0; i < surface.length; i++) if (surface.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function newWord(text: string, start: number, end: number): Word {
  // A slice would keep the whole text in memory for as long as the word is remembered.
  const surface = Buffer.from(text.slice(start, end), 'utf16le').toString('utf16le');
  return { surface, term: stemWord(foldWord(surface)), home: null, id: -1 };
}
