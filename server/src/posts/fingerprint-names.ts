/** Tells names at the start of a sentence, where the capital letter alone says nothing. */
import { DIGIT, kindAt, LETTER } from './fingerprint-characters.ts';

const MAX_TITLE = 40;
const surname = /(?:[\u0430-\u044f](?:ов|ев|ёв|ин|ын|ова|ева|ина|ский|ская|цкий|цкая|енко|чук|швили|дзе)|[а-я]{3}ян)$/;

/** True for a capitalised word that is an abbreviation, starts a title in quotation marks, or ends as surnames do. */
export function looksLikeName(lower: string, original: string, start: number, end: number): boolean {
  const second = start + 1;
  if (end > second && original.charCodeAt(second) !== lower.charCodeAt(second)) return true;
  if (start > 0 && startsTitle(lower, start, end)) return true;
  return end - start >= 5 && surname.test(lower.slice(Math.max(start, end - 6), end));
}

/** A word right after an opening quotation mark whose closing one follows soon, in the same sentence. */
function startsTitle(text: string, start: number, end: number): boolean {
  if (!'«“„"\''.includes(text[start - 1] ?? ' ')) return false;
  for (let at = end; at < text.length && at < start + MAX_TITLE; at++) {
    const char = text[at] ?? '';
    if ('»”“"\''.includes(char)) return kindAt(text, at + 1) !== LETTER && kindAt(text, at + 1) !== DIGIT;
    if (',.!?…\n'.includes(char)) return false;
  }
  return false;
}
