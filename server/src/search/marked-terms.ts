/** The terms to highlight in a post that was found: those that brought it. */
import { analyse, stemAsWritten, WORD, type Term } from './analyse.ts';
import type { EngineAnswer } from './engine/protocol.ts';
import type { Reading } from './lexical/match-words.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { HitRow } from './read-hits.ts';
import { isStopWord } from './text/stop-words.ts';
import { visitTerms } from './text/visit-terms.ts';

export interface Marks {
  /** Those of the words and phrases, or what was put right in them; "of" and "the" only when there is nothing else. */
  terms: ReadonlySet<string>;
  /** What stood in for a word of the query. */
  also: readonly Reading[];
  /** The terms of each word of the query. */
  ownTerms: ReadonlyMap<string, readonly string[]>;
}

export function marksOf(parsed: Pick<ParsedQuery, 'text' | 'phrases'>, { corrections, also }: Pick<EngineAnswer, 'corrections' | 'also'>): Marks {
  const asked = [parsed.text, ...parsed.phrases].flatMap((text) => analyse(text));
  const telling = asked.filter((term) => term.role !== WORD || !isStopWord(term.word));
  return {
    terms: new Set([...(telling.length > 0 ? telling : asked).flatMap(lookedFor), ...corrections.map((correction) => correction.term)]),
    also,
    ownTerms: new Map(asked.map((term) => [term.word, lookedFor(term)])),
  };
}

/** Beside the word itself, what stands in for it brought nothing. */
export function markedTerms({ terms, also, ownTerms }: Marks, { title, text, enriched }: Pick<HitRow, 'title' | 'text' | 'enriched'>): ReadonlySet<string> {
  if (also.length === 0) return terms;
  const held = new Set<string>();
  visitTerms(`${title ?? ''}\n${text}\n${enriched}`, ({ term }) => {
    if (terms.has(term)) held.add(term);
  });
  const stoodIn = also.filter(({ word }) => !ownTerms.get(word)?.some((term) => held.has(term)));
  return new Set([...terms, ...stoodIn.map((reading) => reading.term)]);
}

function lookedFor(term: Term): string[] {
  const written = term.role === WORD ? stemAsWritten(term) : null;
  return written === null ? [term.term] : [term.term, written];
}
