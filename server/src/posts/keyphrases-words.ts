/** Reads a text into the words that can make up a phrase, each with whether it goes on with the one before. */
import { isWordCharacter, kindAt, LETTER, MARK, WIDE } from './fingerprint-characters.ts';
import { unsliced, WordTable } from '#platform/word-table';
import { hashWord } from './fingerprint-hash.ts';
import { genericWords, stemOf } from './keyphrases-forms.ts';
import { stopWords } from './language-stop-words.ts';

export interface PhraseWord {
  known: KnownWord;
  /** A capital inside a sentence, or an abbreviation. */
  name: boolean;
  /** Nothing but a space is between it and the word before in the list. */
  joined: boolean;
}

const spaceless = new Set(['zh', 'ja', 'th']);
const segmenters = new Map<string, Intl.Segmenter>();

/** In the order of the text; stop words, numbers and punctuation part the phrases and are left out. */
export function readPhraseWords(text: string, language: string): PhraseWord[] {
  const reader: Reader = { language, words: tableOf(language), capitalsTell: !isTitleCase(text), broken: true, out: [] };
  if (spaceless.has(language)) readSegments(reader, text);
  else readWords(reader, text);
  return reader.out;
}

interface Reader {
  language: string;
  words: WordTable<KnownWord>;
  capitalsTell: boolean;
  /** Something that is no part of a phrase was read since the last word. */
  broken: boolean;
  out: PhraseWord[];
}

/** What does not depend on where the word stands. */
export interface KnownWord {
  lower: string;
  stem: string;
  stemHash: number;
  /** STOP, GENERIC (it says nothing about the subject), or 0. */
  rating: number;
  capital: boolean;
  shouted: boolean;
}

/** A text takes most of its words from a few thousand, and most texts are of a few languages. */
const pairs = 1 << 14;
const mostTables = 4;
const tables = new Map<string, WordTable<KnownWord>>();

function tableOf(language: string): WordTable<KnownWord> {
  let table = tables.get(language);
  if (table === undefined) {
    if (tables.size === mostTables) tables.delete(tables.keys().next().value!);
    table = new WordTable(pairs, (text, start, end) => study(text.slice(start, end), language));
    tables.set(language, table);
  }
  return table;
}

function study(word: string, language: string): KnownWord {
  const lower = unsliced(withoutPossessive(word.toLowerCase()));
  const rating = lower.length < 2 || isDigit(lower.charCodeAt(0)) ? STOP : (ratingsOf(language).get(lower) ?? 0);
  const stem = rating === STOP ? '' : stemOf(lower.includes('ё') ? lower.replaceAll('ё', 'е') : lower, language);
  return {
    lower,
    rating,
    stem,
    stemHash: hashWord(stem),
    capital: word.charCodeAt(0) !== lower.charCodeAt(0),
    shouted: word.length > 1 && word.length < 7 && word === word.toUpperCase(),
  };
}

/** `first`: of a sentence. */
function take(reader: Reader, known: KnownWord, joined: boolean, first: boolean): void {
  const { rating, capital, shouted } = known;
  if (!joined) reader.broken = true;
  if (rating === STOP) {
    reader.broken = true;
    return;
  }
  const name = capital && reader.capitalsTell && (!first || shouted);
  reader.out.push({ known, name, joined: !reader.broken });
  reader.broken = false;
}

export const GENERIC = 1;
const STOP = 2;
const ratings = new Map<string, ReadonlyMap<string, number>>();

/** Made once for each language. */
function ratingsOf(language: string): ReadonlyMap<string, number> {
  let made = ratings.get(language);
  if (made === undefined) {
    const words = new Map<string, number>();
    for (const word of genericWords(language)) words.set(word, GENERIC);
    for (const word of [...stopWords(language), ...stopWords('en')]) words.set(word, STOP);
    ratings.set(language, (made = words));
  }
  return made;
}

function withoutPossessive(lower: string): string {
  return lower.endsWith("'s") || lower.endsWith('’s') ? lower.slice(0, -2) : lower;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** "Where All Words Look Like This", a capital marks no name. */
function isTitleCase(text: string): boolean {
  const end = Math.min(text.length, 600);
  let words = 0;
  let capitals = 0;
  for (let at = 0; at < end; at++) {
    const from = at;
    while (at < end && isLetter(kindAt(text, at))) at++;
    if (at - from < 4) continue;
    words++;
    if (text[from] !== text[from]!.toLowerCase()) capitals++;
  }
  return words > 3 && capitals > words * 0.7;
}

function isLetter(kind: number): boolean {
  return kind === LETTER || kind === WIDE;
}

function readWords(reader: Reader, text: string): void {
  let end = 0;
  let first = true;
  for (let at = 0; at < text.length;) {
    if (!isWordCharacter(text, at)) {
      if (partsSentences(text.charCodeAt(at))) first = true;
      at++;
      continue;
    }
    const from = at;
    at = endOfWord(text, from);
    take(reader, reader.words.at(text, from, at), from === end + 1 && text.charCodeAt(end) === 0x20, first);
    first = false;
    end = at;
  }
}

/** Hyphens and apostrophes inside a word belong to it. */
function endOfWord(text: string, from: number): number {
  for (let at = from + 1; ; at++) {
    if (isWordCharacter(text, at) || kindAt(text, at) === MARK) continue;
    if (!joinsParts(text.charCodeAt(at)) || !isWordCharacter(text, at + 1)) return at;
  }
}

/** - ' ’ */
function joinsParts(code: number): boolean {
  return code === 0x2d || code === 0x27 || code === 0x2019;
}

/** . ! ? … : and the line end. */
function partsSentences(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f || code === 0x2026 || code === 0x3a || code === 0x0a;
}

function readSegments(reader: Reader, text: string): void {
  const { language } = reader;
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: 'word' })));
  let joined = false;
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) take(reader, reader.words.at(segment, 0, segment.length), joined, false);
    joined = isWordLike === true;
  }
}
