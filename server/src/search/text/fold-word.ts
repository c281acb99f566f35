/** One spelling for one word: case, width, accents, "ё", invisible characters; then its stem. */
import { EAST_SLAVIC_LETTER, stemEastSlavic } from './stem-east-slavic.ts';
import { stemEnglish } from './stem-english.ts';
import { stemRussian } from './stem-russian.ts';

const LONGEST_WORD = 64;
const LONGEST_STEMMED = 40;
const INVISIBLE = /\u00AD|[\u200B-\u200D]|\u2060|\uFEFF|[\uFE0E\uFE0F]/g;
const ACCENTS = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670\u0640]/g;
const LATIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', þ: 'th', ð: 'd' };

/** Lower case, without accents and invisible characters, "ё" as "е"; "й", "ї" and "ў" stay themselves. */
export function foldWord(surface: string): string {
  const word = surface.length > LONGEST_WORD ? surface.slice(0, LONGEST_WORD) : surface;
  if (/^[a-z0-9а-я]*$/.test(word)) return word;
  const lower = word.normalize('NFKC').toLowerCase().replace(INVISIBLE, '');
  if (/^[a-z0-9а-яіїєґў]*$/.test(lower)) return lower;
  const plain = lower.replaceAll('ё', 'е');
  // Taking "й" apart would make it an "и".
  if (/[а-яіїєґў]/.test(plain)) return plain.replace(ACCENTS, '');
  const bare = plain.normalize('NFD').replace(ACCENTS, '');
  return bare.replace(/[ßæœøłđıþð]/g, (letter) => LATIN_LETTERS[letter]!).normalize('NFC');
}

/** The stem of a folded word; words with digits are codes and stay as they are. */
export function stemWord(folded: string): string {
  if (folded.length > LONGEST_STEMMED || /\d/.test(folded)) return folded;
  if (/^[а-яіїєґў]+$/.test(folded)) return EAST_SLAVIC_LETTER.test(folded) ? stemEastSlavic(folded) : stemRussian(folded);
  return /^[a-z']+$/.test(folded) ? stemEnglish(folded) : folded;
}
