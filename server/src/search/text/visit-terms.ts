/**
 * The tokeniser: walks over a text and hands out its terms, the same way for posts, queries and
 * highlights. Linear in the text; remembers the stems of words it has seen.
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

/** `start` and `end` are UTF-16 offsets in the text. */
export type VisitTerm = (word: Word, position: number, start: number, end: number, role: TermRole) => void;

/** Visits every term of `text` in order; the first word has the position `firstPosition`. Returns the position after the last one. */
export function visitTerms(text: string, visit: VisitTerm, firstPosition = 0): number {
  let position = firstPosition;
  for (let i = 0; i < text.length; ) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === LETTER || kind === DIGIT) {
      const end = chunkEnd(text, i);
      if (isWebAddress(text, i, end)) {
        position = visitHost(text, end + 3, position, visit);
        i = addressEnd(text, end + 3);
      } else {
        position = visitChunk(text, i, end, position, visit);
        i = end;
      }
    } else if (kind === DENSE) {
      const end = denseEnd(text, i);
      position = visitDense(text, i, end, position, visit);
      i = end;
    } else i++;
  }
  return position;
}

let chunkHasJoiner = false;

function chunkEnd(text: string, start: number): number {
  chunkHasJoiner = false;
  let i = start + 1;
  for (; i < text.length; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === LETTER || kind === DIGIT || kind === MARK) continue;
    if (kind === DENSE) break;
    if (kind === JOINER ? !joins(text, i) : !groupsThousands(text, i)) break;
    chunkHasJoiner = true;
  }
  return i;
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

function visitChunk(text: string, start: number, end: number, position: number, visit: VisitTerm): number {
  let next = position;
  if (chunkHasJoiner) {
    const chunk = text.slice(start, end);
    const split = splitChunk(chunk);
    for (const part of split.parts) {
      const word = wordOf(part.text);
      if (word.term !== '') visit(word, next++, start + part.start, start + part.end, WORD);
    }
    if (split.whole !== null) visit(wordOf(split.whole), position, start, end, WHOLE);
  } else {
    const word = wordAt(text, start, end);
    if (word.term !== '') visit(word, next++, start, end, WORD);
  }
  visitSharp(text, start, end, position, visit);
  return next;
}

const AT = 0x40;
const HASH = 0x23;
const PLUS = 0x2b;

function visitSharp(text: string, start: number, end: number, position: number, visit: VisitTerm): void {
  const before = text.charCodeAt(start - 1);
  if ((before === AT || before === HASH) && (start < 2 || charClass[text.charCodeAt(start - 2)] === OTHER)) {
    visit(exactWord(text[start - 1]! + foldWord(text.slice(start, end))), position, start - 1, end, SHARP);
  }
  if (end - start > 2) return;
  const after = text.charCodeAt(end);
  if (after === PLUS && text.charCodeAt(end + 1) === PLUS) visit(exactWord(`${foldWord(text.slice(start, end))}++`), position, start, end + 2, SHARP);
  else if (after === HASH && charClass[text.charCodeAt(end + 1)] !== LETTER) visit(exactWord(`${foldWord(text.slice(start, end))}#`), position, start, end + 1, SHARP);
}

function wordOf(surface: string): Word {
  return wordAt(surface, 0, surface.length);
}

/** A term that is no word and is not stemmed. */
function exactWord(term: string): Word {
  return { surface: term, term, home: null, id: -1 };
}

function denseEnd(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind !== DENSE && kind !== MARK) break;
  }
  return i;
}

/** Every two neighbouring characters are a term; a character alone is one too. */
function visitDense(text: string, start: number, end: number, position: number, visit: VisitTerm): number {
  let next = position;
  let first = start;
  let second = denseCharEnd(text, start, end);
  if (second === end) visit(wordAt(text, start, end), next++, start, end, WORD);
  while (second < end) {
    const third = denseCharEnd(text, second, end);
    visit(wordAt(text, first, third), next++, first, third, WORD);
    first = second;
    second = third;
  }
  return next;
}

function denseCharEnd(text: string, start: number, end: number): number {
  let i = start + 1;
  while (i < end && charClass[text.charCodeAt(i)] === MARK) i++;
  return i;
}

function isWebAddress(text: string, start: number, end: number): boolean {
  return (end - start === 4 || end - start === 5) && text.startsWith('://', end) && text.slice(start, start + 4).toLowerCase() === 'http';
}

/** Of a web address only the host is worth finding. */
function visitHost(text: string, start: number, position: number, visit: VisitTerm): number {
  const from = text.startsWith('www.', start) ? start + 4 : start;
  const kind = charClass[text.charCodeAt(from)];
  return kind === LETTER || kind === DIGIT ? visitChunk(text, from, chunkEnd(text, from), position, visit) : position;
}

function addressEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length && isInAddress(text.charCodeAt(i))) i++;
  return i;
}

/** No space, no quotation mark, no bracket, nothing typographic. */
function isInAddress(code: number): boolean {
  return code > 32 && code < 0x2000 && !'"<>()[]{}«»\u00A0'.includes(String.fromCharCode(code));
}
