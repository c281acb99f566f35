/**
 * The tokeniser: walks over a text and hands out its terms, the same way for posts, queries and
 * highlights. Linear in the text.
 */
import { charClass, DENSE, DIGIT, JOINER, LETTER, MARK, OTHER } from './char-classes.ts';
import { foldWord } from './fold-word.ts';
import { splitChunk } from './split-chunk.ts';
import { wordAt, type Word } from './word-cache.ts';

/** An ordinary word, with a position of its own. */
export const WORD = 0;
/** Several words written as one ("gpt4o" of "GPT-4o"), at the position of the first of them. */
export const WHOLE = 1;
/** A sharper form of the word at the same position: "c++" of "C", "@name", "#tag". */
export const SHARP = 2;
export type TermRole = 0 | 1 | 2;

/** Where a term stands; one object for the whole walk, written over for each term. */
export interface Place {
  /** Words before it. */
  position: number;
  /** UTF-16 offsets in the text. */
  start: number;
  end: number;
  role: TermRole;
}

export type VisitTerm = (word: Word, place: Readonly<Place>) => void;

/** Visits every term of `text` in order; the first word has the position `firstPosition`. Returns the position after the last one. */
export function visitTerms(text: string, visit: VisitTerm, firstPosition = 0): number {
  const walk = new Walk(text, visit, firstPosition);
  for (let i = 0; i < text.length;) i = walk.step(i);
  return walk.position;
}

class Walk {
  readonly text: string;
  readonly visit: VisitTerm;
  readonly place: Place = { position: 0, start: 0, end: 0, role: WORD };
  /** Of the next word. */
  position: number;
  #hasJoiner = false;

  constructor(text: string, visit: VisitTerm, position: number) {
    this.text = text;
    this.visit = visit;
    this.position = position;
  }

  /** Takes what begins at `at` and returns where it ends. */
  step(at: number): number {
    const kind = charClass[this.text.charCodeAt(at)]!;
    if (kind === DENSE) return this.#dense(at);
    if (kind !== LETTER && kind !== DIGIT) return at + 1;
    const end = this.#chunkEnd(at);
    if (isWebAddress(this.text, at, end)) return this.#webAddress(end + '://'.length);
    this.#chunk(at, end);
    return end;
  }

  #tell(word: Word, start: number, end: number, role: TermRole): void {
    const { place } = this;
    place.start = start;
    place.end = end;
    place.role = role;
    this.visit(word, place);
  }

  #word(word: Word, start: number, end: number): void {
    if (word.term === '') return;
    this.place.position = this.position++;
    this.#tell(word, start, end, WORD);
  }

  #chunkEnd(start: number): number {
    this.#hasJoiner = false;
    let i = start + 1;
    for (; i < this.text.length; i++) {
      const kind = charClass[this.text.charCodeAt(i)]!;
      if (kind === LETTER || kind === DIGIT || kind === MARK) continue;
      if (kind === DENSE) break;
      if (kind === JOINER ? !joins(this.text, i) : !groupsThousands(this.text, i)) break;
      this.#hasJoiner = true;
    }
    return i;
  }

  #chunk(start: number, end: number): void {
    const first = this.position;
    if (this.#hasJoiner) {
      const { parts, whole } = splitChunk(this.text.slice(start, end));
      for (const part of parts) this.#word(wordOf(part.text), start + part.start, start + part.end);
      this.place.position = first;
      if (whole !== null) this.#tell(wordOf(whole), start, end, WHOLE);
    } else this.#word(wordAt(this.text, start, end), start, end);
    this.place.position = first;
    this.#sharpForms(start, end);
  }

  #sharpForms(start: number, end: number): void {
    const { text } = this;
    const before = text.charCodeAt(start - 1);
    if ((before === AT || before === HASH) && (start < 2 || charClass[text.charCodeAt(start - 2)] === OTHER)) {
      this.#tell(exactWord(text[start - 1]! + foldWord(text.slice(start, end))), start - 1, end, SHARP);
    }
    if (end - start > 2) return;
    const after = text.charCodeAt(end);
    if (after === PLUS && text.charCodeAt(end + 1) === PLUS) this.#tell(exactWord(`${foldWord(text.slice(start, end))}++`), start, end + 2, SHARP);
    else if (after === HASH && charClass[text.charCodeAt(end + 1)] !== LETTER)
      this.#tell(exactWord(`${foldWord(text.slice(start, end))}#`), start, end + 1, SHARP);
  }

  /** Every two neighbouring characters are a term; a character alone is one too. */
  #dense(start: number): number {
    let first = start;
    let second = this.#denseCharEnd(start);
    if (!this.#isDense(second)) this.#word(wordAt(this.text, start, second), start, second);
    while (this.#isDense(second)) {
      const third = this.#denseCharEnd(second);
      this.#word(wordAt(this.text, first, third), first, third);
      first = second;
      second = third;
    }
    return second;
  }

  #isDense(at: number): boolean {
    return at < this.text.length && charClass[this.text.charCodeAt(at)] === DENSE;
  }

  #denseCharEnd(start: number): number {
    let i = start + 1;
    while (i < this.text.length && charClass[this.text.charCodeAt(i)] === MARK) i++;
    return i;
  }

  /** Of a web address only the host is worth finding. */
  #webAddress(host: number): number {
    const from = this.text.startsWith('www.', host) ? host + 4 : host;
    const kind = charClass[this.text.charCodeAt(from)];
    if (kind === LETTER || kind === DIGIT) this.#chunk(from, this.#chunkEnd(from));
    let end = from;
    while (end < this.text.length && isInAddress(this.text.charCodeAt(end))) end++;
    return end;
  }
}

const AT = 0x40;
const HASH = 0x23;
const PLUS = 0x2b;

function wordOf(surface: string): Word {
  return wordAt(surface, 0, surface.length);
}

/** A term that is no word and is not stemmed. */
function exactWord(term: string): Word {
  return { term, home: null, id: -1 };
}

function joins(text: string, at: number): boolean {
  const after = charClass[text.charCodeAt(at + 1)];
  if (after !== LETTER && after !== DIGIT) return false;
  const char = text[at]!;
  if (char === ',') return after === DIGIT && isDigit(text, at - 1);
  if (char !== '.') return true;
  if (after === DIGIT && isDigit(text, at - 1)) return true;
  return (isLowerAscii(text, at - 1) && isLowerAscii(text, at + 1)) || isInitial(text, at);
}

/** "U.S.", "т.е.": single letters with points between them. */
function isInitial(text: string, at: number): boolean {
  return charClass[text.charCodeAt(at - 2)] !== LETTER && charClass[text.charCodeAt(at + 2)] !== LETTER && charClass[text.charCodeAt(at - 1)] === LETTER;
}

/** "1 000 000" with spaces that do not break. */
function groupsThousands(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 0xa0 && code !== 0x202f && code !== 0x2009) return false;
  return isDigit(text, at - 1) && isDigit(text, at + 1) && isDigit(text, at + 2) && isDigit(text, at + 3) && !isDigit(text, at + 4);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isLowerAscii(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function isWebAddress(text: string, start: number, end: number): boolean {
  return (end - start === 4 || end - start === 5) && text.startsWith('://', end) && text.slice(start, start + 4).toLowerCase() === 'http';
}

/** No space, no quotation mark, no bracket, nothing typographic. */
function isInAddress(code: number): boolean {
  return code > 32 && code < 0x2000 && !'"<>()[]{}«»\u00A0'.includes(String.fromCharCode(code));
}
