/** Reads a text into runs of words that can make up a phrase: nothing but a space stands between them. */
import { genericWords, stemOf } from './keyphrases-forms.ts';
import { stopWords } from './language-stop-words.ts';

export interface PhraseWord {
  lower: string;
  stem: string;
  /** A capital inside a sentence, or an abbreviation. */
  name: boolean;
  generic: boolean;
}

const spaceless = new Set(['zh', 'ja', 'th']);
const segmenters = new Map<string, Intl.Segmenter>();

/** Runs in the order of the text; stop words, numbers and punctuation part them. */
export function readRuns(text: string, language: string): PhraseWord[][] {
  const stop = stopWords(language);
  const english = stopWords('en');
  const generic = genericWords(language);
  const runs: PhraseWord[][] = [];
  let run: PhraseWord[] = [];
  const capitalsTell = !isTitleCase(text);
  const close = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const { word, joined, first } of readWords(text, language)) {
    if (!joined) close();
    const lower = withoutPossessive(word.toLowerCase());
    if (lower.length < 2 || stop.has(lower) || english.has(lower) || isDigit(lower.charCodeAt(0))) {
      close();
      continue;
    }
    const capital = word[0] !== lower[0];
    const name = capital && capitalsTell && (!first || (word.length > 1 && word.length < 7 && word === word.toUpperCase()));
    run.push({ lower, stem: cachedStem(lower, language), name, generic: generic.has(lower) });
  }
  close();
  return runs;
}

/** Stems of words met lately; names and rare words would fill any memory, so it starts anew when full. */
const stemCache = new Map<string, string>();
const MAX_STEMS = 20_000;

function cachedStem(lower: string, language: string): string {
  const key = `${language}:${lower}`;
  const known = stemCache.get(key);
  if (known !== undefined) return known;
  if (stemCache.size >= MAX_STEMS) stemCache.clear();
  const stem = stemOf(lower.replaceAll('ё', 'е'), language);
  stemCache.set(key, stem);
  return stem;
}

function withoutPossessive(lower: string): string {
  return lower.endsWith("'s") || lower.endsWith('’s') ? lower.slice(0, -2) : lower;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** "Where All Words Look Like This", a capital marks no name. */
function isTitleCase(text: string): boolean {
  const words = text.slice(0, 600).match(/\p{L}{4,}/gu) ?? [];
  const capital = words.filter((word) => word[0] !== word[0]?.toLowerCase()).length;
  return words.length > 3 && capital > words.length * 0.7;
}

interface ReadWord {
  word: string;
  /** Only a space is between it and the word before. */
  joined: boolean;
  first: boolean;
}

function* readWords(text: string, language: string): Generator<ReadWord> {
  if (spaceless.has(language)) {
    yield* segmentWords(text, language);
    return;
  }
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu)) {
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    yield { word: match[0], joined: between === ' ', first: match.index === between.length || /[.!?…:\n]/.test(between) };
  }
}

function* segmentWords(text: string, language: string): Generator<ReadWord> {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: 'word' })));
  let joined = false;
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) yield { word: segment, joined, first: false };
    joined = isWordLike === true;
  }
}
