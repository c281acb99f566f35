/** What a search understood of its query, in words for the person who typed it. */
import type { SearchAnswer } from '#contract';
import { analyse, WORD, type Term } from './analyse.ts';
import type { EngineAnswer } from './engine/protocol.ts';
import type { Reading } from './lexical/match-words.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { HitRow } from './read-hits.ts';
import { visitTerms } from './text/visit-terms.ts';

export function describeQuery(
  parsed: ParsedQuery,
  { corrections, also, relaxed }: Pick<EngineAnswer, 'corrections' | 'also' | 'relaxed'>,
  shown: readonly HitRow[],
  impossible: Pick<SearchAnswer['understood'], 'unknown' | 'datesExclude'>,
): SearchAnswer['understood'] {
  const searched = relaxed ? [parsed.text, ...parsed.phrases].join(' ').trim() : parsed.text;
  const words = analyse(searched).filter((term) => term.role === WORD);
  const spellings = findSpellings(new Set([...also, ...corrections].map((reading) => reading.term)), shown);
  return {
    words: [
      ...new Set(words.map((term) => written(searched, term))),
      ...(relaxed ? [] : parsed.phrases.map((phrase) => `"${phrase}"`)),
      ...parsed.notWords.map((word) => `-${word}`),
      ...parsed.notPhrases.map((phrase) => `-"${phrase}"`),
    ],
    filters: parsed.filters,
    notUnderstood: parsed.notUnderstood,
    ...impossible,
    also: alsoSearched(also, words, spellings),
    set: {
      after: toInstant(parsed.after),
      before: toInstant(parsed.before),
      languages: parsed.languages,
      has: parsed.has,
      sources: [...parsed.sources, ...parsed.folders],
      tags: parsed.tags,
    },
    corrected: corrections.length === 0 && !relaxed ? null : correct(searched, words, corrections, spellings),
  };
}

const MOST_ALSO = 5;

/** Other words that were looked for, as far as they stand in what is shown: the index knows stems, and what brought nothing need not be told. */
function alsoSearched(also: readonly Reading[], words: readonly Term[], spellings: ReadonlyMap<string, string>): string[] {
  const asked = new Set(words.map((word) => word.term));
  const spelt = also.flatMap(({ term }) => (asked.has(term) ? [] : (spellings.get(term) ?? [])));
  return [...new Set(spelt)].slice(0, MOST_ALSO);
}

function toInstant(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString();
}

function correct(text: string, words: readonly Term[], corrections: readonly Reading[], spellings: ReadonlyMap<string, string>): string {
  let corrected = text;
  for (const term of [...words].sort((a, b) => b.start - a.start)) {
    const correction = corrections.find((one) => one.word === term.word);
    if (correction !== undefined) corrected = corrected.slice(0, term.start) + (spellings.get(correction.term) ?? correction.term) + corrected.slice(term.end);
  }
  return corrected;
}

/** The index knows stems: each is spelt as the first post shown spells it. One walk for all of them, as the texts can be long. */
function findSpellings(terms: ReadonlySet<string>, shown: readonly HitRow[]): Map<string, string> {
  const spellings = new Map<string, string>();
  for (const row of shown) {
    if (spellings.size === terms.size) break;
    const text = `${row.title ?? ''}\n${row.text}`;
    visitTerms(text, ({ term }, { role, start, end }) => {
      if (role === WORD && terms.has(term) && !spellings.has(term)) spellings.set(term, text.slice(start, end).toLowerCase());
    });
  }
  return spellings;
}

function written(text: string, term: Term): string {
  return text.slice(term.start, term.end);
}
