/** The Snowball stemmer for Russian (snowballstem.org/algorithms/russian), written over suffix tables so that it runs in time linear in the word. */

const VOWELS = 'аеиоуыэюя';

interface Suffix {
  text: string;
  /** It only counts after "а" or "я". */
  afterA: boolean;
}

/** By their last letter, the longest first: most words end in a letter that most tables do not know. */
type Suffixes = readonly (readonly Suffix[])[];

const FIRST_LETTER = 0x430;

function suffixes(afterA: string, always: string): Suffixes {
  const table: Suffix[][] = Array.from({ length: 32 }, () => []);
  const add = (list: string, isAfterA: boolean) => {
    for (const text of list.split(' ')) if (text) table[text.charCodeAt(text.length - 1) - FIRST_LETTER]!.push({ text, afterA: isAfterA });
  };
  add(afterA, true);
  add(always, false);
  for (const list of table) list.sort((one, other) => other.text.length - one.text.length);
  return table;
}

const GERUND = suffixes('в вши вшись', 'ив ивши ившись ыв ывши ывшись');
const ADJECTIVE = suffixes('', 'ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею');
const PARTICIPLE = suffixes('ем нн вш ющ щ', 'ивш ывш ующ');
const REFLEXIVE = suffixes('', 'ся сь');
const VERB = suffixes(
  'ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно',
  'ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю',
);
const NOUN = suffixes('', 'а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я');

/** `word` is lower case with "ё" already written as "е". */
export function stemRussian(word: string): string {
  const rv = afterFirstVowel(word);
  if (rv < 0) return word;
  let stem = cutInflection(word, rv);
  if (stem.length > rv && stem.endsWith('и')) stem = stem.slice(0, -1);
  stem = cutDerivation(stem, word);
  return tidy(stem, rv);
}

function cutInflection(word: string, rv: number): string {
  const gerund = cut(word, rv, GERUND);
  if (gerund !== null) return gerund;
  const base = cut(word, rv, REFLEXIVE) ?? word;
  const adjective = cut(base, rv, ADJECTIVE);
  if (adjective !== null) return cut(adjective, rv, PARTICIPLE) ?? adjective;
  return cut(base, rv, VERB) ?? cut(base, rv, NOUN) ?? base;
}

/** Takes off the longest listed suffix that lies in the region; null when there is none, or its condition fails. */
function cut(word: string, region: number, table: Suffixes): string | null {
  const list = table[word.charCodeAt(word.length - 1) - FIRST_LETTER];
  if (list === undefined) return null;
  for (const { text, afterA } of list) {
    const start = word.length - text.length;
    if (start < region || !word.endsWith(text)) continue;
    if (afterA && !(start > region && (word[start - 1] === 'а' || word[start - 1] === 'я'))) return null;
    return word.slice(0, start);
  }
  return null;
}

function cutDerivation(stem: string, word: string): string {
  const suffix = stem.endsWith('ость') ? 4 : stem.endsWith('ост') ? 3 : 0;
  return suffix > 0 && stem.length - suffix >= secondRegion(word) ? stem.slice(0, -suffix) : stem;
}

function tidy(stem: string, rv: number): string {
  const superlative = stem.endsWith('ейше') ? 4 : stem.endsWith('ейш') ? 3 : 0;
  const plain = superlative > 0 && stem.length - superlative >= rv ? stem.slice(0, -superlative) : stem;
  if (plain.endsWith('нн') && plain.length - 2 >= rv) return plain.slice(0, -1);
  if (plain === stem && stem.endsWith('ь') && stem.length > rv) return stem.slice(0, -1);
  return plain;
}

function afterFirstVowel(word: string): number {
  for (let i = 0; i < word.length; i++) if (VOWELS.includes(word[i]!)) return i + 1;
  return -1;
}

/** R2: twice past "a vowel, then a consonant". */
function secondRegion(word: string): number {
  let seen = 0;
  for (let i = 1; i < word.length; i++) {
    if (!VOWELS.includes(word[i]!) && VOWELS.includes(word[i - 1]!)) {
      seen++;
      if (seen === 2) return i + 1;
    }
  }
  return word.length;
}
