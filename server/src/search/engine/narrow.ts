/** What a query forbids or insists on besides its words: tags, exclusions, phrases. */
import { analyse, WORD } from '../analyse.ts';
import { TAG, tagTerm, type LexicalIndex } from '../lexical-index.ts';
import { findPhrase, type PhraseWord } from '../lexical/phrases.ts';
import { forEachPosting } from '../lexical/score-terms.ts';

export interface Demands {
  phrases: readonly string[];
  notWords: readonly string[];
  notPhrases: readonly string[];
  tags: readonly string[];
  notTags: readonly string[];
}

/** Clears the flag of every post that does not meet the demands. */
export function narrow(index: LexicalIndex, allowed: Uint8Array, demands: Demands): void {
  for (const tag of demands.tags) keepOnly(allowed, (keep) => forEachTagged(index, tag, keep));
  for (const phrase of demands.phrases) keepOnly(allowed, (keep) => forEachPhrase(index, phrase, allowed, keep));
  for (const tag of demands.notTags) forEachTagged(index, tag, (ordinal) => (allowed[ordinal] = 0));
  for (const words of [...demands.notWords, ...demands.notPhrases]) forEachPhrase(index, words, allowed, (ordinal) => (allowed[ordinal] = 0));
}

function keepOnly(allowed: Uint8Array, each: (keep: (ordinal: number) => void) => void): void {
  const kept = new Uint8Array(allowed.length);
  each((ordinal) => (kept[ordinal] = 1));
  for (let i = 0; i < allowed.length; i++) allowed[i]! &= kept[i]!;
}

/** Posts that were given the tag, or have it as a #hashtag. */
function forEachTagged(index: LexicalIndex, tag: string, visit: (ordinal: number) => void): void {
  const name = tagTerm(tag);
  for (const term of [name, `#${name.slice(TAG.length)}`]) {
    const termId = index.dictionary.find(term);
    if (termId >= 0) forEachPosting(index, termId, visit);
  }
}

function forEachPhrase(index: LexicalIndex, phrase: string, allowed: Uint8Array, visit: (ordinal: number) => void): void {
  const words: PhraseWord[] = analyse(phrase)
    .filter((term) => term.role === WORD)
    .map((term) => ({ termId: index.dictionary.find(term.term), offset: term.position }));
  if (words.length === 0 || words.some((word) => word.termId < 0)) return;
  if (words.length === 1) forEachPosting(index, words[0]!.termId, visit);
  else findPhrase(index, words, allowed, visit);
}
