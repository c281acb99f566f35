/** From text to terms, the same way for what is indexed and what is asked. */
import { foldWord } from './text/fold-word.ts';
import { visitTerms, type TermRole } from './text/visit-terms.ts';

export { SHARP, WHOLE, WORD } from './text/visit-terms.ts';
export { termOf } from './text/word-cache.ts';

export interface Term {
  /** The stem, number or code. */
  term: string;
  /** The word as it stands there, folded but not stemmed. */
  word: string;
  /** Words before it. */
  position: number;
  /** UTF-16 offsets in the text. */
  start: number;
  end: number;
  /** WORD, or a further reading of the same place: WHOLE ("gpt4o" of "GPT-4o"), SHARP ("#tag"). */
  role: TermRole;
}

export const CYRILLIC = /^[а-я]+$/;

/** "паром" is cut like "домом", "парома" is not: what is written may itself be the stem of its other forms. Null when it is cut to nothing else. */
export function stemAsWritten({ word, term }: Pick<Term, 'word' | 'term'>): string | null {
  return word !== term && CYRILLIC.test(word) ? word : null;
}

export function analyse(text: string): Term[] {
  const terms: Term[] = [];
  visitTerms(text, ({ term }, place) => {
    terms.push({ term, word: foldWord(text.slice(place.start, place.end)), ...place });
  });
  return terms;
}
