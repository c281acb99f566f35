/** Reads a text into the words that can make up a phrase, each with whether it goes on with the one before. */
import { isWordCharacter, kindAt, LETTER, MARK, WIDE } from './fingerprint-characters.ts';
import { genericWords, stemOf } from './keyphrases-forms.ts';
import { stopWords } from './language-stop-words.ts';

export interface PhraseWord {
  lower: string;
  stem: string;
  /** A capital inside a sentence, or an abbreviation. */
  name: boolean;
  /** It says nothing about the subject. */
  generic: boolean;
  /** Nothing but a space is between it and the word before in the list. */
  joined: boolean;
}

const spaceless = new Set(['zh', 'ja', 'th']);
const segmenters = new Map<string, Intl.Segmenter>();

/** In the order of the text; stop words, numbers and punctuation part the phrases and are left out. */
export function readPhraseWords(text: string, language: string): PhraseWord[] {
  const reader: Reader = { language, capitalsTell: !isTitleCase(text), broken: true, out: [] };
  if (spaceless.has(language)) readSegments(reader, text);
  else readWords(reader, text);
  return reader.out;
}

interface Reader {
  language: string;
  capitalsTell: boolean;
  /** Something that is no part of a phrase was read since the last word. */
  broken: boolean;
  out: PhraseWord[];
}

/** What does not depend on where the word stands. */
interface KnownWord {
  lower: string;
  stem: string;
  /** STOP, GENERIC, or 0. */
  rating: number;
  capital: boolean;
  shouted: boolean;
}

/** Words as they are written; a text takes most of its words from a few thousand. */
const mostKnown = 20_000;
const longestKnown = 40;
let known = new Map<string, Map<string, KnownWord>>();
let knownCount = 0;

function lookUp(word: string, language: string): KnownWord {
  const found = known.get(language)?.get(word);
  if (found !== undefined || word.length > longestKnown) return found ?? study(word, language);
  if (++knownCount > mostKnown) [known, knownCount] = [new Map(), 1];
  const words = known.get(language) ?? new Map<string, KnownWord>();
  known.set(language, words);
  const studied = study(word, language);
  // The key is a copy: a piece of a text would keep the whole text in memory.
  words.set(Buffer.from(word).toString(), studied);
  return studied;
}

function study(word: string, language: string): KnownWord {
  const lower = withoutPossessive(word.toLowerCase());
  const rating = lower.length < 2 || isDigit(lower.charCodeAt(0)) ? STOP : (ratingsOf(language).get(lower) ?? 0);
  return {
    lower,
    rating,
    stem: rating === STOP ? '' : stemOf(lower.includes('ё') ? lower.replaceAll('ё', 'е') : lower, language),
    capital: word.charCodeAt(0) !== lower.charCodeAt(0),
    shouted: word.length > 1 && word.length < 7 && word === word.toUpperCase(),
  };
}

/** `first`: of a sentence. */
function take(reader: Reader, word: string, joined: boolean, first: boolean): void {
  const { lower, stem, rating, capital, shouted } = lookUp(word, reader.language);
  if (!joined) reader.broken = true;
  if (rating === STOP) {
    reader.broken = true;
    return;
  }
  const name = capital && reader.capitalsTell && (!first || shouted);
  reader.out.push({ lower, stem, name, generic: rating === GENERIC, joined: !reader.broken });
  reader.broken = false;
}

const GENERIC = 1;
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
    take(reader, text.slice(from, at), from === end + 1 && text.charCodeAt(end) === 0x20, first);
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
    if (isWordLike) take(reader, segment, joined, false);
    joined = isWordLike === true;
  }
}
